"""`kargosha rules`: the rule book in force on a day, shown or written to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.errors import BadTable
from kargosha.analysis.rules import Rule, Rulebook
from kargosha.files import clock
from kargosha.files.doors.options import Day, end_with_faults, language_option, rules_options
from kargosha.files.rulebook import TABLE, headings, rulebook, rules_text
from kargosha.files.sources import cited
from kargosha.files.whole import whole_file
from kargosha.files.words import Language, say, sentences

InForce = Callable[[date], Rulebook | None]
"""Gives the rules in force on a day with the approved changes; None where no database answers.

Whoever runs these commands on a database hands it to them as click's object."""

shipped_option = click.option(
    "--shipped", is_flag=True, help="The rules as they ship, without approved changes."
)


@click.group(name="rules")
def command() -> None:
    """Rules of the programme: every value with its unit, first day and source."""


@command.command()
@click.argument("keys", nargs=-1, metavar="[KEY]…")
@rules_options
@shipped_option
@language_option
@click.pass_obj
def show(in_force: InForce | None, /, keys: tuple[str, ...], **given: Any) -> None:
    """Show the rules in force, or those whose key begins with KEY."""
    asked = _Asked(**given)
    language = asked.language
    book = _book(asked, in_force)
    shown = [rule for rule in book.rules.values() if not keys or rule.key.startswith(keys)]
    if keys and not shown:
        for key in keys:
            click.echo(say("rules.none", {"key": key, "day": book.day}, language), err=True)
        raise SystemExit(2)
    for rule in shown:
        click.echo(_told(rule, language))


@command.command()
@click.option("--on", "day", type=Day(), required=True, help="Day whose rules are written.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--rules", "rules_file", type=click.Path(path_type=Path), help="Those of this file instead."
)
@shipped_option
@language_option
@click.pass_obj
def export(in_force: InForce | None, /, out: Path, **given: Any) -> None:
    """Write the rules in force on a day to a file that every command takes with --rules."""
    asked = _Asked(**given)
    book = _book(asked, in_force)
    with whole_file(out) as draft:
        draft.write_text(rules_text(book.rules.values()), encoding="utf-8")
    values = {"count": len(book.rules), "day": book.day, "file": str(out)}
    click.echo(say("rules.exported", values, asked.language))


@dataclass(frozen=True)
class _Asked:
    """Which rule book is asked for, and in which language to speak."""

    rules_file: Path | None
    day: date | None
    shipped: bool
    language: Language


def _book(asked: _Asked, in_force: InForce | None) -> Rulebook:
    """Return the rule book that was asked for, or end with its faults."""
    day = asked.day or clock.today()
    try:
        if asked.rules_file or asked.shipped:
            return rulebook(day, asked.rules_file)
        book = None if in_force is None else in_force(day)
        if book is None:
            click.echo(say("rules.shipped_only", {}, asked.language), err=True)
        return book or rulebook(day)
    except BadTable as error:
        end_with_faults(error, {TABLE: asked.rules_file or Path(TABLE)}, asked.language)


def _told(rule: Rule, language: Language) -> str:
    """Return a rule as two lines: what it is worth, and what it means and rests on."""
    heading = headings().get(rule.key)
    values = {
        "key": rule.key,
        "value": rule.value,
        "unit": _unit(rule.unit, language),
        "low": rule.low,
        "high": rule.high,
        "day": rule.valid_from,
        "meaning": heading.meaning[language] if heading else "",
        "source": cited(rule.source, language),
    }
    return say("rules.line" if rule.low is None else "rules.line_interval", values, language)


def _unit(unit: str, language: Language) -> str:
    """Return a unit in the language; one that the words do not know as it stands."""
    code = f"unit.{unit}"
    return say(code, {}, language) if code in sentences(language) else unit

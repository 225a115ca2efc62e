"""The rule book: `show` and `export` with the approved changes, `propose` and `approve`."""

from datetime import date, datetime

import click
from django.db import InterfaceError, OperationalError, ProgrammingError

from kargosha.analysis.rules import Rulebook
from kargosha.files.doors import rules
from kargosha.kernel import actions
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting
from kargosha.kernel.rulebook import rulebook_on


def in_force(day: date) -> Rulebook | None:
    """Return the rules in force with the approved changes; None where no migrated database answers."""
    try:
        return rulebook_on(day)
    except (OperationalError, InterfaceError, ProgrammingError):
        return None


command = click.Group(
    "rules",
    commands=dict(rules.command.commands),
    help=rules.command.help,
    context_settings={"obj": in_force},
)


@command.command()
@click.argument("key")
@click.argument("value")
@click.option("--from", "valid_from", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--source", required=True, help="Law, decree or decision it rests on.")
@click.option("--low", type=float)
@click.option("--high", type=float)
@acting
def propose(
    key: str,
    value: str,
    valid_from: datetime,
    source: str,
    low: float | None,
    high: float | None,
    by: Actor,
) -> None:
    """Propose a new value of a rule."""
    change = actions.RuleChange(key, _typed(value), valid_from.date(), source, low, high)
    click.echo(actions.propose_rule(change=change, by=by).pk)


@command.command()
@click.argument("version_id", type=int)
@acting
def approve(version_id: int, by: Actor) -> None:
    """Approve a proposed value."""
    actions.approve_rule(version_id=version_id, by=by)


def _typed(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value

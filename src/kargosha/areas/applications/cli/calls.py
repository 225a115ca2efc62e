from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.forms import CallForm
from kargosha.areas.applications.forms.calls import pot_names
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.commands import acting
from kargosha.kernel.errors import Refusal, Refused


@click.command()
@click.option("--search", default="", help="Part of the name or the code.")
@click.option("--state", default="", help="announced, open, closed, frozen or decided.")
@click.option("--year", default="", help="Persian year.")
def calls(search: str, state: str, year: str) -> None:
    """List the calls, the latest first."""
    for line in queries.call_lines(by=ANYONE, search=search, state=state, year=year):
        call = line.call
        click.echo(f"{call.code}\t{line.state}\t{call.name_en}\t{call.opens_on}\t{call.closes_on}")


@click.command()
@click.argument("call_code")
def show(call_code: str) -> None:
    """Show a call: its days, money, quotas, weights, and the fingerprint once it is signed."""
    page = queries.call_page(by=ANYONE, code=call_code)
    row: Mapping[str, Any] = page.seen.row
    for name, value in row.items():
        click.echo(f"{name}\t{'' if value is None else value}")
    for part in page.call.money.all():
        click.echo(f"money {part.agreement.code}\t{part.amount}")
    for quota in page.call.quotas.all():
        click.echo(f"quota {quota.code}\t{quota.member_class}")
    for weight in page.weights:
        click.echo(f"weight {weight.name}\t{weight.value}")


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def open_call(file: Path, by: Actor) -> None:
    """Open the call that FILE describes.

    FILE is YAML with the fields of the page: code, name_fa, name_en, text_fa, text_en, goals_fa,
    opens_on, closes_on (days of either calendar) and, where wanted, rules_on, jalali_year, season,
    year_share (percent), place_codes, activity_codes, quotas, the weights, and money: for each
    agreement whole rials, or "share".
    """
    form = CallForm(queries.opening(by=by), _typed(file))
    if not form.is_valid():
        fields = sorted(form.errors)
        raise Refused(Refusal("refusal.unfit", {"row": file.name, "fields": fields}))
    code = form.cleaned_data["code"]
    actions.open_call(code=code, text=form.text, terms=form.terms, by=by)
    click.echo(code)


@click.command()
@click.argument("call_code")
@click.option("--fingerprint", default="", help="Sign only if the paper has this fingerprint.")
@acting
def freeze(call_code: str, fingerprint: str, by: Actor) -> None:
    """Sign what a closed call is decided by; print the fingerprint."""
    frozen = actions.freeze_call(call_code=call_code, fingerprint=fingerprint, by=by)
    click.echo(frozen.fingerprint)


@click.command()
@click.argument("call_code")
def paper(call_code: str) -> None:
    """Print the paper that was signed of a call, byte for byte: its SHA-256 is the fingerprint."""
    click.echo(queries.signed_paper(by=ANYONE, code=call_code).content, nl=False)


def _typed(file: Path) -> dict[str, object]:
    """Return what a file says as a page's fields would hold it.

    Raises
    ------
    Refused
        The file is not YAML of that form, or names what the page has no field for.
    """
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("money", {}), dict):
        raise Refused(Refusal("refusal.call_file", {"name": file.name}))
    fields: dict[str, object] = {name: _plain(value) for name, value in said.items()}
    for code, amount in said.get("money", {}).items():
        gives, named = pot_names(str(code))
        fields |= {gives: "on"} if amount == "share" else {named: str(amount)}
    unknown = {*map(str, fields)} - {*CallForm.base_fields, "money"}
    refuse = {name for name in unknown if not name.startswith(("gives_", "amount_"))}
    if refuse:
        raise Refused(Refusal("refusal.unfit", {"row": file.name, "fields": sorted(refuse)}))
    return fields


def _plain(value: object) -> object:
    return [str(each) for each in value] if isinstance(value, list) else str(value)

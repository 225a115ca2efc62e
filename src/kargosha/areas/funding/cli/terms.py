from pathlib import Path
from typing import Any

import click
import yaml

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.forms import AgreementForm
from kargosha.areas.funding.models import FIGURES
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting
from kargosha.kernel.errors import Refusal, Refused

TERMS = (
    "name_fa",
    "name_en",
    "signed_on",
    "ceiling_per_group_amount",
    "ceiling_per_job_amount",
    "max_share",
    "place_codes",
    "activity_codes",
    "borrower_kinds",
    "contract_kinds",
    "loss_bearer",
    "source_loss_share",
)


@click.command()
@click.option("--search", default="", help="Part of the name or the code.")
@click.option("--source", default="", help="Code of a source.")
@click.option("--sort", default="code", type=click.Choice(list(queries.SORTS)))
@acting
def agreements(search: str, source: str, sort: str, by: Actor) -> None:
    """List the agreements: code, source, approved rials."""
    for agreement in queries.agreements(by=by, search=search, source=source, sort=sort):
        approved = agreement.balance.approved_amount
        click.echo(f"{agreement.code}\t{agreement.source.code}\t{approved}")


@click.command()
@click.argument("code")
@acting
def show(code: str, by: Actor) -> None:
    """Show an agreement: its terms, its money, who is served next."""
    seen = queries.agreement_page(by=by, code=code)
    agreement, bar = seen.agreement, seen.bar
    for name in TERMS:
        value = getattr(agreement, name)
        shown = ";".join(value) if isinstance(value, list) else "" if value is None else value
        click.echo(f"{name}\t{shown}")
    for limit in agreement.guarantee_limits.all():
        click.echo(f"guarantee\t{limit.up_to_amount or ''}\t{limit.heaviest}")
    for part in (*FIGURES, "firm", "free", "waiting"):
        click.echo(f"{part}\t{getattr(bar, part)}")
    for line in seen.waiting:
        click.echo(f"turn {line.turn}\t{line.reservation.code}\t{line.reservation.amount}")


@click.command()
@click.option("--code", required=True)
@click.option("--kind", required=True, type=click.Choice(["bank", "agency", "managed_fund"]))
@click.option("--name-fa", required=True)
@click.option("--name-en", required=True)
@acting
def register_source(code: str, kind: str, name_fa: str, name_en: str, by: Actor) -> None:
    """Register a bank, an agency or a managed fund."""
    actions.register_source(code=code, kind=kind, name_fa=name_fa, name_en=name_en, by=by)
    click.echo(code)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def sign(file: Path, by: Actor) -> None:
    """Record the signed agreement that FILE describes.

    FILE is YAML with the fields of the page: code, source_code, name_fa, name_en, signed_on (a day of
    either calendar), approved_amount in rials and, where wanted, ceiling_per_group_amount,
    ceiling_per_job_amount, max_share, place_codes, activity_codes, borrower_kinds, contract_kinds,
    loss_bearer, source_loss_share, and guarantees: up to three first_limit with first_guarantee,
    second_…, third_…, and last_guarantee for whatever lies above.
    """
    form = AgreementForm(_typed(file), by=by)
    if not form.is_valid():
        raise Refused(Refusal("refusal.unfit", {"row": file.name, "fields": sorted(form.errors)}))
    click.echo(form.sign(by).code)


def _typed(file: Path) -> dict[str, Any]:
    """Return what the file says as the page's form has it; refuse what is no list of fields."""
    try:
        said = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        raise Refused(Refusal("refusal.unfit", {"row": file.name, "fields": ["code"]}))
    codes = {
        name: " ".join(said[name]) for name in ("place_codes", "activity_codes") if name in said
    }
    return {"loss_bearer": "unknown", **said, **codes}

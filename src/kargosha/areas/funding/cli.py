import click

from kargosha.areas.funding import actions, queries
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def command() -> None:
    """Sources, agreements and quotas."""


@command.command()
@acting
def agreements(by: Actor) -> None:
    """List the agreements."""
    for agreement in queries.agreements(by=by):
        click.echo(f"{agreement.code}\t{agreement.source.code}\t{agreement.approved_amount}")


@command.command()
@click.option("--code", required=True)
@click.option("--kind", required=True, type=click.Choice(["bank", "agency", "managed_fund"]))
@click.option("--name-fa", required=True)
@click.option("--name-en", required=True)
@acting
def register_source(code: str, kind: str, name_fa: str, name_en: str, by: Actor) -> None:
    """Register a bank, an agency or a managed fund."""
    actions.register_source(code=code, kind=kind, name_fa=name_fa, name_en=name_en, by=by)
    click.echo(code)

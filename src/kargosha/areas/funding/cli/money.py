from datetime import date

import click

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import FIGURES
from kargosha.files.amount_words import in_tomans
from kargosha.files.doors.options import Day
from kargosha.kernel.access import Actor
from kargosha.kernel.asking import current_language
from kargosha.kernel.commands import acting


@click.command("list")
@acting
def list_money(by: Actor) -> None:
    """List the money of each agreement from needed to paid, in rials, and all together."""
    parts = (*FIGURES, "firm", "free", "waiting")
    click.echo("\t".join(("agreement", *parts)))
    for balance in queries.balances(by=by):
        amounts = (str(getattr(balance, f"{part}_amount")) for part in parts)
        click.echo("\t".join((balance.agreement.code, *amounts)))
    bar = queries.money_bar(by=by)
    click.echo("\t".join(("all", *(str(getattr(bar, part)) for part in parts))))


@click.command()
@click.option("--agreement", default="", help="Code of one agreement.")
@click.option("--figure", default="", type=click.Choice(["", *FIGURES]))
@acting
def entries(agreement: str, figure: str, by: Actor) -> None:
    """List the entries of money, the latest day first."""
    for entered in queries.records(by=by, agreement_code=agreement, figure=figure):
        click.echo(
            f"{entered.dated_on}\t{entered.agreement.code}\t{entered.figure}\t{entered.amount}"
            f"\t{entered.reference}\t{entered.source}"
        )


@click.command()
@click.option("--agreement", default="", help="Code of one agreement.")
@acting
def waiting(agreement: str, by: Actor) -> None:
    """List who waits for money, in the order in which they will be served."""
    for line in queries.waiting(by=by, agreement_code=agreement):
        held = line.reservation
        click.echo(
            f"{held.agreement.code}\t{line.turn}\t{held.code}\t{held.amount}\t{line.missing}"
        )


@click.command()
@click.argument("agreement")
@click.argument("figure", type=click.Choice(FIGURES))
@click.argument("amount", type=int)
@click.option("--dated-on", required=True, type=Day(), help="Day of the paper.")
@click.option("--reference", required=True, help="Number of the paper.")
@click.option("--source", required=True, help="What the paper is, and from whom.")
@click.option("--yes", is_flag=True, help="Save without reading the amount back.")
@acting
def record(
    agreement: str,
    figure: str,
    amount: int,
    dated_on: date,
    reference: str,
    source: str,
    yes: bool,
    by: Actor,
) -> None:
    """Enter a figure of an agreement from its paper; the amount in rials is read back first.

    Money that was taken back is below nothing: write -- before it, as in -- general deposited -5000000000.
    """
    if not yes:
        click.confirm(in_tomans(amount, current_language()), abort=True, err=True)
    entry = actions.MoneyEntry(figure, amount, dated_on, reference, source)
    click.echo(actions.record_money(agreement_code=agreement, entry=entry, by=by).pk)

import click

from kargosha.areas.applications import queries
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.commands import acting


@click.command()
def calls() -> None:
    """List the calls, the latest first."""
    for call in queries.calls(by=ANYONE):
        click.echo(f"{call.code}\t{call.name_en}\t{call.opens_on}\t{call.closes_on}")


@click.command()
@click.argument("call_code")
@acting
def proposals(call_code: str, by: Actor) -> None:
    """List the proposals to a call that lie where you may look."""
    for each in queries.applications(by=by, call_code=call_code):
        click.echo(f"{each.code}\t{each.place_code}\t{each.activity.code}\t{each.amount}")

import click

from kargosha.areas.territory import actions, queries
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def signs() -> None:
    """Early signs: raise, list and answer them."""


@signs.command("raise")
def raise_signs() -> None:
    """Raise the signs of today's rules and open the duties that wait for an office."""
    for sign in actions.raise_signs(by=actions.WATCH):
        click.echo(f"{sign.pk}\t{sign.rule}\t{sign.measured:g}")


@signs.command("list")
@click.option("--state", default="", help="open, overdue or answered.")
@click.option("--place", default="", help="Part of the place's name.")
@acting
def list_signs(state: str, place: str, by: Actor) -> None:
    """List signs: those without an answer first, by the day on which it is due."""
    for line in queries.sign_lines(by=by, state=state, place=place):
        sign, due_on = line.sign, line.duty.due_on.isoformat() if line.duty else "no office yet"
        place_slug = sign.observation.place.slug
        click.echo(
            f"{sign.pk}\t{line.state}\t{due_on}\t{place_slug}\t{sign.rule}\t{sign.measured:g}"
        )


@signs.command("answer")
@click.argument("sign_id", type=int)
@click.argument("text")
@acting
def answer_sign(sign_id: int, text: str, by: Actor) -> None:
    """Say what was found out about a sign, and what follows from it."""
    actions.answer_sign(sign_id=sign_id, text=text, by=by)

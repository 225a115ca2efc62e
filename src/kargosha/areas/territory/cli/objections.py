from pathlib import Path

import click

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import FigureAnswer
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def objections() -> None:
    """Objections to figures: lodge, list and answer them."""


@objections.command("list")
@click.option("--state", default="", help="open, upheld, corrected or dismissed.")
@click.option("--place", default="", help="Part of the place's name.")
@acting
def list_objections(state: str, place: str, by: Actor) -> None:
    """List objections, those that wait for an answer first."""
    for seen in queries.objection_lines(by=by, state=state, place=place):
        figure = seen.objection.observation
        click.echo(
            f"{seen.objection.pk}\t{seen.state}\t{figure.place.slug}\t{figure.indicator.code}"
        )


@objections.command()
@click.argument("observation_id", type=int)
@click.argument("statement")
@click.option("--claimed-value", type=float, help="The figure that is right, if it is known.")
@click.option("--evidence", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def lodge(
    observation_id: int,
    statement: str,
    claimed_value: float | None,
    evidence: Path | None,
    by: Actor,
) -> None:
    """Object to a figure of one's own place."""
    lodged = actions.object_to_figure(
        observation_id=observation_id,
        claimed_value=claimed_value,
        statement=statement,
        evidence=actions.Evidence.at(evidence),
        by=by,
    )
    click.echo(lodged.pk)


@objections.command()
@click.argument("objection_id", type=int)
@click.argument("verdict", type=click.Choice(FigureAnswer.Verdict.values))
@click.argument("text")
@acting
def answer(objection_id: int, verdict: str, text: str, by: Actor) -> None:
    """Uphold an objection or dismiss it, with the reason."""
    actions.answer_objection(objection_id=objection_id, verdict=verdict, text=text, by=by)

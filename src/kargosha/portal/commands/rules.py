"""The rule book: `show` and `export` from the files' door, `propose` and `approve` on the database."""

from datetime import datetime

import click

from kargosha.files.doors.rules import command
from kargosha.kernel import actions
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting

__all__ = ["command"]


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

from pathlib import Path

import click

from kargosha.areas.territory import actions, queries
from kargosha.files.index import read_method
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.commands import acting


@click.group()
def index() -> None:
    """Published indices of need: list them, publish the next version."""


@index.command(name="list")
def versions() -> None:
    """List the indices and their versions, the latest first."""
    for line in queries.indices(by=ANYONE):
        for each in line.versions:
            version = each.version
            published = clock.day_of(version.published_at).isoformat()
            click.echo(f"{line.index.code}\t{version.number}\t{published}\t{version.note}")


@index.command()
@click.argument("code")
@click.option(
    "--method",
    "method_file",
    required=True,
    type=click.Path(path_type=Path),
    help="YAML file: terms with weights and bounds, how they are brought together.",
)
@click.option("--note", required=True, help="Why; stands beside the version.")
@click.option("--level", default="county", show_default=True, help="Kind of place to rank.")
@acting
def publish(code: str, method_file: Path, note: str, level: str, by: Actor) -> None:
    """Publish the next version of an index, computed from the latest figures."""
    proposal = actions.IndexProposal(read_method(method_file), level, note)
    version = actions.publish_index(code=code, proposal=proposal, by=by)
    click.echo(f"{code}\t{version.number}")

from pathlib import Path

import click

from kargosha.areas.applications import actions, queries
from kargosha.kernel.access import ANYONE
from kargosha.kernel.commands import actor_named

SHOWN = ("code", "sector", "name_en", "cost_per_job", "cost_low", "cost_high", "rule", "source")


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--search", default="", help="Part of the name or the code.")
@click.option("--sort", default="code", type=click.Choice(queries.ACTIVITY_SORTS))
@click.option(
    "--as",
    "on_behalf_of",
    envvar="KARGOSHA_AS",
    help="User on whose behalf to take FILE in.",
)
def activities(file: Path | None, search: str, sort: str, on_behalf_of: str | None) -> None:
    """Take in the activities of FILE, all of them or none; without FILE list them.

    FILE is a CSV or XLSX with the columns code, sector, name_fa and name_en; an activity known by its
    code is brought up to date. The list says what one job costs at this year's prices, and by which rule.
    """
    if file is None:
        for each in queries.activities(by=ANYONE, search=search, sort=sort):
            row = each.row
            click.echo("\t".join("" if row[name] is None else str(row[name]) for name in SHOWN))
        return
    if not on_behalf_of:
        raise click.MissingParameter(param_hint="--as", param_type="option")
    by = actor_named(on_behalf_of)
    click.echo(actions.receive_activities(name=file.name, content=file.read_bytes(), by=by))

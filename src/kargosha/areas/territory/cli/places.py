import click

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import PlaceEstimate
from kargosha.kernel.access import ANYONE

UNKNOWN = "unknown"


@click.command()
@click.option("--axis", type=click.Choice(["deprivation", "emigration"]), default="deprivation")
def counties(axis: str) -> None:
    """List the counties, the worst on an axis first, each rank with its interval."""
    click.echo(
        "code\tname\tunemployment %\tchange of population %\tdeprivation rank\temigration rank"
    )
    for need in queries.counties_by_need(by=ANYONE, axis=axis):
        figures = [
            UNKNOWN if figure is None else f"{figure:.2f}"
            for figure in (need.unemployment, need.population_change)
        ]
        ranks = [_rank(need.deprivation), _rank(need.emigration)]
        click.echo("\t".join([need.place.code, need.place.name_en, *figures, *ranks]))


@click.command()
@click.option("--search", default="", help="A name in any spelling, or the beginning of a code.")
@click.option("--kind", default="", help="Kind of place, such as county or village.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True)
def places(search: str, kind: str, page: int) -> None:
    """Find places of all kinds by name or code."""
    found = queries.place_search(by=ANYONE, search=search, kind=kind, page=page)
    for line in found.lines:
        place = line.place
        above = place.parent.name_fa if place.parent else ""
        columns = [place.code, place.slug, place.kind, place.name_fa, place.name_en, above]
        click.echo("\t".join([*columns, ", ".join(line.classes)]))
    if not found.lines:
        click.echo("nothing found", err=True)
    for place in found.alike:
        click.echo(f"did you mean {place.slug} ({place.name_fa})?", err=True)


def _rank(estimate: PlaceEstimate | None) -> str:
    if estimate is None or estimate.rank is None:
        return UNKNOWN
    return f"{estimate.rank} ({estimate.rank_low}-{estimate.rank_high})"

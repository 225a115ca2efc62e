import click

from kargosha.areas.territory import queries
from kargosha.kernel.access import ANYONE


@click.command()
@click.option("--search", default="", help="Part of a name in either language, or a code.")
def counties(search: str) -> None:
    """List the counties, the highest deprivation first."""
    click.echo(
        "code\tname\tunemployment %\tchange of population %\tdeprivation rank\temigration rank"
    )
    for need in queries.counties_by_need(by=ANYONE, search=search):
        figures = (
            need.unemployment,
            need.population_change,
            need.deprivation_rank,
            need.emigration_rank,
        )
        shown = ["unknown" if figure is None else f"{figure:.2f}" for figure in figures]
        click.echo("\t".join([need.place.code, need.place.name_en, *shown]))

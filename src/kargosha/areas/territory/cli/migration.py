import click

from kargosha.areas.territory import queries
from kargosha.kernel.access import ANYONE


@click.command()
def migration() -> None:
    """Show how places gain and lose people by moves: from flows, or else by the marked proxy."""
    page = queries.migration_page(by=ANYONE, asked={})
    if page.flows:
        click.echo("place\tarrivals\tdepartures\tnet per 1,000 a year\tpull")
        for row in page.flows.accounts:
            figures = [_written(row.net_rate, ".1f"), _written(row.pull, ".3f")]
            click.echo(
                "\t".join(
                    [row.place.slug, f"{row.arrivals:.0f}", f"{row.departures:.0f}", *figures]
                )
            )
    elif page.proxies:
        click.echo("place\tproxy per 1,000 a year\tlow\thigh\tdirection")
        for line in page.proxies.lines:
            whole = line.whole
            ends = (whole.value, whole.low, whole.high) if whole else (None, None, None)
            figures = [_written(end, ".1f") for end in ends]
            click.echo("\t".join([line.place.slug, *figures, line.direction]))


def _written(figure: float | None, form: str) -> str:
    return "unknown" if figure is None else format(figure, form)

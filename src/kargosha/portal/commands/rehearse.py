import click

from kargosha.portal import rehearsal


@click.command()
def command() -> None:
    """Load the rehearsal province: made-up groups and a decided round over the real counties."""
    click.echo("loaded" if rehearsal.load() else "was there already")

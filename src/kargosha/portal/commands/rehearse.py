import click

from kargosha.portal import rehearsal


@click.command()
def command() -> None:
    """Load the rehearsal province where it is not there yet, and show its accounts, one a role."""
    rehearsal.load()
    for line in rehearsal.accounts():
        click.echo(line)

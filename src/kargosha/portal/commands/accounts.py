import click

from kargosha.portal import rehearsal


@click.command()
def command() -> None:
    """Show the rehearsal's accounts, one a role."""
    for line in rehearsal.accounts():
        click.echo(line)

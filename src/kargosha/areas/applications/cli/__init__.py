import click

from kargosha.areas.applications.cli.calls import calls, proposals


@click.group()
def command() -> None:
    """Calls and proposals."""


command.add_command(calls)
command.add_command(proposals)

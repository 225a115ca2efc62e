import click

from kargosha.areas.applications.cli.calls import calls, freeze, open_call, paper, proposals, show


@click.group()
def command() -> None:
    """Calls and proposals."""


command.add_command(calls)
command.add_command(freeze)
command.add_command(open_call)
command.add_command(paper)
command.add_command(proposals)
command.add_command(show)

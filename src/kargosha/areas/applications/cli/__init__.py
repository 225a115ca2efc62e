import click

from kargosha.areas.applications.cli.activities import activities
from kargosha.areas.applications.cli.calls import calls, freeze, open_call, paper, show
from kargosha.areas.applications.cli.proposals import (
    proposal,
    proposals,
    receive,
    submit,
    withdraw,
)


@click.group()
def command() -> None:
    """Calls and proposals."""


command.add_command(activities)
command.add_command(calls)
command.add_command(freeze)
command.add_command(open_call)
command.add_command(paper)
command.add_command(proposal)
command.add_command(proposals)
command.add_command(receive)
command.add_command(show)
command.add_command(submit)
command.add_command(withdraw)

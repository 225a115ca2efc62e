import click

from kargosha.areas.registry.cli.groups import groups
from kargosha.areas.registry.cli.imports import import_roster, template
from kargosha.areas.registry.cli.interest import interest, proposed
from kargosha.areas.registry.cli.people import commitments, people


@click.group()
def command() -> None:
    """People and groups, and who is a member."""


command.add_command(commitments)
command.add_command(groups)
command.add_command(people)
command.add_command(import_roster)
command.add_command(interest)
command.add_command(proposed)
command.add_command(template)

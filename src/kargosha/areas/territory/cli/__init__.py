import click

from kargosha.areas.territory.cli.imports import import_file, mappings
from kargosha.areas.territory.cli.places import counties


@click.group()
def command() -> None:
    """Places of the province, and where need is greatest."""


command.add_command(counties)
command.add_command(import_file)
command.add_command(mappings)

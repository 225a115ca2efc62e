import click

from kargosha.areas.territory.cli.imports import import_file, mappings
from kargosha.areas.territory.cli.indices import index
from kargosha.areas.territory.cli.migration import migration
from kargosha.areas.territory.cli.objections import objections
from kargosha.areas.territory.cli.places import counties, places
from kargosha.areas.territory.cli.signs import signs


@click.group()
def command() -> None:
    """Places of the province, and where need is greatest."""


command.add_command(counties)
command.add_command(import_file)
command.add_command(index)
command.add_command(mappings)
command.add_command(migration)
command.add_command(objections)
command.add_command(places)
command.add_command(signs)

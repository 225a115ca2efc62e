import click

from kargosha.areas.funding.cli.money import entries, list_money, record, waiting
from kargosha.areas.funding.cli.quotas import quotas
from kargosha.areas.funding.cli.terms import agreements, register_source, show, sign


@click.group()
def command() -> None:
    """Sources, agreements, quotas and their money."""


command.add_command(agreements)
command.add_command(entries)
command.add_command(list_money)
command.add_command(quotas)
command.add_command(record)
command.add_command(register_source)
command.add_command(show)
command.add_command(sign)
command.add_command(waiting)

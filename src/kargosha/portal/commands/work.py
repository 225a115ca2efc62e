import click

from kargosha.portal import worker


@click.command()
@click.option("--until-empty", is_flag=True, help="Stop when there is no job left.")
def command(until_empty: bool) -> None:
    """Run the worker: what was put off until later, and the sealing of the journal."""
    worker.work(until_empty=until_empty)

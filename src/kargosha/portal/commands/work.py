import click

from kargosha.portal import worker


@click.command()
def command() -> None:
    """Run the worker: what was put off until later, and the sealing of the journal."""
    worker.work()

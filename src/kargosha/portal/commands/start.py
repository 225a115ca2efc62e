import os
import sys
from pathlib import Path

import click

from kargosha.portal.start import StartPlan, start


@click.command()
@click.option("--port", type=int, default=0, envvar="KARGOSHA_PORT", help="0 for a free one.")
@click.option("--empty", is_flag=True, help="Begin real work: load nothing made up.")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when the caller dies.")
def command(port: int, empty: bool, with_parent: bool) -> None:
    """Start the database, the web server and the worker, and say where the page is."""
    plan = StartPlan(
        folder=Path(os.environ.get("KARGOSHA_DATA", ".kargosha")).resolve(),
        database_url=os.environ.get("KARGOSHA_DATABASE_URL") or None,
        owner_url=os.environ.get("KARGOSHA_OWNER_URL") or None,
        port=port,
        empty=empty,
        with_parent=with_parent,
    )
    sys.exit(start(plan))

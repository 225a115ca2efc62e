from pathlib import Path

import click

from kargosha.areas.allocation import actions, queries
from kargosha.files.whole import whole_file
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def command() -> None:
    """Rounds: propose, approve, publish, export."""


@command.command()
@acting
def runs(by: Actor) -> None:
    """List the runs, the latest first."""
    for run in queries.rounds(by=by):
        click.echo(f"{run.pk}\t{run.call.code}\t{run.state}")


@command.command()
@click.argument("call_code")
@acting
def propose_run(call_code: str, by: Actor) -> None:
    """Ask for the portfolio of a closed call."""
    click.echo(actions.propose_run(call_code=call_code, by=by).pk)


@command.command()
@click.argument("call_code")
@acting
def compare(call_code: str, by: Actor) -> None:
    """Ask what the latest indices of need would change in a decided call."""
    click.echo(actions.compare_run(call_code=call_code, by=by).pk)


@command.command()
@click.argument("run_id", type=int)
@click.argument("verdict", type=click.Choice(["approved", "rejected"]))
@click.option("--note", default="", help="Required when rejecting.")
@acting
def decide_run(run_id: int, verdict: str, note: str, by: Actor) -> None:
    """Approve or reject a proposed portfolio."""
    actions.decide_run(run_id=run_id, verdict=verdict, note=note, by=by)


@command.command()
@click.argument("run_id", type=int)
@acting
def publish_run(run_id: int, by: Actor) -> None:
    """Make an approved portfolio public."""
    actions.publish_run(run_id=run_id, by=by)


@command.command()
@click.argument("run_id", type=int)
@click.argument("code")
@acting
def request_changes(run_id: int, code: str, by: Actor) -> None:
    """Ask the worker what would have won a refused proposal the money."""
    actions.request_changes(run_id=run_id, code=code, by=by)


@command.command()
@click.argument("run_id", type=int)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@acting
def export(run_id: int, out: Path, by: Actor) -> None:
    """Write the files that reproduce the decision through `kargosha allocate`."""
    archive = queries.export(by=by, run_id=run_id)
    with whole_file(out) as draft:
        draft.write_bytes(archive.file.getvalue())
    click.echo(out)

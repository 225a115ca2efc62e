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
@click.argument("run_id", type=int)
@acting
def borderline(run_id: int, by: Actor) -> None:
    """List the counties whose borderline is to be ordered, with their proposals."""
    for county in queries.borderline_state(by=by, run_id=run_id).counties:
        cases = " ".join(county.cases)
        click.echo(f"{county.place.code}\t{county.state}\t{county.share_amount}\t{cases}")


@command.command()
@click.argument("run_id", type=int)
@click.argument("place_code")
@click.option(
    "--case",
    "cases",
    type=(str, int, int, str),
    multiple=True,
    metavar="CODE FOR AGAINST REASON",
    help="A proposal, the votes for and against it, and why; who goes first first.",
)
@click.option("--minutes", required=True, help="Who sat together, and what was said.")
@acting
def order_borderline(
    run_id: int,
    place_code: str,
    cases: tuple[tuple[str, int, int, str], ...],
    minutes: str,
    by: Actor,
) -> None:
    """Put the borderline of a county in order."""
    actions.order_borderline(
        run_id=run_id,
        place_code=place_code,
        minutes=minutes,
        cases=[actions.OrderedLine(*case) for case in cases],
        by=by,
    )


@command.command()
@click.argument("run_id", type=int)
@acting
def propose_ordered(run_id: int, by: Actor) -> None:
    """Ask for the portfolio with the borderline as the counties ordered it."""
    click.echo(actions.propose_ordered(run_id=run_id, by=by).pk)


@command.command()
@click.argument("run_id", type=int)
@click.option("--kind", default="", help="granted, waits, refused or ineligible.")
@acting
def letters(run_id: int, kind: str, by: Actor) -> None:
    """List the letters of a published round."""
    for letter in queries.letters(by=by, run_id=run_id, kind=kind):
        code = letter.candidate.application.code
        click.echo(f"{code}\t{letter.code.removeprefix('letter.')}\t{letter.values['reason']}")


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

from pathlib import Path
from typing import Any

import click

from kargosha.areas.applications import actions, queries
from kargosha.files.doors.options import spoken_language
from kargosha.files.words import say
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting

SHOWN = ("code", "place_code", "activity", "amount", "state")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("call_code", default="")
@click.option("--search", default="", help="Part of the name or the code.")
@click.option(
    "--state", default="", help="handed_in, rolled, eligible, ineligible, undecided, withdrawn."
)
@click.option("--place", default="", help="Beginning of the place's code.")
@click.option("--sort", default="code", help="code, latest, amount, jobs or place.")
@acting
def proposals(call_code: str, search: str, state: str, place: str, sort: str, by: Actor) -> None:
    """List the proposals to a call, or to all, that lie where you may look."""
    asked = {"call": call_code, "search": search, "state": state, "place": place, "sort": sort}
    for each in queries.application_lines(by=by, asked=asked):
        row = each.row
        click.echo("\t".join(str(row[name]) for name in SHOWN))


@click.command()
@click.argument("code")
@acting
def proposal(code: str, by: Actor) -> None:
    """Say of a proposal which rules it fails, with rule and source, and which jobs count."""
    page = queries.application_page(by=by, code=code)
    click.echo(f"{code}\t{page.state}\t{page.credible.jobs:.1f}")
    for state, findings in (("failed", page.verdict.failures), ("unknown", page.verdict.unknown)):
        for each in findings:
            said = say(each.code, each.values, spoken_language())
            click.echo(f"{state}\t{each.rule}\t{said}\t{each.source}")


@click.command()
@click.argument("call_code")
@click.argument("file", type=FILE)
@acting
def receive(call_code: str, file: Path, by: Actor) -> None:
    """Receive the proposals of FILE, a CSV or XLSX, all of them or none.

    Columns: code, activity, amount, submitted_on and either group, a registered one, or kind,
    name_fa, place_code and member_count; the rest as far as known (own_amount, pledges, jobs_pledged…).
    """
    count = actions.receive_list(
        call_code=call_code, name=file.name, content=file.read_bytes(), by=by
    )
    click.echo(count)


@click.command()
@click.argument("call_code")
@click.argument("group_code")
@click.option("--activity", required=True, help="Code of the activity.")
@click.option("--amount", type=int, required=True, help="Rials asked for.")
@click.option("--own-amount", type=int, default=0, help="Rials that the group brings.")
@click.option("--job", "jobs", multiple=True, required=True, help="Work of one job; once a job.")
@click.option("--place", "place_code", default="", help="Code of the place; else the group's own.")
@click.option(
    "--confirmed",
    "is_confirmed",
    is_flag=True,
    help="The amount is meant, however far from the norm.",
)
@acting
def submit(call_code: str, group_code: str, jobs: tuple[str, ...], by: Actor, **given: Any) -> None:
    """Hand in the proposal of a group; print its code."""
    proposal = actions.Proposal(pledges=[actions.Pledge(each) for each in jobs], **given)
    made = actions.submit_proposal(
        group_code=group_code, call_code=call_code, proposal=proposal, by=by
    )
    click.echo(made.code)


@click.command()
@click.argument("code")
@click.option("--reason", default="", help="Why.")
@acting
def withdraw(code: str, reason: str, by: Actor) -> None:
    """Withdraw a proposal; its members are free for another one of the call."""
    actions.withdraw_application(code=code, reason=reason, by=by)

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.cli.kinds import DAY, MEMBER, PERSON
from kargosha.areas.registry.models import Group, Membership
from kargosha.areas.territory.actions import Evidence
from kargosha.files.doors.options import spoken_language
from kargosha.files.words import say
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting

ROLE = click.Choice(Membership.Role.values)


@click.group()
def groups() -> None:
    """Groups: form, list and show them, and who is in them."""


@groups.command("list")
@click.option("--search", default="", help="Part of a name in any spelling, or of the code.")
@click.option("--place", default="", help="Part of a place's name, or the beginning of its code.")
@click.option("--kind", default="", help="group or cooperative.")
@acting
def list_groups(search: str, place: str, kind: str, by: Actor) -> None:
    """List groups with their number of members."""
    for group in queries.groups(by=by, search=search, place=place, kind=kind):
        columns = (group.code, group.kind, group.place_code, group.member_count, group.name_fa)  # type: ignore[attr-defined]
        click.echo("\t".join(map(str, columns)))


@groups.command()
@click.argument("code")
@acting
def show(code: str, by: Actor) -> None:
    """Show who is in a group, and who was."""
    page = queries.group_page(by=by, code=code)
    for line in page.members:
        click.echo(f"{line.seen.code}\t{line.membership.role}\t{line.since}\t{line.seen.name}")
    for past in page.past:
        held, after = past.membership, past.successor
        columns = (past.seen.code, held.role, held.entered_on, held.exited_on, held.exit_kind)
        click.echo("\t".join([*map(str, columns), after.code if after else ""]))


@groups.command()
@click.option("--code", default="", help="Given if left out.")
@click.option("--kind", type=click.Choice(Group.Kind.values), default="group", show_default=True)
@click.option("--name-fa", required=True)
@click.option("--name-en", default="")
@click.option("--place", "place_code", required=True, help="Code of the place.")
@click.option("--formed-on", type=DAY, required=True)
@click.option("--legal-id", help="Of a registered co-operative.")
@click.option("--bylaws-on", type=DAY)
@click.option(
    "--member", "members", type=MEMBER, multiple=True, help="PERSON[:ROLE[:YEARS]], once a member."
)
@acting
def form(members: tuple[actions.MemberRow, ...], by: Actor, **said: Any) -> None:
    """Form a group of registered people."""
    click.echo(actions.form_group(row=actions.GroupRow(**said), members=members, by=by).code)


@groups.command()
@click.argument("code")
@click.argument("member", type=MEMBER)
@click.option("--on", "entered_on", type=DAY, help="Today if left out.")
@acting
def enter(code: str, member: actions.MemberRow, entered_on: date | None, by: Actor) -> None:
    """Take a registered person into a group."""
    actions.enter_member(group_code=code, member=replace(member, entered_on=entered_on), by=by)


@groups.command()
@click.argument("code")
@click.argument("person_id", type=PERSON)
@click.argument("kind", type=click.Choice(["left", "replaced", "excluded", "died"]))
@click.option("--on", type=DAY, required=True)
@click.option("--replacement", type=MEMBER, help="PERSON[:ROLE[:YEARS]] who comes instead.")
@acting
def leave(
    code: str,
    person_id: int,
    kind: str,
    on: date,
    replacement: actions.MemberRow | None,
    by: Actor,
) -> None:
    """End a membership, with a replacement where there is one; say so where too few are left."""
    actions.end_membership(
        group_code=code, person_id=person_id, kind=kind, on=on, replacement=replacement, by=by
    )
    page = queries.group_page(by=by, code=code)
    if page.is_below_least:
        values = {"count": len(page.members), "least": page.least}
        click.echo(say("membership.below_least", values, spoken_language()))


@groups.command("change-role")
@click.argument("code")
@click.argument("person_id", type=PERSON)
@click.argument("role", type=ROLE)
@click.option("--on", type=DAY, required=True)
@acting
def change_role(code: str, person_id: int, role: str, on: date, by: Actor) -> None:
    """Give a member another role."""
    actions.change_role(group_code=code, person_id=person_id, role=role, on=on, by=by)


@groups.command()
@click.argument("code")
@click.option("--adopted-on", type=DAY, required=True)
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def bylaws(code: str, adopted_on: date, file: Path | None, by: Actor) -> None:
    """Keep the by-laws that a group adopted."""
    paper = Evidence.at(file)
    actions.set_bylaws(group_code=code, adopted_on=adopted_on, file=paper, by=by)

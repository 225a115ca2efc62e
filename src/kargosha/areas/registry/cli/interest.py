from datetime import date
from pathlib import Path

import click

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.cli.kinds import DAY, PERSON
from kargosha.areas.registry.models import Consent, Invitation
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def interest() -> None:
    """Who looks for a group: list, put on the list, take off it."""


@interest.command("list")
@click.option("--search", default="", help="Part of a name in any spelling, or the code.")
@click.option("--place", default="", help="Part of a place's name, or the beginning of its code.")
@click.option("--skill", default="", help="Code of an activity.")
@acting
def list_interest(search: str, place: str, skill: str, by: Actor) -> None:
    """List who looks for a group, as they came."""
    found = queries.interests(by=by, search=search, place=place, skill=skill)
    for line in queries.interest_lines(by=by, found=list(found)):
        skills = ",".join(line.interest.skill_codes)
        place_code = line.seen.person.place_code
        click.echo(f"{line.interest.pk}\t{line.seen.code}\t{place_code}\t{skills}")


@interest.command()
@click.argument("person_id", type=PERSON)
@click.option("--skill", "skills", multiple=True, required=True, help="Code of an activity.")
@click.option("--years", default=0, help="Years of own production.")
@click.option("--note", default="")
@acting
def register(person_id: int, skills: tuple[str, ...], years: int, note: str, by: Actor) -> None:
    """Put a person without a group on the list."""
    row = actions.InterestRow(skills, years, note)
    click.echo(actions.register_interest(person_id=person_id, row=row, by=by).pk)


@interest.command()
@click.argument("interest_id", type=int)
@acting
def end(interest_id: int, by: Actor) -> None:
    """Take a person off the list."""
    actions.end_interest(interest_id=interest_id, by=by)


@interest.command()
@click.argument("place")
@click.argument("skill")
@acting
def fitting(place: str, skill: str, by: Actor) -> None:
    """List who would fit a group of that skill at a place, the nearest first."""
    for line in queries.who_fits(by=by, place=place, skill=skill).lines:
        km = "" if line.km is None else f"{line.km:.0f}"
        click.echo(f"{line.seen.code}\t{km}\t{line.interest.production_years}")


@click.group()
def proposed() -> None:
    """Groups proposed to people who look for one: propose, answer, form, give up."""


@proposed.command("list")
@click.option("--state", default="", help="open, enough, formed or given_up.")
@click.option("--place", default="", help="Part of a place's name, or the beginning of its code.")
@acting
def list_proposed(state: str, place: str, by: Actor) -> None:
    """List proposed groups, those that wait for answers first."""
    found = queries.proposed_groups(by=by, state=state, place=place)
    for seen in queries.proposed_lines(by=by, found=list(found)):
        row = seen.row
        columns = ("id", "state", "place_code", "invited", "agreed", "name_fa")
        click.echo("\t".join(str(row[name]) for name in columns))


@proposed.command()
@click.argument("proposed_id", type=int)
@acting
def show(proposed_id: int, by: Actor) -> None:
    """Show what each of the invited answered."""
    for line in queries.proposed_page(by=by, proposed_id=proposed_id).lines:
        click.echo(f"{line.invitation.pk}\t{line.seen.code}\t{line.answer}")


@proposed.command()
@click.option("--name-fa", required=True)
@click.option("--name-en", default="")
@click.option("--activity", "activity_code", required=True, help="Code of an activity.")
@click.option("--place", "place_code", required=True, help="Code of the place.")
@click.argument("person_ids", type=PERSON, nargs=-1, required=True)
@acting
def propose(person_ids: tuple[int, ...], by: Actor, **said: str) -> None:
    """Propose a group to people of the list."""
    row = actions.ProposedRow(**said)
    click.echo(actions.propose_group(row=row, person_ids=person_ids, by=by).pk)


@proposed.command()
@click.argument("invitation_id", type=int)
@click.argument("said", type=click.Choice(Invitation.Answer.values))
@click.option("--way", type=click.Choice(Consent.Way.values), default="paper", show_default=True)
@click.option("--evidence", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def answer(invitation_id: int, said: str, way: str, evidence: Path | None, by: Actor) -> None:
    """Keep what one of the invited answered, with the signed paper of who agrees."""
    actions.answer_invitation(
        invitation_id=invitation_id,
        answer=said,
        way=way,
        evidence=Evidence.at(evidence),
        by=by,
    )


@proposed.command()
@click.argument("proposed_id", type=int)
@click.option("--head", "head_id", type=PERSON, required=True, help="Who heads the group.")
@click.option("--formed-on", type=DAY, help="Today if left out.")
@click.option("--code", default="", help="Given if left out.")
@acting
def form(proposed_id: int, head_id: int, formed_on: date | None, code: str, by: Actor) -> None:
    """Form a proposed group of those who agreed."""
    row = actions.FormedRow(head_id, formed_on, code)
    click.echo(actions.form_proposed_group(proposed_id=proposed_id, row=row, by=by).code)


@proposed.command("give-up")
@click.argument("proposed_id", type=int)
@acting
def give_up(proposed_id: int, by: Actor) -> None:
    """Give a proposed group up; whoever agreed stays on the list."""
    actions.give_up_proposed_group(proposed_id=proposed_id, by=by)

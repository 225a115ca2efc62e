from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.cli.kinds import DAY, PERSON
from kargosha.areas.registry.models import Consent, Person
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


def said_of_a_person(*, required: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options by which a person is described."""
    options = (
        click.option("--given-name", required=required),
        click.option("--family-name", required=required),
        click.option("--father-name"),
        click.option("--sex", type=click.Choice(Person.Sex.values), required=required),
        click.option("--born-on", type=DAY),
        click.option("--document-kind", type=click.Choice(Person.Document.values)),
        click.option("--document-number"),
        click.option("--mobile"),
        click.option("--place", "place_code", required=required, help="Code of the place."),
    )

    def with_options(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            function = option(function)
        return function

    return with_options


@click.group()
def people() -> None:
    """People: register, correct and find them, and what they agreed to."""


@people.command("list")
@click.option("--search", default="", help="A name, code, document or mobile.")
@click.option("--place", default="", help="Part of a place's name, or the beginning of its code.")
@acting
def list_people(search: str, place: str, by: Actor) -> None:
    """List people as far as one may see them."""
    found = list(queries.people(by=by, search=search, place=place))
    for line in queries.person_lines(by=by, found=found):
        held = " ".join(each.group.code for each in line.memberships)
        click.echo(f"{line.seen.code}\t{line.seen.person.place_code}\t{held}\t{line.seen.name}")


@people.command()
@said_of_a_person(required=True)
@click.option("--household-code")
@click.option("--household-members", type=int)
@click.option("--household-earners", type=int)
@click.option("--stated-on", type=DAY)
@acting
def register(by: Actor, **said: Any) -> None:
    """Register a person; gives the code."""
    row = actions.PersonRow(**_given(said))
    click.echo(actions.register_person(row=row, by=by).code)


@people.command()
@click.argument("person_id", type=PERSON)
@said_of_a_person(required=False)
@acting
def correct(person_id: int, by: Actor, **said: Any) -> None:
    """Correct what is registered of a person."""
    actions.correct_person(person_id=person_id, corrections=_given(said), by=by)


@people.command()
@click.argument("person_id", type=PERSON)
@click.option("--members", "member_count", type=int)
@click.option("--earners", "earner_count", type=int)
@click.option("--stated-on", type=DAY, required=True)
@click.option("--code", default="", help="To move to another household.")
@acting
def household(person_id: int, by: Actor, **said: Any) -> None:
    """State who lives in a person's household and who earns."""
    actions.state_household(person_id=person_id, household=actions.HouseholdRow(**said), by=by)


@people.command()
@click.argument("person_id", type=PERSON)
@click.argument("user_id", type=int)
@acting
def link(person_id: int, user_id: int, by: Actor) -> None:
    """Say as which user a person signs in."""
    actions.link_user(person_id=person_id, user_id=user_id, by=by)


@people.command("let-sign-in")
@click.argument("person_id", type=PERSON)
@acting
def let_sign_in(person_id: int, by: Actor) -> None:
    """Let a person sign in by a code to the registered mobile."""
    actions.let_sign_in(person_id=person_id, by=by)


@people.command()
@click.argument("person_id", type=PERSON)
@click.argument("purpose", type=click.Choice(Consent.Purpose.values))
@click.argument("way", type=click.Choice(Consent.Way.values))
@click.option("--group", "group_code", default="")
@click.option("--paper", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@acting
def consent(
    person_id: int, purpose: str, way: str, group_code: str, paper: Path | None, by: Actor
) -> None:
    """Keep that a person agreed; gives the consent's number."""
    given = actions.give_consent(
        person_id=person_id,
        group_code=group_code,
        purpose=purpose,
        way=way,
        evidence=Evidence.at(paper),
        by=by,
    )
    click.echo(given.pk)


@people.command("revoke-consent")
@click.argument("consent_id", type=int)
@acting
def revoke_consent(consent_id: int, by: Actor) -> None:
    """Keep that a person takes a consent back."""
    actions.revoke_consent(consent_id=consent_id, by=by)


@click.group()
def commitments() -> None:
    """Money that people or groups already have for work."""


@commitments.command("record")
@click.argument("code")
@click.option("--lender", required=True)
@click.option("--amount", type=int, required=True, help="Rials.")
@click.option("--began-on", type=DAY, required=True)
@click.option("--source", required=True)
@click.option("--person", "person_id", type=PERSON)
@click.option("--group", "group_code", default="")
@acting
def record_commitment(by: Actor, **said: Any) -> None:
    """Record money received for work, of a person or a group."""
    click.echo(actions.record_commitment(row=actions.CommitmentRow(**said), by=by).code)


@commitments.command("end")
@click.argument("code")
@click.option("--ended-on", type=DAY, required=True)
@click.option("--source", required=True)
@acting
def end_commitment(code: str, ended_on: date, source: str, by: Actor) -> None:
    """Record that such money was repaid or closed."""
    actions.end_commitment(code=code, ended_on=ended_on, source=source, by=by)


def _given(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said; what was not stays as it is."""
    return {name: value for name, value in said.items() if value is not None}

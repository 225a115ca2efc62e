"""A group that falls below its legal number is told of, and somebody owes its completion."""

from datetime import date

from django.test import Client

from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import MemberRow
from kargosha.areas.registry.models import Group
from kargosha.kernel.models import Duty, Office, User
from tests.areas.registry.flows import formed, keys, person
from tests.universe import STAGE, People

LATER = date(2026, 1, 1)


def registered(number: int) -> int:
    return actions.register_person(row=person(number), by=STAGE).pk


def owed() -> list[tuple[str, str, str]]:
    """Return which groups are to be completed, by which office, and where that goes when late."""
    duties = Duty.objects.filter(step="complete-group", done_at=None).order_by("subject")
    return list(duties.values_list("subject", "owner__code", "escalates_to__code"))


def leave(made: Group, number: int) -> None:
    actions.end_membership(
        group_code=made.code, person_id=keys(made)[number], kind="left", on=LATER, by=STAGE
    )


def test_an_office_of_the_county_owes_the_completion_of_a_group_below_its_number(
    people: People,
) -> None:
    made = formed(*(person(number) for number in range(1, 5)))

    leave(made, 3)
    enough = owed()
    leave(made, 2)
    leave(made, 1)
    few = owed()
    for number in (8, 9):
        assert owed() == few
        member = MemberRow(registered(number), entered_on=LATER)
        actions.enter_member(group_code="weavers", member=member, by=people.county)

    assert enough == owed() == []
    assert few == [("group:weavers", "hashtrud", "programme-office")]


def test_where_a_county_has_no_office_the_programme_owes_it(people: People) -> None:
    Office.objects.filter(code="hashtrud").update(place_code="0303")

    leave(formed(), 2)

    assert owed() == [("group:weavers", "programme-office", "committee")]


def test_a_replacement_leaves_nothing_to_owe(people: People) -> None:
    made = formed()

    actions.end_membership(
        group_code="weavers", person_id=keys(made)[2], kind="replaced", on=LATER,
        replacement=MemberRow(registered(9)), by=STAGE,
    )  # fmt: skip

    assert owed() == []


def test_an_exit_that_leaves_too_few_is_told_on_the_next_page_and_on_the_desk(
    people: People,
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="county"))
    weavers = formed()

    left = client.post(
        f"/registry/groups/weavers/members/{keys(weavers)[2]}/exit/",
        {"kind": "left", "on": "1404/10/11"},
        follow=True,
    )
    desk = client.get("/desk/").content.decode()

    assert "The group has 2 members, and a proposal needs at least 3." in left.content.decode()
    assert (
        '<a href="/registry/groups/weavers/">Complete a group that is below its legal number'
        in desk
    )

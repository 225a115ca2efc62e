"""Groups are formed with their legal number, one by one or many at once, and keep who came and went."""

from datetime import date, timedelta

import pytest

from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import MemberRow
from kargosha.areas.registry.models import Group, Person
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel import clock
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from tests.areas.registry.flows import FORMED, codes, formed, group, keys, last_entry, person
from tests.universe import STAGE, People

TOMORROW = clock.today() + timedelta(days=1)
LATER = date(2026, 1, 1)
PAPER = Evidence("by-laws.pdf", b"%PDF", "application/pdf")


def registered(number: int, **others: object) -> int:
    return actions.register_person(row=person(number, **others), by=STAGE).pk


def test_a_group_is_formed_of_registered_people(people: People) -> None:
    members = [MemberRow(registered(1), "head"), MemberRow(registered(2)), MemberRow(registered(3))]

    made = actions.form_group(row=group(" weavers "), members=members, by=people.county)

    held = made.memberships.order_by("pk")
    assert (made.code, made.place_code, made.registered_by_id) == (
        "weavers",
        "0311",
        people.county.user_id,
    )
    assert [each.role for each in held] == ["head", "member", "member"]
    assert {each.entered_on for each in held} == {FORMED}
    assert (last_entry().event, last_entry().subject) == ("group.formed", "group:weavers")
    assert last_entry().detail == {"count": 3}


def test_a_group_without_a_code_is_given_one(people: People) -> None:
    made = formed(code="")

    assert made.code == f"g{made.pk:06d}"


def test_many_groups_are_formed_with_their_people_in_few_statements(
    people: People, django_assert_max_num_queries: object
) -> None:
    groups = [
        (
            group(f"group-{number}"),
            [(person(number * 10 + each), MemberRow()) for each in range(3)],
        )
        for number in range(20)
    ]

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        made = actions.form_groups(groups=groups, by=people.officer)

    assert [len(keys(each)) for each in made] == [3] * 20
    assert (last_entry().event, last_entry().subject) == ("groups.formed", "groups")
    assert last_entry().detail == {"count": 20, "people": 60, "memberships": 60}


def test_no_groups_are_formed_by_nobody(people: People) -> None:
    with pytest.raises(NotAllowed):
        actions.form_groups(groups=[], by=people.auditor)
    with pytest.raises(NotAllowed):
        actions.form_groups(groups=[(group(place_code="0303"), [])], by=people.county)
    with pytest.raises(NotAllowed):
        actions.form_group(row=group(place_code="0303"), members=[], by=people.county)


def test_who_is_registered_joins_under_the_same_document_and_name(people: People) -> None:
    known = registered(1)

    made = formed(person(1), person(2), person(3))
    second = formed(person(2), person(3), person(4), code="dyers")

    assert keys(made)[0] == known
    assert keys(second)[:2] == keys(made)[1:]
    assert Person.objects.count() == 4


def test_one_document_under_two_names_is_refused(people: People) -> None:
    known = registered(1)

    with pytest.raises(Refused) as held:
        formed(person(1, family_name="دیگر"), person(2), person(3))
    with pytest.raises(Refused) as twice:
        formed(person(2), person(2, family_name="دیگر"), person(3), person(4))

    assert held.value.reasons[0].values == {"row": "1", "person": Person(pk=known).code}
    assert codes(twice.value) == ["document_twice"]
    assert twice.value.reasons[0].values == {"row": "2", "other": "1"}
    assert not Group.objects.exists()


@pytest.mark.parametrize(("kind", "least"), [("group", 3), ("cooperative", 7)])
def test_a_group_has_its_legal_number(people: People, kind: str, least: int) -> None:
    few = [person(number) for number in range(least - 1)]

    with pytest.raises(Refused) as refused:
        formed(*few, kind=kind)

    (reason,) = refused.value.reasons
    assert reason.code == "refusal.group_too_small"
    assert (reason.values["count"], reason.values["least"]) == (least - 1, least)
    assert reason.values["source"]
    assert len(keys(formed(*few, person(99), kind=kind))) == least


@pytest.mark.parametrize(
    ("others", "whys"),
    [
        ({"formed_on": TOMORROW}, ["day_future", *["day_future"] * 3]),
        ({"bylaws_on": TOMORROW}, ["day_future"]),
        ({"place_code": "0399"}, ["place_unknown"]),
        ({"name_fa": " "}, ["unfit"]),
        ({"legal_id": "10380284790"}, ["legal_id_of_group"]),
        ({"legal_id": "10380284792"}, ["legal_id_wrong", "legal_id_of_group"]),
        ({"code": "two words"}, ["unfit"]),
        ({"kind": "club"}, ["unfit"]),
    ],
)
def test_a_group_that_cannot_be_is_refused(
    people: People, others: dict[str, object], whys: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        formed(**others)  # type: ignore[arg-type]

    assert codes(refused.value) == whys
    assert not Person.objects.exists()


def test_codes_and_legal_ids_are_taken_once(people: People) -> None:
    seven = [person(number) for number in range(7)]
    formed(*seven, kind="cooperative", legal_id="۱۰۳۸۰۲۸۴۷۹۰")
    again = [(each, MemberRow()) for each in seven]

    with pytest.raises(Refused) as refused:
        actions.form_groups(
            groups=[
                (group("weavers", kind="cooperative", legal_id="10380284790"), again),
                (group("dyers"), again),
                (group("dyers"), again),
            ],
            by=STAGE,
        )

    assert [reason.values["code"] for reason in refused.value.reasons] == [
        "10380284790",
        "dyers",
        "weavers",
    ]


def test_nobody_is_in_a_group_twice_and_one_alone_is_its_head(people: People) -> None:
    one, two, three = registered(1), registered(2), registered(3)
    members = [
        MemberRow(one, "head"),
        MemberRow(two, "head"),
        MemberRow(three),
        MemberRow(three),
        MemberRow(0),
        MemberRow(one, "?", entered_on=FORMED - timedelta(days=1)),
    ]

    with pytest.raises(Refused) as refused:
        actions.form_group(row=group(), members=members, by=STAGE)

    assert codes(refused.value) == [
        "person_unknown",
        "entry_before_forming",
        "unfit",
        "person_twice",
        "person_twice",
        "role_twice.head",
    ]


def test_a_county_keeps_out_of_households_elsewhere_when_it_forms_groups(people: People) -> None:
    registered(9, place_code="0303", household_code="family-1")
    members = [
        (person(1, household_code="family-1"), MemberRow()),
        (person(2), MemberRow()),
        (person(3), MemberRow()),
    ]

    with pytest.raises(Refused, match="household_elsewhere"):
        actions.form_groups(groups=[(group(), members)], by=people.county)


def test_by_laws_are_kept_with_their_paper(people: People) -> None:
    formed()

    made = actions.set_bylaws(group_code="weavers", adopted_on=LATER, file=PAPER, by=people.county)
    actions.set_bylaws(group_code="weavers", adopted_on=FORMED, file=None, by=people.county)

    made.refresh_from_db()
    assert made.bylaws is not None
    assert (bytes(made.bylaws.content), made.bylaws_on) == (b"%PDF", FORMED)
    assert (last_entry().event, last_entry().detail) == (
        "group.bylaws_set",
        {"attachment": made.bylaws_id},
    )
    for on, file, why in (
        (TOMORROW, None, "day_future"),
        (FORMED - timedelta(days=1), None, "bylaws_before_forming"),
        (LATER, Evidence("empty.pdf", b""), "file_empty"),
    ):
        with pytest.raises(Refused, match=why):
            actions.set_bylaws(group_code="weavers", adopted_on=on, file=file, by=people.county)
    with pytest.raises(NotFound):
        actions.set_bylaws(group_code="none", adopted_on=LATER, file=None, by=people.county)
    with pytest.raises(NotAllowed):
        actions.set_bylaws(group_code="weavers", adopted_on=LATER, file=None, by=people.auditor)

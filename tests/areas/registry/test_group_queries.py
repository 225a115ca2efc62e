"""Who sees which groups and people, and how much of them: all, the name alone, or a code."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.actions import MemberRow
from kargosha.areas.registry.models import Group, Person
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.access import system
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.roles import Permission
from tests.areas.registry.flows import FORMED, formed, keys, member_user, national_id, person
from tests.universe import STAGE, People

LATER = date(2026, 1, 1)


@pytest.fixture
def two(people: People) -> tuple[Group, Group]:
    """The weavers of Hashtrud, and a co-operative of Tabriz."""
    weavers = formed(
        person(1), person(2, household_earners=0), person(3), name_fa="بافندگان عجب‌شیر"
    )
    seven = [person(number, place_code="0303") for number in range(10, 17)]
    return weavers, formed(*seven, code="dairy", kind="cooperative", place_code="0303")


def codes(found: object) -> list[str]:
    return [each.code for each in found]  # type: ignore[attr-defined]


def test_a_county_sees_its_own_groups_only(people: People, two: tuple[Group, Group]) -> None:
    assert codes(queries.groups(by=people.officer)) == ["dairy", "weavers"]
    assert codes(queries.groups(by=people.county)) == ["weavers"]
    assert codes(queries.members_of(by=people.county, group_codes=["dairy"])) == []
    for by in (people.county, people.nobody):
        with pytest.raises(NotFound):
            queries.group_page(by=by, code="dairy")
    with pytest.raises(NotAllowed):
        queries.groups(by=people.nobody)
    with pytest.raises(NotAllowed):
        queries.people(by=people.nobody)
    with pytest.raises(NotAllowed):
        queries.own_groups(by=people.county)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"search": "بافندگان عجبشير"}, ["weavers"]),
        ({"search": "WEAV"}, ["weavers"]),
        ({"search": "؟"}, []),
        ({"search": " "}, ["dairy", "weavers"]),
        ({"place": "تبریز"}, ["dairy"]),
        ({"place": "0311"}, ["weavers"]),
        ({"place": "؟"}, ["dairy", "weavers"]),
        ({"kind": "cooperative"}, ["dairy"]),
        ({"kind": "club"}, ["dairy", "weavers"]),
        ({"sort": "members"}, ["dairy", "weavers"]),
        ({"sort": "place"}, ["dairy", "weavers"]),
        ({"sort": "?"}, ["dairy", "weavers"]),
    ],
)
def test_groups_are_found_in_any_spelling(
    people: People, two: tuple[Group, Group], asked: dict[str, str], expected: list[str]
) -> None:
    assert codes(queries.groups(by=people.officer, **asked)) == expected


def test_the_list_of_groups_comes_in_pages_and_in_full(
    people: People, two: tuple[Group, Group]
) -> None:
    shown = queries.group_list(by=people.officer, asked={"kind": "group", "page": "9"})

    assert codes(shown["page"]) == ["weavers"]
    made = queries.groups_file(by=people.officer, asked={"search": "weavers"})
    assert made.name == "groups.csv"
    assert "weavers,group,بافندگان" in made.content.decode("utf-8-sig")
    with pytest.raises(NotFound):
        queries.groups_file(by=people.officer, asked={}, ending="pdf")


def test_a_groups_page_tells_members_history_and_what_is_unknown(
    people: People, two: tuple[Group, Group]
) -> None:
    head, second, third = keys(two[0])
    comer = actions.register_person(
        row=person(9, household_members=None, household_earners=None), by=STAGE
    ).pk
    actions.end_membership(
        group_code="weavers",
        person_id=third,
        kind="replaced",
        on=LATER,
        replacement=MemberRow(comer),
        by=STAGE,
    )
    actions.change_role(
        group_code="weavers", person_id=second, role="treasurer", on=LATER, by=STAGE
    )
    actions.give_consent(
        person_id=second, group_code="weavers", purpose="membership", way="in_person", by=STAGE
    )

    page = queries.group_page(by=people.county, code="weavers")

    shown = [(each.seen.person.pk, each.membership.role, each.since) for each in page.members]
    assert shown == [
        (head, "head", FORMED),
        (second, "treasurer", FORMED),
        (comer, "member", LATER),
    ]
    assert [each.has_agreed for each in page.members] == [False, True, False]
    assert [each.has_record for each in page.members] == [False, True, False]
    assert (page.record_count, page.homes_without_earner, page.unknown_homes) == (1, 1, 1)
    assert [(each.membership.exit_kind, each.seen.person.pk) for each in page.past] == [
        ("replaced", third),
        ("role_changed", second),
    ]
    assert page.past[0].successor is not None
    assert page.past[0].successor.code == Person(pk=comer).code
    assert page.past[1].successor is None
    assert (page.is_below_least, page.has_head, page.least) == (False, True, 3)
    assert (page.may_register, page.may_record_money, page.is_own) == (True, False, False)


def test_a_group_that_lost_members_says_what_it_lacks(
    people: People, two: tuple[Group, Group]
) -> None:
    actions.end_membership(
        group_code="weavers", person_id=keys(two[0])[0], kind="died", on=LATER, by=STAGE
    )

    page = queries.group_page(by=people.officer, code="weavers")

    assert (page.is_below_least, page.has_head) == (True, False)


def test_who_registers_sees_names_and_last_digits_and_an_auditor_codes(
    people: People, two: tuple[Group, Group]
) -> None:
    head = keys(two[0])[0]
    full = queries.group_page(by=people.county, code="weavers").members[0].seen
    code = queries.group_page(by=people.auditor, code="weavers").members[0].seen

    assert (full.name, full.mobile) == ("سکینه نمونه 1", "09141234567")
    assert full.document == "••••••" + national_id(137_000_001)[-4:]
    assert (full.father_name, full.born_on) == ("علی", date(1990, 1, 1))
    assert (code.name, code.mobile, code.document, code.father_name) == ("", "", "", "")
    assert (code.born_on, code.is_without_earner) == (None, False)
    assert code.code == Person(pk=head).code
    text = queries.members_file(by=people.auditor, code="weavers").content.decode("utf-8-sig")
    assert code.code in text
    assert "نمونه" not in text
    assert "•" not in text


def test_a_member_sees_the_own_group_fellows_by_name_and_nothing_of_their_affairs(
    people: People, two: tuple[Group, Group]
) -> None:
    head, second, _ = keys(two[0])
    member = member_user(head)
    for person_id in (head, second):
        actions.give_consent(
            person_id=person_id,
            group_code="weavers",
            purpose="membership",
            way="in_person",
            by=STAGE,
        )
        actions.record_commitment(
            row=actions.CommitmentRow(f"m-{person_id}", "بانک", 5, FORMED, "نامه", person_id),
            by=STAGE,
        )
    actions.record_commitment(
        row=actions.CommitmentRow("g", "بانک", 5, LATER, "نامه", group_code="weavers"), by=STAGE
    )

    page = queries.group_page(by=member, code="weavers")

    assert codes(queries.own_groups(by=member)) == ["weavers"]
    assert len(queries.members_of(by=member, group_codes=["weavers", "dairy"])) == 3
    assert page.is_own
    fellow = next(each.seen for each in page.members if each.seen.person.pk == second)
    assert (fellow.sight, fellow.name) == ("name", "سکینه نمونه 2")
    assert (fellow.mobile, fellow.document, fellow.is_without_earner) == ("", "", None)
    assert [each.seen.person.pk for each in page.consents] == [head]
    assert [each.commitment.code for each in page.commitments] == ["g", f"m-{head}"]
    with pytest.raises(NotFound):
        queries.group_page(by=member, code="dairy")
    with pytest.raises(NotFound):
        queries.person_page(by=member, person_id=second)


def test_who_left_no_longer_sees_the_group(people: People, two: tuple[Group, Group]) -> None:
    head = keys(two[0])[0]
    member = member_user(head)
    actions.end_membership(group_code="weavers", person_id=head, kind="left", on=LATER, by=STAGE)

    assert not queries.own_groups(by=member)
    with pytest.raises(NotFound):
        queries.group_page(by=member, code="weavers")
    assert queries.person_page(by=member, person_id=head).memberships[0].exit_kind == "left"


def test_the_system_has_no_group_of_its_own(people: People, two: tuple[Group, Group]) -> None:
    own = system("tests", Permission.GROUP_OWN)

    assert not queries.members_of(by=own, group_codes=["weavers"])
    with pytest.raises(NotFound):
        queries.group_page(by=own, code="weavers")
    with pytest.raises(NotFound):
        queries.person_page(by=own, person_id=keys(two[0])[0])
    with pytest.raises(NotAllowed):
        queries.own_groups(by=own)


def test_a_member_of_a_group_is_shown_with_it(people: People, two: tuple[Group, Group]) -> None:
    head = keys(two[0])[0]

    page, line = queries.member_page(by=people.county, code="weavers", person_id=head)

    assert (page.group.code, line.membership.role) == ("weavers", "head")
    with pytest.raises(NotFound):
        queries.member_page(by=people.county, code="weavers", person_id=keys(two[1])[0])


def test_by_laws_are_read_by_who_reads_the_group(people: People, two: tuple[Group, Group]) -> None:
    with pytest.raises(NotFound):
        queries.bylaws(by=people.county, code="weavers")
    actions.set_bylaws(
        group_code="weavers",
        adopted_on=LATER,
        file=Evidence("by-laws.pdf", b"%PDF"),
        by=people.officer,
    )

    assert bytes(queries.bylaws(by=people.county, code="weavers").content) == b"%PDF"


def test_people_are_found_by_name_document_mobile_and_code(
    people: People, two: tuple[Group, Group]
) -> None:
    head = keys(two[0])[0]

    def found(search: str, **others: str) -> list[int]:
        return [each.pk for each in queries.people(by=people.county, search=search, **others)]

    assert found("نمونه۱ سكينه") == [head]
    assert found(national_id(137_000_001)) == [head]
    assert len(found("0914-123-4567")) == 3
    assert found(Person(pk=head).code.upper()) == [head]
    assert found("؟") == []
    assert found("سکینه", place="هشترود") == keys(two[0])
    assert found("", place="0303") == []
    assert len(found("")) == 3


def test_names_stand_in_the_order_of_the_alphabet(people: People) -> None:
    names = ("کاظمی", "پاک", "Brown", "عباسی", "آرام")
    rows = [person(number, family_name=name) for number, name in enumerate(names)]
    for code, name in (("weavers", "قالی"), ("dyers", "پارچه"), ("tanners", "ژاله")):
        formed(*rows, code=code, name_fa=name)

    listed = queries.people(by=people.county)
    page = queries.group_page(by=people.county, code="weavers")

    in_order = ["آرام", "پاک", "عباسی", "کاظمی", "Brown"]
    assert [each.family_name for each in listed] == in_order
    members = [line.seen.person.family_name for line in page.members]
    assert members == ["کاظمی", "آرام", "پاک", "عباسی", "Brown"]  # the head first
    assert codes(queries.groups(by=people.county, sort="name")) == ["dyers", "tanners", "weavers"]


def test_an_auditor_finds_people_by_code_only(people: People, two: tuple[Group, Group]) -> None:
    head = keys(two[0])[0]

    for search in ("سکینه", national_id(137_000_001), "09141234567"):
        assert not queries.people(by=people.auditor, search=search)
    assert list(queries.people(by=people.auditor, search=Person(pk=head).code)) == [
        Person.objects.get(pk=head)
    ]
    shown = queries.person_list(by=people.auditor, asked={"sort": "name"})
    assert shown["sees_names"] is False
    assert [line.seen.name for line in shown["lines"]] == [""] * 10  # type: ignore[attr-defined]
    text = queries.people_file(by=people.auditor, asked={}).content.decode("utf-8-sig")
    assert "سکینه" not in text
    assert "weavers" in text


def test_a_member_from_elsewhere_is_seen_by_the_groups_county(
    people: People, two: tuple[Group, Group]
) -> None:
    far = keys(two[1])[0]
    actions.enter_member(group_code="weavers", member=MemberRow(far), by=STAGE)

    page = queries.person_page(by=people.county, person_id=far)

    assert page.seen.is_full
    assert [each.group.code for each in page.memberships] == ["weavers"]
    assert (page.may_register, page.is_self) == (False, False)
    with pytest.raises(NotFound):
        queries.person_page(by=people.county, person_id=keys(two[1])[1])


def test_a_persons_page_shows_what_they_agreed_to_and_what_they_have(
    people: People, two: tuple[Group, Group]
) -> None:
    head = keys(two[0])[0]
    member = member_user(head)
    actions.give_consent(
        person_id=head, group_code="weavers", purpose="membership", way="own_code", by=member
    )
    actions.record_commitment(
        row=actions.CommitmentRow("m", "بانک", 5, FORMED, "نامه", head), by=STAGE
    )

    own = queries.person_page(by=member, person_id=head)
    others = queries.person_page(by=people.auditor, person_id=head)

    assert own.is_self
    assert own.seen.is_full
    for page in (own, others):
        assert [each.consent.purpose for each in page.consents] == ["membership"]
        assert [each.commitment.code for each in page.money] == ["m"]
    assert others.seen.sight == "code"


def test_an_officer_who_is_a_member_too_sees_no_less(
    people: People, two: tuple[Group, Group]
) -> None:
    head = keys(two[0])[0]
    member = member_user(head)
    grants = people.auditor.grants | member.grants
    both = replace(member, grants=grants)

    assert len(queries.members_of(by=both, group_codes=["weavers", "dairy"])) == 10
    assert queries.group_page(by=both, code="dairy").is_own is False
    assert queries.person_page(by=both, person_id=keys(two[1])[0]).seen.sight == "code"


@pytest.mark.parametrize("name", ["groups", "group", "people"])
def test_a_page_asks_the_database_little(
    people: People, two: tuple[Group, Group], name: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        if name == "group":
            queries.group_page(by=people.officer, code="dairy")
        elif name == "groups":
            list(queries.group_list(by=people.officer, asked={})["page"])  # type: ignore[call-overload]
        else:
            queries.person_list(by=people.officer, asked={})

    assert len(asked) <= 8

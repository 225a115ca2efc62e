"""Lists of groups are checked, and taken in whole groups at a time; again, they change nothing."""

import json
from datetime import date

import pytest

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.models import (
    Group,
    Household,
    Membership,
    Person,
    RosterImport,
    RosterResult,
)
from kargosha.files.registry import read_roster
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.areas.registry.rosters import as_csv, group, member, national_id
from tests.universe import STAGE, People

TABRIZ = {"place_code": "0303"}


def checked(by: Actor, *groups: list[dict[str, object]], name: str = "list.csv") -> RosterImport:
    rows = [row for each in groups for row in each]
    return actions.check_roster(name=name, content=as_csv(rows), told_in="en", by=by)


def imported(by: Actor, *groups: list[dict[str, object]], skip_bad: bool = False) -> RosterResult:
    source = checked(by, *groups)
    return actions.import_roster(roster_id=source.pk, skip_bad=skip_bad, by=by)


def codes(source: RosterImport) -> list[tuple[str, int]]:
    faults = [fault for fault in source.faults if fault["row"] is not None]
    return [(fault["code"].removeprefix("fault."), fault["row"]) for fault in faults]


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-id")[0]


def test_a_check_registers_nobody(people: People) -> None:
    source = checked(people.officer, group())

    assert (source.row_count, source.good_count, source.fault_count) == (3, 3, 0)
    assert source.bad_rows is None
    assert not Group.objects.exists()
    assert not Person.objects.exists()
    assert last_entry().event == "roster.checked"
    assert last_entry().detail["good"] == 3


def test_a_list_registers_groups_with_their_people(people: People) -> None:
    first = group(household_code="home-1", household_members=4, household_earners=0)

    result = imported(people.officer, first, group("g2", 11, 4, **TABRIZ))

    made = Group.objects.get(code="g1")
    assert result.counts == {
        "groups": 2,
        "people": 7,
        "memberships": 7,
        "unchanged": 0,
        "left_out": 0,
    }
    assert (made.name_fa, made.kind, made.place_code) == ("گروه g1", "group", "0311")
    assert made.formed_on == date(2025, 4, 21)
    assert [each.role for each in made.memberships.order_by("id")] == ["head", "member", "member"]
    assert {each.entered_on for each in made.memberships.all()} == {date(2025, 4, 21)}
    assert Household.objects.get(code="home-1").is_without_earner
    assert last_entry().event == "roster.imported"


def test_the_same_list_again_changes_nothing(people: People) -> None:
    imported(people.officer, group())

    again = imported(people.officer, group())

    assert again.counts == {
        "groups": 0,
        "people": 0,
        "memberships": 0,
        "unchanged": 3,
        "left_out": 0,
    }
    assert Membership.objects.count() == Person.objects.count() == 3


def test_a_list_taken_in_is_not_taken_in_twice(people: People) -> None:
    source = checked(people.officer, group())

    first = actions.import_roster(roster_id=source.pk, skip_bad=False, by=people.officer)
    second = actions.import_roster(roster_id=source.pk, skip_bad=False, by=people.officer)

    assert first == second
    assert Group.objects.count() == 1


def test_people_without_a_document_are_known_again_within_their_group(people: People) -> None:
    bare = {"document_number": "", "document_kind": "ندارد"}
    rows = group()
    rows[2] |= bare
    imported(people.officer, rows)

    again = imported(people.officer, rows)

    assert again.counts["unchanged"] == 3
    assert Person.objects.filter(document_kind="none").count() == 1


def test_new_members_enter_a_registered_group_and_nobody_leaves(people: People) -> None:
    imported(people.officer, group())
    elsewhere = imported(people.officer, group("g2", 11))
    joins = {"entered_on": "1405/01/15"}
    rows = [member(4, "g1", **joins), member(11, "g1", **joins)]

    result = imported(people.officer, rows)

    inside = Membership.objects.filter(group__code="g1", exited_on=None)
    assert elsewhere.counts["people"] == 3
    assert (result.counts["memberships"], result.counts["people"]) == (2, 1)
    assert inside.count() == 5
    assert inside.filter(entered_on=date(2026, 4, 4)).count() == 2


def test_a_list_that_completes_a_group_ends_what_was_owed_for_it(people: People) -> None:
    imported(people.officer, group(), group("g2", 11))
    for code, number in (("g1", 3), ("g2", 13)):
        gone = Person.objects.get(document_number=national_id(number))
        left = {"group_code": code, "person_id": gone.pk, "kind": "left", "on": date(2026, 4, 1)}
        actions.end_membership(**left, by=people.officer)  # type: ignore[arg-type]
    owed = Duty.objects.filter(step="complete-group", done_at=None).order_by("subject")
    assert [duty.subject for duty in owed] == ["group:g1", "group:g2"]

    imported(people.officer, [member(4, "g1", entered_on="1405/01/15")])

    assert [duty.subject for duty in owed.all()] == ["group:g2"]


def test_who_has_left_is_not_brought_back_by_the_old_list(people: People) -> None:
    imported(people.officer, group(size=4))
    gone = Person.objects.get(document_number=national_id(4))
    left = {"group_code": "g1", "person_id": gone.pk, "kind": "left", "on": date(2026, 6, 1)}
    actions.end_membership(**left, by=people.officer)  # type: ignore[arg-type]

    again = imported(people.officer, group(size=4))
    back = imported(people.officer, [member(4, "g1", entered_on="1405/08/01")])

    assert again.counts["memberships"] == 0
    assert back.counts == {
        "groups": 0,
        "people": 0,
        "memberships": 1,
        "unchanged": 0,
        "left_out": 0,
    }


def test_a_list_with_faults_is_taken_in_only_without_the_groups_at_fault(people: People) -> None:
    bad = group("g2", 11)
    bad[1]["document_number"] = "1234567890"
    source = checked(people.officer, group(), bad)

    with pytest.raises(Refused, match="roster_faulty"):
        actions.import_roster(roster_id=source.pk, skip_bad=False, by=people.officer)
    result = actions.import_roster(roster_id=source.pk, skip_bad=True, by=people.officer)

    assert codes(source) == [("national_id_wrong", 6)]
    assert (source.good_count, result.counts["left_out"]) == (3, 3)
    assert [each.code for each in Group.objects.all()] == ["g1"]


def test_the_groups_at_fault_come_back_as_a_file_that_is_read_again(people: People) -> None:
    bad = group("g2", 11)
    bad[1]["document_number"] = "1234567890"
    source = checked(people.officer, group(), bad)
    file = queries.roster_bad_rows(by=people.officer, roster_id=source.pk)

    mended = bytes(file.content).replace(b"1234567890", national_id(12).encode())
    again = actions.check_roster(name="mended.csv", content=mended, told_in="fa", by=people.officer)

    text = bytes(file.content).decode("utf-8-sig")
    assert text.count("g2") == 4  # three rows, and the name of the first
    assert "another row of this group is at fault" in text
    assert (again.good_count, again.fault_count) == (3, 0)


def test_no_personal_value_is_kept_in_a_fault_or_the_journal(people: People) -> None:
    rows = group()
    rows[0] |= {"mobile": "0411222", "born_on": "1399/99/99", "sex": "?"}
    rows[1] |= {"document_number": "9999999998"}

    source = checked(people.officer, rows)

    kept = json.dumps([source.faults, [each.detail for each in JournalEntry.objects.all()]])
    assert source.fault_count == 4
    for secret in ("0411222", "1399", "9999999998", "خانواده"):
        assert secret not in kept


def test_who_is_registered_under_another_name_is_told_without_naming_them(people: People) -> None:
    imported(people.officer, group())
    other = group("g2", 11)
    other[1]["document_number"] = national_id(2)

    source = checked(people.officer, other)

    assert codes(source) == [("document_of_another", 3)]
    assert source.faults[0]["values"] == {}
    assert [note["code"] for note in source.faults[1:]] == ["note.roster_elsewhere"]


def test_a_county_takes_in_its_own_places_only(people: People) -> None:
    source = checked(people.county, group(), group("g2", 11, **TABRIZ))

    result = actions.import_roster(roster_id=source.pk, skip_bad=True, by=people.county)

    assert codes(source) == [("place_out_of_reach", 5)]
    assert result.counts["groups"] == 1


def test_what_was_registered_since_the_check_is_not_run_over(people: People) -> None:
    source = checked(people.officer, group())
    other = group("g2", 1)
    other[0]["family_name"] = "دیگری"
    imported(people.officer, other)

    with pytest.raises(Conflict, match="roster_otherwise"):
        actions.import_roster(roster_id=source.pk, skip_bad=False, by=people.officer)
    assert [each.code for each in Group.objects.all()] == ["g2"]


def test_a_list_that_cannot_be_read_is_kept_with_the_reason(people: People) -> None:
    source = actions.check_roster(
        name="a.csv", content=b"x,y\n1,2", told_in="fa", by=people.officer
    )

    assert (source.row_count, source.good_count) == (0, 0)
    assert {fault["code"] for fault in source.faults} == {"fault.missing_column"}
    assert queries.roster_page(by=people.officer, roster_id=source.pk).state == "unreadable"
    assert last_entry().event == "roster.refused"
    with pytest.raises(Refused, match="roster_nothing_good"):
        actions.import_roster(roster_id=source.pk, skip_bad=True, by=people.officer)


def test_an_empty_file_is_refused(people: People) -> None:
    with pytest.raises(Refused, match="file_empty"):
        actions.check_roster(name="a.csv", content=b"", told_in="fa", by=people.officer)


def test_a_household_of_another_place_is_not_mixed_up(people: People) -> None:
    stated = {"household_code": "1", "household_members": 3}
    imported(people.officer, group(**stated))

    source = checked(people.officer, group("g2", 11, **stated, **TABRIZ))

    assert codes(source) == [("household_elsewhere", 2)]


def test_lists_are_seen_by_who_handed_them_in_and_by_who_reads_all(people: People) -> None:
    own = checked(people.county, group())
    other = checked(people.officer, group("g2", 11), name="other.csv")

    assert [each.source for each in queries.rosters(by=people.county)] == [own]
    assert [each.source for each in queries.roster_lines(by=people.auditor)] == [other, own]
    with pytest.raises(NotFound):
        queries.roster_page(by=people.county, roster_id=other.pk)
    with pytest.raises(NotAllowed):
        queries.rosters(by=people.nobody)
    with pytest.raises(NotFound):
        actions.import_roster(roster_id=other.pk, skip_bad=False, by=people.county)
    assert not queries.roster_page(by=people.auditor, roster_id=own.pk).may_import


def test_who_registers_nobody_hands_in_no_list(people: People) -> None:
    source = checked(people.county, group())

    for refused in (
        lambda: checked(people.auditor, group()),
        lambda: actions.import_roster(roster_id=source.pk, skip_bad=True, by=people.auditor),
        lambda: queries.roster_checked(by=people.auditor, name="a.csv", content=b"a"),
        lambda: queries.roster_template(by=people.auditor, language="fa", ending="csv"),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_bad_rows_are_for_who_may_take_the_list_in(people: People) -> None:
    bad = group()
    bad[1]["mobile"] = "12"
    source, good = checked(people.county, bad), checked(people.county, group())

    for asked, by in ((source, people.auditor), (good, people.county)):
        with pytest.raises(NotFound):
            queries.roster_bad_rows(by=by, roster_id=asked.pk)
    assert queries.roster_bad_rows(by=people.officer, roster_id=source.pk) == source.bad_rows


def test_a_template_is_read_as_an_empty_list(people: People) -> None:
    for ending in ("csv", "xlsx"):
        content = queries.roster_template(by=people.county, language="fa", ending=ending)
        read = read_roster(f"t.{ending}", content)
        assert (read.row_count, read.faults) == (0, ())
    with pytest.raises(NotFound):
        queries.roster_template(by=people.county, language="fa", ending="pdf")


def test_a_list_as_it_would_be_taken_in_is_judged_without_a_trace(people: People) -> None:
    judged = queries.roster_checked(by=people.county, name="a.csv", content=as_csv(group()))

    assert judged.good_count == 3
    assert not RosterImport.objects.exists()


def test_what_a_shown_list_counts(people: People) -> None:
    bad = group()
    bad[1]["mobile"] = "12"
    faulty = queries.roster_page(by=people.county, roster_id=checked(people.county, bad).pk)
    good = queries.roster_page(by=people.county, roster_id=checked(people.county, group()).pk)
    done = imported(people.county, group())
    applied = queries.roster_page(by=people.county, roster_id=done.source_id)

    assert [each.state for each in (faulty, good, applied)] == ["faulty", "good", "imported"]
    assert (faulty.bad_count, faulty.untold_count, len(faulty.faults)) == (3, 0, 1)
    assert not faulty.may_import
    assert good.may_import
    assert not applied.may_import
    assert good.notes == []


def test_the_system_hands_in_no_list(db: None) -> None:
    with pytest.raises(NotAllowed):
        checked(STAGE, group())

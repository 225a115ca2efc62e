"""People are registered once, corrected by field, and state their household; the journal names no value."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import HouseholdRow
from kargosha.areas.registry.models import Household, Person
from kargosha.files.digits import persian_digits
from kargosha.kernel import clock
from kargosha.kernel.actions import Names, register_group_user
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry, User
from tests.areas.registry.flows import codes, last_entry, member_user, national_id, person
from tests.universe import STAGE, People

TOMORROW = clock.today() + timedelta(days=1)


def registered(number: int = 1, **others: object) -> Person:
    return actions.register_person(row=person(number, **others), by=STAGE)


def test_a_person_is_stored_in_one_spelling_with_the_household(people: People) -> None:
    number = national_id(137_000_001)
    row = person(
        1, given_name=" سكينه ", document_number=persian_digits(number), mobile="+98 914 123 4567"
    )

    kept = actions.register_person(row=row, by=people.county)

    assert (kept.given_name, kept.mobile) == ("سکینه", "09141234567")
    assert kept.document_number == number
    assert (kept.place_code, kept.code) == ("0311", f"n{kept.pk:07d}")
    home = Household.objects.get()
    assert (home.code, home.member_count, home.earner_count) == (f"h{kept.pk:07d}", 4, 1)
    assert (last_entry().event, last_entry().detail) == ("person.registered", {})


def test_who_states_nothing_of_a_household_has_none(people: People) -> None:
    alone = registered(household_members=None, household_earners=None)
    shared = registered(
        2, household_code="family-1", household_members=None, household_earners=None
    )

    assert alone.household is None
    home = Household.objects.get(code="family-1")
    assert (home.member_count, home.is_without_earner) == (None, None)
    assert shared.household == home


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"document_number": national_id(137_000_001)[:-1] + "9"}, "national_id_wrong"),
        ({"document_number": ""}, "document_missing"),
        ({"document_kind": "none"}, "document_without_kind"),
        ({"document_kind": "foreign_id", "document_number": "؟"}, "foreign_id_wrong"),
        ({"document_kind": "passport"}, "unfit"),
        ({"born_on": TOMORROW}, "birth_future"),
        ({"mobile": "123"}, "mobile_wrong"),
        ({"household_members": 2, "household_earners": 3}, "earners_above_members"),
        ({"stated_on": TOMORROW}, "day_future"),
        ({"given_name": " "}, "unfit"),
        ({"sex": "?"}, "unfit"),
    ],
)
def test_a_person_that_cannot_be_is_refused_in_words(
    people: People, others: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        registered(1, **others)

    assert why in codes(refused.value)
    assert not Person.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(people: People) -> None:
    with pytest.raises(Refused) as refused:
        registered(born_on=TOMORROW, mobile="1", place_code="0399")

    assert codes(refused.value) == ["place_unknown", "birth_future", "mobile_wrong"]


def test_a_document_is_registered_once_and_its_holder_named_by_code(people: People) -> None:
    first = registered(document_kind="foreign_id", document_number="a 1234567")

    with pytest.raises(Refused) as refused:
        registered(2, document_kind="foreign_id", document_number="A1234567")

    assert codes(refused.value) == ["document_taken"]
    assert refused.value.reasons[0].values == {"row": "1", "person": first.code}


def test_people_without_documents_may_have_one_name(people: People) -> None:
    nothing: dict[str, Any] = {"document_kind": "none", "document_number": ""}

    assert registered(1, **nothing).pk != registered(1, **nothing).pk


def test_a_county_registers_its_own_people_only(people: People) -> None:
    for place in ("0303", "nowhere"):
        with pytest.raises(NotAllowed):
            actions.register_person(row=person(place_code=place), by=people.county)
    with pytest.raises(NotAllowed):
        actions.register_person(row=person(), by=people.auditor)


def test_a_county_does_not_reach_into_a_household_of_another(people: People) -> None:
    registered(1, place_code="0303", household_code="family-1")

    with pytest.raises(Refused) as refused:
        actions.register_person(row=person(2, household_code="family-1"), by=people.county)

    assert codes(refused.value) == ["household_elsewhere"]


def test_what_a_household_stated_last_holds(people: People) -> None:
    day = date(2026, 1, 1)
    registered(1, household_code="family-1", household_earners=0, stated_on=day)
    registered(2, household_code="family-1", household_earners=2, stated_on=day - timedelta(days=9))
    assert Household.objects.get().earner_count == 0

    registered(3, household_code="family-1", household_earners=2, stated_on=None)
    assert (Household.objects.get().earner_count, Household.objects.get().stated_on) == (
        2,
        clock.today(),
    )


def test_a_correction_names_the_fields_and_not_what_they_hold(people: People) -> None:
    kept = registered()

    corrected = actions.correct_person(
        person_id=kept.pk,
        corrections={"family_name": "راستین", "place_code": "hashtrud", "mobile": "09140000002"},
        by=people.county,
    )

    kept.refresh_from_db()
    assert (kept.family_name, kept.mobile) == ("راستین", "09140000002")
    assert "راستین" in kept.search_key
    assert kept.household is not None
    assert corrected.pk == kept.pk
    assert last_entry().event == "person.corrected"
    assert last_entry().detail == {"fields": ["family_name", "mobile"]}
    assert "راستین" not in str(list(JournalEntry.objects.values_list("detail", flat=True)))


def test_a_correction_may_change_the_document_to_one_that_is_free(people: People) -> None:
    kept, other = registered(1), registered(2)

    with pytest.raises(Refused) as refused:
        actions.correct_person(
            person_id=kept.pk, corrections={"document_number": other.document_number}, by=STAGE
        )
    actions.correct_person(
        person_id=kept.pk, corrections={"document_number": national_id(137_000_009)}, by=STAGE
    )

    assert refused.value.reasons[0].values == {"row": kept.code, "person": other.code}
    assert Person.objects.get(pk=kept.pk).document_number == national_id(137_000_009)


def test_a_correction_of_nothing_or_of_what_is_no_field_is_refused(people: People) -> None:
    kept = registered()

    for corrections, why in (
        ({"mobile": "0914 123 4567"}, "nothing_to_correct"),
        ({"user": 1}, "unknown_code"),
        ({"born_on": TOMORROW}, "birth_future"),
    ):
        with pytest.raises(Refused) as refused:
            actions.correct_person(person_id=kept.pk, corrections=corrections, by=people.county)
        assert codes(refused.value) == [why]
    with pytest.raises(NotFound):
        actions.correct_person(person_id=0, corrections={}, by=STAGE)
    with pytest.raises(NotAllowed):  # nobody hands a person over to where they do not register
        actions.correct_person(
            person_id=kept.pk, corrections={"place_code": "0303"}, by=people.county
        )
    with pytest.raises(NotAllowed):
        actions.correct_person(person_id=kept.pk, corrections={}, by=people.auditor)


def test_a_household_is_stated_anew(people: People) -> None:
    kept = registered(household_members=None, household_earners=None)
    row = HouseholdRow(5, 0, date(2026, 2, 1))

    home = actions.state_household(person_id=kept.pk, household=row, by=people.county)
    actions.state_household(
        person_id=kept.pk, household=replace(row, earner_count=None), by=people.county
    )

    kept.refresh_from_db()
    assert kept.household == home
    home.refresh_from_db()
    assert (home.code, home.member_count, home.earner_count) == (f"h{kept.pk:07d}", 5, None)
    assert (last_entry().event, last_entry().detail) == (
        "household.stated",
        {"household": home.code},
    )


def test_a_person_moves_to_another_household(people: People) -> None:
    registered(1, household_code="family-1")
    kept = registered(2)

    actions.state_household(
        person_id=kept.pk,
        household=HouseholdRow(6, 1, clock.today(), code="family-1"),
        by=people.county,
    )

    assert Person.objects.filter(household__code="family-1").count() == 2


def test_a_statement_that_cannot_be_is_refused(people: People) -> None:
    far = registered(1, place_code="0303", household_code="family-1")
    kept = registered(2)
    day = date(2026, 2, 1)

    for row, why in (
        (HouseholdRow(2, 3, day), "earners_above_members"),
        (HouseholdRow(2, 1, TOMORROW), "day_future"),
        (HouseholdRow(2, 1, date(2020, 1, 1)), "household_stated_since"),
        (HouseholdRow(2, 1, day, code="family-1"), "household_elsewhere"),
        (HouseholdRow(2, 1, day, code="no code"), "unfit"),
    ):
        with pytest.raises(Refused) as refused:
            actions.state_household(person_id=kept.pk, household=row, by=people.county)
        assert codes(refused.value) == [why]
    with pytest.raises(NotAllowed):
        actions.state_household(
            person_id=far.pk, household=HouseholdRow(2, 1, day), by=people.county
        )
    with pytest.raises(NotFound):
        actions.state_household(person_id=0, household=HouseholdRow(2, 1, day), by=STAGE)


def test_a_person_is_let_in_by_the_mobile(people: People) -> None:
    kept = registered()

    linked = actions.let_sign_in(person_id=kept.pk, by=people.county)

    assert linked.user is not None
    assert (linked.user.mobile, linked.user.office) == (kept.mobile, None)
    assert linked.user.actor().roles == ("group_member",)
    assert (last_entry().event, last_entry().detail) == ("person.linked", {"user": linked.user_id})
    with pytest.raises(Refused, match="user_linked"):
        actions.let_sign_in(person_id=kept.pk, by=people.county)


def test_nobody_is_let_in_without_a_mobile_or_from_elsewhere(people: People) -> None:
    with pytest.raises(Refused, match="mobile_missing"):
        actions.let_sign_in(person_id=registered(mobile="").pk, by=people.county)
    with pytest.raises(NotAllowed):
        actions.let_sign_in(person_id=registered(2, place_code="0303").pk, by=people.county)
    with pytest.raises(NotFound):
        actions.let_sign_in(person_id=0, by=people.county)


def test_a_person_is_tied_to_one_user_without_an_office(people: People) -> None:
    kept, other = registered(1), registered(2)
    user = register_group_user(names=Names("عضو", "Member"), mobile="09140000003", by=STAGE)

    actions.link_user(person_id=kept.pk, user_id=user.pk, by=people.county)

    kept.refresh_from_db()
    assert kept.user == user
    assert (last_entry().event, last_entry().detail) == ("person.linked", {"user": user.pk})
    for person_id in (kept.pk, other.pk):
        with pytest.raises(Refused, match="user_linked"):
            actions.link_user(person_id=person_id, user_id=user.pk, by=people.county)


def test_an_officer_is_no_member_and_ties_nobody_to_themselves(people: People) -> None:
    kept = registered()
    officer = User.objects.get(username="officer")

    for user_id, by, why in (
        (officer.pk, people.county, "user_of_office"),
        (people.county.user_id, people.county, "same_person"),
    ):
        with pytest.raises(Refused, match=why):
            actions.link_user(person_id=kept.pk, user_id=user_id, by=by)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.link_user(person_id=kept.pk, user_id=0, by=people.county)
    with pytest.raises(NotFound):
        actions.link_user(person_id=0, user_id=0, by=people.county)
    with pytest.raises(NotAllowed):
        actions.link_user(person_id=kept.pk, user_id=officer.pk, by=people.auditor)
    with pytest.raises(NotAllowed):
        actions.link_user(person_id=kept.pk, user_id=officer.pk, by=member_user(kept.pk))

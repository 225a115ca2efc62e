"""Early signs: raised by rule, owed by the office of the place, answered."""

import pytest

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import Place, Sign, SignAnswer
from kargosha.files.jalali import first_day
from kargosha.kernel import actions as kernel
from kargosha.kernel import clock
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.universe import STAGE, People


def last_event() -> str:
    entry = JournalEntry.objects.order_by("-id").first()
    return entry.event if entry else ""


def sign_of(slug: str, rule: str) -> Sign:
    return Sign.objects.get(observation__place__slug=slug, rule=rule)


@pytest.mark.django_db
def test_the_census_raises_the_signs_of_the_rules() -> None:
    actions.raise_signs(by=STAGE)

    lack_of_work = Sign.objects.filter(rule="sign.unemployment_rate.most")
    assert set(lack_of_work.values_list("observation__place__slug", flat=True)) == {
        "hashtrud",
        "malekan",
        "mianeh",
    }
    hashtrud = sign_of("hashtrud", "sign.unemployment_rate.most")
    assert (hashtrud.threshold, hashtrud.measured) == (20, 24.11)
    assert last_event() == "signs.raised"


@pytest.mark.django_db
def test_a_sign_is_raised_once() -> None:
    first = actions.raise_signs(by=STAGE)
    entries = JournalEntry.objects.count()

    assert actions.raise_signs(by=STAGE) == []
    assert Sign.objects.count() == len(first)
    assert JournalEntry.objects.count() == entries


@pytest.mark.django_db
def test_before_there_are_offices_signs_wait_for_their_duties(
    request: pytest.FixtureRequest,
) -> None:
    raised = actions.raise_signs(by=STAGE)
    assert not Duty.objects.exists()

    request.getfixturevalue("people")
    actions.raise_signs(by=STAGE)

    assert Duty.objects.filter(step="answer-sign").count() == len(raised)


def test_the_office_of_the_place_owes_the_answer_and_else_the_programme(people: People) -> None:
    actions.raise_signs(by=STAGE)

    own = Duty.objects.get(subject=sign_of("hashtrud", "sign.unemployment_rate.most").subject)
    other = Duty.objects.get(subject=sign_of("malekan", "sign.unemployment_rate.most").subject)
    assert (own.owner.code, own.escalates_to.code) == ("hashtrud", "programme-office")
    assert (other.owner.code, other.escalates_to.code) == ("programme-office", "committee")
    assert (own.due_on - clock.day_of(own.opened_at)).days == 30


def test_of_two_offices_of_a_place_the_one_that_can_answer_owes(people: People) -> None:
    names = kernel.Names("بانک هشترود", "Bank of Hashtrud")
    kernel.register_office(code="a-bank", names=names, place_code="0311", by=STAGE)

    actions.raise_signs(by=STAGE)

    sign = sign_of("hashtrud", "sign.unemployment_rate.most")
    assert Duty.objects.get(subject=sign.subject).owner.code == "hashtrud"


def test_an_office_answers_for_the_smaller_places_within_its_own(people: People) -> None:
    village = actions.PlaceRow(
        "x", "0311010001000001", "village", "روستا", "Village", "hashtrud", None, None, None, None,
        "", "test",
    )  # fmt: skip
    figure = actions.ObservationRow("x", "unemployment_rate", first_day(1400), 30.0, "test")
    actions.import_places(places=[village], successions=[], by=STAGE)
    actions.record_observations(indicators=[], observations=[figure], by=STAGE)

    actions.raise_signs(by=STAGE)

    sign = sign_of("x", "sign.unemployment_rate.most")
    assert Duty.objects.get(subject=sign.subject).owner.code == "hashtrud"


@pytest.mark.django_db
def test_a_newer_figure_raises_its_own_and_a_rise_is_one_only_where_no_border_moved() -> None:
    rows = [
        actions.ObservationRow(
            place, "unemployment_rate", first_day(1400), value, "test", margin=1.0
        )
        for place, value in (
            ("tabriz", 19.0),
            ("ahar", 19.0),
            ("khoda-afarin", 12.0),
            ("sarab", 9.0),
        )
    ]
    actions.record_observations(indicators=[], observations=rows, by=STAGE)

    actions.raise_signs(by=STAGE)

    rises = Sign.objects.filter(rule="sign.unemployment_rate.rise")
    # Hurand came out of Ahar between the two figures; Khoda Afarin had left Kaleybar before both counts.
    assert set(rises.values_list("observation__place__slug", flat=True)) == {
        "tabriz",
        "khoda-afarin",
    }


@pytest.mark.django_db
def test_a_border_that_moved_on_a_known_day_parts_the_figures_before_from_those_after() -> None:
    Place.objects.filter(slug="hurand").update(valid_from=first_day(1396))
    row = actions.ObservationRow(
        "ahar", "unemployment_rate", first_day(1400), 19.0, "test", boundary_on=first_day(1395)
    )
    actions.record_observations(indicators=[], observations=[row], by=STAGE)

    actions.raise_signs(by=STAGE)

    assert Sign.objects.filter(
        rule="sign.unemployment_rate.rise", observation__place__slug="ahar"
    ).exists()


def test_an_answer_closes_the_duty_and_is_written_down(people: People) -> None:
    actions.raise_signs(by=STAGE)
    sign = sign_of("hashtrud", "sign.unemployment_rate.most")

    actions.answer_sign(sign_id=sign.pk, text=" The weaving mill closed. ", by=people.county)

    assert SignAnswer.objects.get(sign=sign).text == "The weaving mill closed."
    assert Duty.objects.get(subject=sign.subject).done_at is not None
    assert last_event() == "sign.answered"
    with pytest.raises(Conflict, match="sign_answered"):
        actions.answer_sign(sign_id=sign.pk, text="Again", by=people.officer)
    assert actions.raise_signs(by=STAGE) == []


def test_only_who_may_answers_for_the_place(people: People) -> None:
    actions.raise_signs(by=STAGE)
    own = sign_of("hashtrud", "sign.unemployment_rate.most")
    foreign = sign_of("malekan", "sign.unemployment_rate.most")

    with pytest.raises(NotFound):
        actions.answer_sign(sign_id=foreign.pk, text="x", by=people.county)
    with pytest.raises(NotFound):
        actions.answer_sign(sign_id=0, text="x", by=people.officer)
    with pytest.raises(NotAllowed):
        actions.answer_sign(sign_id=own.pk, text="x", by=people.auditor)
    with pytest.raises(NotAllowed):
        actions.raise_signs(by=people.analyst)
    with pytest.raises(Refused, match="answer_missing"):
        actions.answer_sign(sign_id=own.pk, text=" ", by=people.county)
    with pytest.raises(Refused, match="unfit"):
        actions.answer_sign(sign_id=own.pk, text="a\x00b", by=people.county)
    assert not SignAnswer.objects.exists()

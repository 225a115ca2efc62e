"""What may be asked of early signs and of objections to figures, and by whom."""

from datetime import timedelta

import polars as pl
import pytest
from django.db.models import F

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import FigureObjection, Observation, Place, Sign
from kargosha.files.jalali import first_day
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Duty
from tests.universe import STAGE, People


@pytest.fixture
def raised(people: People) -> People:
    actions.raise_signs(by=STAGE)
    return people


def sign_of(slug: str, rule: str = "sign.unemployment_rate.most") -> Sign:
    return Sign.objects.get(observation__place__slug=slug, rule=rule)


def figure(indicator: str = "population") -> Observation:
    return Observation.objects.filter(place__slug="hashtrud", indicator__code=indicator).order_by(
        "-observed_on"
    )[0]


def lodged(people: People, indicator: str = "population") -> FigureObjection:
    return actions.object_to_figure(
        observation_id=figure(indicator).pk,
        claimed_value=60_000.0,
        statement="Two villages were left out.",
        evidence=actions.Evidence("count.csv", b"60000"),
        by=people.county,
    )


def answered(people: People, objection: FigureObjection, verdict: str) -> None:
    actions.answer_objection(
        objection_id=objection.pk, verdict=verdict, text="Seen.", by=people.analyst
    )


def marks(by: Actor = ANYONE) -> dict[int, queries.ObjectionMark]:
    return queries.objections_of(by=by, place=Place.objects.get(slug="hashtrud"))


def test_a_county_sees_the_signs_of_its_own_places_only(raised: People) -> None:
    own = queries.signs(by=raised.county)
    every = queries.signs(by=raised.auditor)

    assert {sign.observation.place.slug for sign in own} == {"hashtrud"}
    assert every.count() == Sign.objects.count()
    with pytest.raises(NotAllowed):
        queries.signs(by=ANYONE)
    with pytest.raises(NotFound):
        queries.sign_page(by=raised.county, sign_id=sign_of("malekan").pk)


def test_what_is_due_first_stands_first_and_what_is_answered_last(raised: People) -> None:
    late = sign_of("malekan")
    Duty.objects.filter(subject=late.subject).update(due_on=F("due_on") - timedelta(days=90))
    done = sign_of("hashtrud")
    actions.answer_sign(sign_id=done.pk, text="Seen.", by=raised.county)

    lines = queries.sign_lines(by=raised.officer)

    assert (lines[0].sign, lines[0].state, lines[0].side) == (late, "overdue", "most")
    assert (lines[-1].sign, lines[-1].state) == (done, "answered")
    assert {line.state for line in lines[1:-1]} == {"open"}


def test_signs_are_found_by_state_place_and_rule(raised: People) -> None:
    page = queries.sign_list(by=raised.officer, asked={"place": "هشترود", "state": "open"})
    by_rule = queries.sign_lines(by=raised.officer, rule="sign.population_change.least")

    assert {line.sign.observation.place.slug for line in page["lines"]} == {"hashtrud"}
    assert page["chosen"] == {"state": "open", "place": "هشترود", "rule": ""}
    assert "sign.unemployment_rate.most" in page["rules"]
    assert len(by_rule) == 4
    assert queries.sign_lines(by=raised.officer, state="answered") == []
    assert queries.sign_lines(by=raised.officer, state="overdue") == []


def test_a_sign_has_its_series_its_peers_and_who_may_answer(raised: People) -> None:
    sign = sign_of("hashtrud")
    later = actions.ObservationRow("hashtrud", "unemployment_rate", first_day(1400), 9.0, "test")
    actions.record_observations(indicators=[], observations=[later], by=STAGE)

    page = queries.sign_page(by=raised.county, sign_id=sign.pk)

    assert [seen.value for seen in page.series.observations] == [24.11, 9.0]
    assert len(page.peers) == 20
    assert page.peers[-1].place.slug == "hashtrud"
    assert page.may_answer
    assert page.line.duty is not None
    assert not queries.sign_page(by=raised.auditor, sign_id=sign.pk).may_answer
    actions.answer_sign(sign_id=sign.pk, text="Seen.", by=raised.county)
    assert not queries.sign_page(by=raised.county, sign_id=sign.pk).may_answer


@pytest.mark.django_db
def test_a_sign_that_waits_for_its_office_has_no_day(people: People) -> None:
    actions.raise_signs(by=STAGE)
    Duty.objects.all().delete()

    line = queries.sign_lines(by=people.officer)[0]
    assert (line.state, line.duty) == ("open", None)


def test_signs_are_taken_away_as_a_file(raised: People) -> None:
    actions.answer_sign(sign_id=sign_of("hashtrud").pk, text="=Seen", by=raised.county)

    made = queries.signs_file(by=raised.county, asked={})
    rows = pl.read_csv(made.content, infer_schema=False)

    assert set(rows["place_code"]) == {"0311"}
    assert "'=Seen" in rows["answer"].to_list()
    with pytest.raises(NotFound):
        queries.signs_file(by=raised.county, asked={}, ending="pdf")
    with pytest.raises(NotAllowed):
        queries.signs_file(by=ANYONE, asked={})


def test_anyone_reads_that_a_figure_is_doubted_and_the_place_what_it_said(people: People) -> None:
    objection = lodged(people)

    public, own = (
        queries.objection_page(by=by, objection_id=objection.pk) for by in (ANYONE, people.county)
    )

    assert (public.state, public.is_full, public.may_answer) == ("open", False, False)
    assert (own.is_full, own.may_answer) == (True, False)
    assert queries.objection_page(by=people.analyst, objection_id=objection.pk).may_answer
    with pytest.raises(NotFound):
        queries.objection_page(by=ANYONE, objection_id=0)


def test_an_upheld_objection_stays_until_the_figure_changes(people: People) -> None:
    objection = lodged(people)
    assert marks()[figure().pk] == queries.ObjectionMark(objection.pk, "open")

    answered(people, objection, "upheld")
    assert marks()[figure().pk].state == "upheld"
    assert not queries.objection_page(by=people.analyst, objection_id=objection.pk).may_answer

    corrected = actions.ObservationRow("hashtrud", "population", first_day(1395), 60_000.0, "test")
    actions.record_observations(indicators=[], observations=[corrected], by=STAGE)
    assert marks()[figure().pk].state == "corrected"
    assert [each.state for each in queries.objection_lines(by=people.analyst, state="corrected")]
    assert queries.objection_lines(by=people.analyst, state="upheld") == []


def test_a_dismissed_objection_marks_nothing(people: People) -> None:
    objection = lodged(people)
    answered(people, objection, "dismissed")

    assert marks() == {}
    assert queries.objection_page(by=ANYONE, objection_id=objection.pk).state == "dismissed"


def test_objections_are_listed_to_whom_they_concern(people: People) -> None:
    first = lodged(people)
    answered(people, first, "dismissed")
    second = lodged(people, "unemployment_rate")

    page = queries.objection_list(by=people.county, asked={"place": "hashtrud"})

    assert [line.objection for line in page["lines"]] == [second, first]
    assert queries.objection_lines(by=people.officer, place="tabriz") == []
    assert [
        line.objection for line in queries.objection_lines(by=people.analyst, state="open")
    ] == [second]
    with pytest.raises(NotAllowed):
        queries.objections(by=ANYONE)


def test_evidence_is_for_the_place_and_for_who_reads_the_programme(people: People) -> None:
    objection = lodged(people)

    assert queries.evidence(by=people.county, objection_id=objection.pk).name == "count.csv"
    with pytest.raises(NotFound):
        queries.evidence(by=people.county, objection_id=0)
    with pytest.raises(NotAllowed):
        queries.evidence(by=ANYONE, objection_id=objection.pk)


def test_only_who_may_object_is_given_the_figure(people: People) -> None:
    assert queries.figure_in_doubt(by=people.county, observation_id=figure().pk) == figure()
    with pytest.raises(NotAllowed):
        queries.figure_in_doubt(by=people.officer, observation_id=figure().pk)
    with pytest.raises(NotFound):
        queries.figure_in_doubt(by=people.county, observation_id=0)


def test_objections_are_taken_away_as_a_file(people: People) -> None:
    answered(people, lodged(people), "upheld")
    lodged(people, "unemployment_rate")

    made = queries.objections_file(by=people.analyst, asked={"state": "upheld"})
    rows = pl.read_csv(made.content, infer_schema=False)

    assert rows["verdict"].to_list() == ["upheld"]
    assert rows["statement"].to_list() == ["Two villages were left out."]
    assert queries.objections_file(by=people.analyst, asked={}, ending="xlsx").name == (
        "objections.xlsx"
    )
    with pytest.raises(NotFound):
        queries.objections_file(by=people.analyst, asked={}, ending="pdf")

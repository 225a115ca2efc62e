"""A place objects to a figure; another person answers; the figure itself waits for its import."""

import pytest

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import FigureAnswer, FigureObjection, Observation
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Attachment, Duty, JournalEntry
from tests.universe import STAGE, People

FILE = actions.Evidence("count.csv", b"people,60000", "text/csv")


def figure(place: str = "hashtrud", indicator: str = "population") -> Observation:
    seen = Observation.objects.filter(place__slug=place, indicator__code=indicator)
    return seen.order_by("-observed_on")[0]


def lodged(people: People, **others: object) -> FigureObjection:
    asked = {
        "observation_id": figure().pk,
        "claimed_value": 60_000.0,
        "statement": "Two villages were left out.",
        "evidence": FILE,
        "by": people.county,
    }
    return actions.object_to_figure(**(asked | others))  # type: ignore[arg-type]


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-id")[0]


def test_an_objection_is_owed_an_answer_by_the_programme(people: People) -> None:
    objection = lodged(people)

    duty = Duty.objects.get(subject=objection.subject)
    assert (objection.shown_value, objection.claimed_value) == (57_199, 60_000)
    assert (duty.owner.code, duty.escalates_to.code) == ("programme-office", "committee")
    assert bytes(Attachment.objects.get().content) == FILE.content
    assert last_entry().event == "figure_objection.lodged"
    assert last_entry().detail == {
        "observation": figure().pk,
        "place": "0311",
        "indicator": "population",
    }


def test_an_objection_may_say_only_what_is_wrong(people: People) -> None:
    objection = lodged(people, claimed_value=None, evidence=None)

    assert (objection.claimed_value, objection.evidence) == (None, None)


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"claimed_value": 57_199.0}, "claim_same"),
        ({"claimed_value": float("inf")}, r"unfit .*claimed_value"),
        ({"statement": "  "}, r"unfit .*statement"),
        ({"evidence": actions.Evidence("empty.csv", b"")}, "file_empty"),
    ],
)
def test_what_says_nothing_is_refused(people: People, others: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        lodged(people, **others)


def test_one_objection_to_a_figure_waits_at_a_time(people: People) -> None:
    first = lodged(people)
    with pytest.raises(Refused, match="objection_open"):
        lodged(people, claimed_value=61_000.0)

    actions.answer_objection(
        objection_id=first.pk, verdict="dismissed", text="They were counted.", by=people.analyst
    )
    lodged(people, claimed_value=61_000.0)

    assert FigureObjection.objects.count() == 2


def test_a_county_objects_to_its_own_figures_only(people: People) -> None:
    with pytest.raises(NotAllowed):
        lodged(people, observation_id=figure("tabriz").pk)
    with pytest.raises(NotAllowed):
        lodged(people, by=people.officer)
    with pytest.raises(NotFound):
        lodged(people, observation_id=0)


@pytest.mark.parametrize("verdict", ["upheld", "dismissed"])
def test_an_answer_closes_the_duty_and_leaves_the_figure(people: People, verdict: str) -> None:
    objection = lodged(people)

    actions.answer_objection(
        objection_id=objection.pk, verdict=verdict, text=" Seen. ", by=people.analyst
    )

    assert FigureAnswer.objects.get(objection=objection).text == "Seen."
    assert Duty.objects.get(subject=objection.subject).done_at is not None
    assert figure().value == 57_199
    assert last_entry().event == f"figure_objection.{verdict}"


def test_an_objection_is_answered_once_by_another_person_with_words(people: People) -> None:
    objection = lodged(people)
    asked = {
        "objection_id": objection.pk,
        "verdict": "upheld",
        "text": "Seen.",
        "by": people.analyst,
    }

    def answer(**others: object) -> None:
        actions.answer_objection(**(asked | others))  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        answer(by=people.county)
    with pytest.raises(NotFound):
        answer(objection_id=0)
    with pytest.raises(Refused, match="no_such_answer"):
        answer(verdict="maybe")
    with pytest.raises(Refused, match="answer_missing"):
        answer(text=" ")
    with pytest.raises(Refused, match="unfit"):
        answer(text="\x00")
    answer()
    with pytest.raises(Conflict, match="objection_answered"):
        answer()


def test_who_objected_does_not_answer(people: People) -> None:
    own = lodged(people, by=people.county)
    both = people.county.__class__(
        people.county.code, people.county.user_id, people.county.office_id, people.analyst.grants
    )

    with pytest.raises(Refused, match="same_person"):
        actions.answer_objection(objection_id=own.pk, verdict="upheld", text="Mine.", by=both)


def test_the_system_cannot_object(people: People) -> None:
    with pytest.raises(NotAllowed):
        lodged(people, by=STAGE)

from collections.abc import Iterator

import pytest

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import IndexVersion, Observation, Place, Succession
from kargosha.files.jalali import first_day
from kargosha.kernel.models import JournalEntry
from kargosha.portal import reference
from tests.universe import STAGE

pytestmark = pytest.mark.django_db


def test_what_is_there_is_not_loaded_again() -> None:
    before = JournalEntry.objects.count()

    known = reference.load()

    assert known == Place.objects.count() + Observation.objects.count()
    assert JournalEntry.objects.count() == before
    assert IndexVersion.objects.count() == 2


def test_what_is_missing_is_loaded_and_what_was_corrected_stays() -> None:
    corrected = actions.ObservationRow(
        "hashtrud", "unemployment_rate", first_day(1395), 23.5, "a list of the county"
    )
    actions.record_observations(indicators=[], observations=[corrected], by=STAGE)
    Observation.objects.filter(place__slug="tabriz", indicator__code="population").delete()

    reference.load()

    figure = Observation.objects.get(place__slug="hashtrud", indicator__code="unemployment_rate")
    assert (figure.value, figure.source) == (23.5, "a list of the county")
    assert (
        Observation.objects.filter(place__slug="tabriz", indicator__code="population").count() == 2
    )


def test_a_place_that_a_later_version_brings_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    told = reference._rows
    more = {
        "places": {**next(told("places")), "slug": "new", "code": "0399", "kind": "county",
                   "parent": "east-azerbaijan"},
        "successions": {"predecessor": "ahar", "successor": "new", "note": "made up for a test"},
    }  # fmt: skip

    def rows(name: str) -> Iterator[dict[str, str]]:
        yield from told(name)
        if name in more:
            yield more[name]

    monkeypatch.setattr(reference, "_rows", rows)
    Place.objects.filter(slug="ahar").update(note="corrected")

    reference.load()

    assert Succession.objects.get(successor__slug="new").predecessor.note == "corrected"

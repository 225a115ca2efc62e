from dataclasses import replace

import pytest

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import Observation, Place, Succession
from kargosha.files.jalali import first_day
from kargosha.kernel.errors import NotAllowed, Refused
from kargosha.kernel.models import JournalEntry
from tests.universe import STAGE, People


def row(slug: str, parent: str | None = "east-azerbaijan") -> actions.PlaceRow:
    return actions.PlaceRow(
        slug, "", "county", "عجب‌شیر", "Ajab Shir", parent, None, None, None, None, "", "test"
    )


@pytest.mark.django_db
def test_places_are_imported_once_and_brought_up_to_date() -> None:
    before = Place.objects.count()
    actions.import_places(places=[row("x")], successions=[], by=STAGE)
    actions.import_places(places=[row("x", None)], successions=[], by=STAGE)

    assert Place.objects.count() == before + 1
    assert Place.objects.get(slug="x").parent is None
    assert JournalEntry.objects.order_by("-id").first().event == "places.imported"


@pytest.mark.django_db
def test_a_place_without_a_code_lies_under_its_parent() -> None:
    new = actions.SuccessionRow("tabriz", "new-place", "test")
    actions.import_places(places=[row("new-place")], successions=[new], by=STAGE)

    place = Place.objects.get(slug="new-place")
    assert place.place_code == "03"
    assert Place(slug="nowhere").place_code == ""
    assert Place.objects.get(slug="tabriz").place_code == "0303"
    assert Succession.objects.get(predecessor__slug="tabriz").successor == place


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parent", "successions"),
    [("nowhere", []), ("east-azerbaijan", [actions.SuccessionRow("nowhere", "tabriz", "")])],
)
def test_what_hangs_on_an_unknown_place_is_refused(
    parent: str, successions: list[actions.SuccessionRow]
) -> None:
    with pytest.raises(Refused, match="unknown_code"):
        actions.import_places(places=[row("x", parent)], successions=successions, by=STAGE)
    assert not Place.objects.filter(slug="x").exists()


@pytest.mark.django_db
def test_a_figure_given_again_replaces_the_one_before() -> None:
    again = actions.ObservationRow(
        "hashtrud", "unemployment_rate", first_day(1395), None, "withdrawn"
    )
    actions.record_observations(indicators=[], observations=[again], by=STAGE)

    seen = Observation.objects.get(place__slug="hashtrud", indicator__code="unemployment_rate")
    assert (seen.value, seen.source) == (None, "withdrawn")


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "indicator"), [("nowhere", "population"), ("tabriz", "luck")])
def test_a_figure_of_something_unknown_is_refused(place: str, indicator: str) -> None:
    bad = actions.ObservationRow(place, indicator, first_day(1395), 1.0, "test")

    with pytest.raises(Refused, match="unknown_code"):
        actions.record_observations(indicators=[], observations=[bad], by=STAGE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("margin", "value", "field"), [(None, float("nan"), "value"), (-1.0, 1.0, "margin")]
)
def test_a_figure_that_is_none_is_refused(margin: float | None, value: float, field: str) -> None:
    bad = actions.ObservationRow(
        "tabriz", "population", first_day(1395), value, "test", margin=margin
    )

    with pytest.raises(Refused, match=rf"unfit .*{field}"):
        actions.record_observations(indicators=[], observations=[bad], by=STAGE)


@pytest.mark.django_db
def test_an_unfit_place_or_indicator_is_refused() -> None:
    with pytest.raises(Refused, match=r"unfit .*kind"):
        actions.import_places(places=[replace(row("x"), kind="moon")], successions=[], by=STAGE)
    luck = actions.IndicatorRow("luck", "بخت", "Luck", "share", "sideways")
    with pytest.raises(Refused, match=r"unfit .*worst"):
        actions.record_observations(indicators=[luck], observations=[], by=STAGE)
    link = actions.SuccessionRow("tabriz", "ahar", "\x00")
    with pytest.raises(Refused, match=r"unfit .*note"):
        actions.import_places(places=[], successions=[link], by=STAGE)


def test_who_may_not_import_does_not(people: People) -> None:
    with pytest.raises(NotAllowed):
        actions.import_places(places=[], successions=[], by=people.chair)
    with pytest.raises(NotAllowed):
        actions.record_observations(indicators=[], observations=[], by=people.chair)

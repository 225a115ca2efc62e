from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import Designation, Indicator, Observation, Place
from kargosha.files.jalali import first_day
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE

pytestmark = pytest.mark.django_db


def place(slug: str, kind: str, name_fa: str, people: float | None = None, **others: Any) -> Place:
    made = Place(slug=slug, kind=kind, name_fa=name_fa, source="test", **others)
    made.set_keys()
    made.save()
    if people is not None:
        population = Indicator.objects.get(code="population")
        for year, value in ((1390, people / 2), (1395, people), (1400, None)):
            Observation.objects.create(
                place=made,
                indicator=population,
                observed_on=first_day(year),
                value=value,
                source="test",
            )
    return made


def found(search: str, kind: str = "") -> list[str]:
    return [
        line.place.slug for line in queries.place_search(by=ANYONE, search=search, kind=kind).lines
    ]


@pytest.mark.parametrize(
    "search",
    ["عجب‌شیر", "عجب شیر", "عجبشیر", "عجب شير", "Ajab Shir", "ajabshir", "0325", "۰۳۲۵", "٠٣٢٥"],
)
def test_every_spelling_finds_the_place(search: str) -> None:
    assert found(search) == ["ajab-shir"]


def test_whole_names_come_before_beginnings_and_these_before_parts() -> None:
    for slug, name in (("inner", "خوش‌اهر"), ("longer", "اهرآباد"), ("same", "اهر")):
        place(slug, "village", name)

    assert found("اهر")[:2] in (["ahar", "same"], ["same", "ahar"])
    assert found("اهر")[2:4] == ["longer", "inner"]
    assert found("Ahar")[0] == "ahar"
    assert found("اهر", kind="village") == ["same", "longer", "inner"]


def test_the_beginning_of_a_code_finds_all_below_it() -> None:
    place("hashtrud-centre", "district", "مرکزی", code="031101")

    assert found("0311") == ["hashtrud", "hashtrud-centre"]
    assert found("03", kind="province") == ["east-azerbaijan"]


@pytest.mark.parametrize("search", ["؟؟؟", "atlantis", "%", "_"])
def test_what_is_not_there_is_not_found(search: str) -> None:
    nothing = queries.place_search(by=ANYONE, search=search)

    assert (list(nothing.lines), list(nothing.alike)) == ([], [])


@pytest.mark.parametrize("search", ["هشترد", "حشترود", "hashtrood", "Hashtrd"])
def test_a_name_that_sounds_alike_is_offered(search: str) -> None:
    nothing = queries.place_search(by=ANYONE, search=search)

    assert list(nothing.lines) == []
    assert nothing.alike[0].slug == "hashtrud"


def test_without_a_name_all_places_of_today_are_listed() -> None:
    place("gone", "village", "نیست‌آباد", valid_to=clock.today())

    everything = queries.place_search(by=ANYONE, kind="no such kind")

    assert everything.page.paginator.count == Place.objects.exclude(slug="gone").count()


def test_kind_and_size_and_decrees_make_the_classes() -> None:
    small = place("small", "city", "شهرک", 9_999)
    place("middling", "city", "شهر میانی", 10_000)
    place("unknown", "city", "شهر بی‌شمار")
    village = place("village", "village", "ده", 12_000)
    today = clock.today()
    for where, kind, first, last in (
        (small, "deprived", today, None),
        (small, "border", today - timedelta(days=9), today),
        (village, "border", today, today + timedelta(days=1)),
        (village, "deprived", today + timedelta(days=1), None),
    ):
        Designation.objects.create(
            place=where,
            kind=kind,
            decree_number=f"{kind}-1",
            decree_on=today,
            valid_from=first,
            valid_to=last,
            source="test",
        )

    lines = {line.place.slug: list(line.classes) for line in queries.place_search(by=ANYONE).lines}

    assert lines["small"] == ["small_town", "deprived"]
    assert lines["middling"] == ["town"]
    assert lines["unknown"] == ["town_of_unknown_size"]
    assert lines["village"] == ["village", "border"]
    assert lines["hashtrud"] == []


def test_a_search_asks_the_database_three_times_however_many_there_are() -> None:
    above = Place.objects.get(slug="hashtrud")
    for number in range(40):
        place(f"v{number}", "village", f"علی‌آباد {number}", parent=above)
    place("town", "city", "علی‌آباد", 5_000, parent=above)

    with CaptureQueriesContext(connection) as asked:
        page = queries.place_search(by=ANYONE, search="علی آباد", page="2")
        lies_in = [line.place.parent.parent.slug for line in page.lines]  # type: ignore[union-attr]

    assert (page.page.paginator.count, len(lies_in)) == (41, 11)
    assert len(asked) <= 3

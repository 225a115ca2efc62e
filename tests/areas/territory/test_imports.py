"""A file is handed in, checked, ordered and taken in: all of it, or its good rows, or nothing."""

from typing import Any

import pytest

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import (
    Boundary,
    ColumnMapping,
    Designation,
    Flow,
    ImportCheck,
    ImportOrder,
    ImportResult,
    Observation,
    Place,
)
from kargosha.kernel import clock
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Attachment, JournalEntry
from kargosha.portal import worker
from tests import universe
from tests.areas.territory.imports import (
    FIGURES,
    FIGURES_HEADER,
    PLACES_HEADER,
    WORKER,
    checked,
    codes,
    geojson,
    handed_in,
    save_mappings,
    square,
    stored,
    table,
    taken_in,
)
from tests.universe import People

DISTRICTS = (
    "031101,district,مرکزی,0311,,",
    "0311010001,rural_district,آلقو,031101,,",
    "0311010002,rural_district,نظرکهریزی,031101,1380,0311010001",
)


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = universe.people()
    save_mappings(found)
    return found


def test_a_list_of_places_is_checked_ordered_and_taken_in_by_the_worker(people: People) -> None:
    before = Place.objects.count()
    source = handed_in(people, "divisions.csv", table(PLACES_HEADER, *DISTRICTS), "test-places")
    assert queries.import_page(by=people.analyst, import_id=source.pk).state == "checking"

    worker.work_off("territory.check_import")
    shown = queries.import_page(by=people.analyst, import_id=source.pk)
    assert (shown.state, shown.check.good_count, shown.faults) == ("checked", 3, [])  # type: ignore[union-attr]
    assert Place.objects.count() == before

    actions.order_import(import_id=source.pk, skip_bad=False, by=people.analyst)
    again = actions.order_import(import_id=source.pk, skip_bad=False, by=people.analyst)
    assert queries.import_page(by=people.analyst, import_id=source.pk).state == "applying"
    worker.work_off("territory.apply_import")

    shown = queries.import_page(by=people.analyst, import_id=source.pk)
    assert shown.state == "applied"
    assert (again.pk, shown.order.pk) == (shown.order.pk, again.pk)  # type: ignore[union-attr]
    assert shown.result.counts == {"new": 3, "changed": 0, "unchanged": 0, "left_out": 0}  # type: ignore[union-attr]
    assert shown.source.progress.share == 1
    part = Place.objects.get(code="0311010002")
    assert (part.parent.code, part.slug, part.source) == ("031101", "0311010002", "test")  # type: ignore[union-attr]
    assert [each.predecessor.code for each in part.origins.all()] == ["0311010001"]
    entry = JournalEntry.objects.get(event="import.applied")
    assert entry.detail["sha256"] == source.file_sha256
    assert entry.detail["new"] == 3


def test_the_same_file_again_changes_nothing_and_says_so(people: People) -> None:
    content = table(PLACES_HEADER, *DISTRICTS)
    taken_in(people, content, "test-places")

    again = taken_in(people, content, "test-places")

    assert again.result.counts == {"new": 0, "changed": 0, "unchanged": 3, "left_out": 0}  # type: ignore[union-attr]


def test_a_blank_cell_takes_nothing_away_and_slugs_stay(people: People) -> None:
    content = table(PLACES_HEADER, "0311,county,هشترود تازه,03,,")

    shown = taken_in(people, content, "test-places")

    place = Place.objects.get(code="0311")
    assert shown.result.counts["changed"] == 1  # type: ignore[union-attr]
    assert (place.slug, place.name_fa, place.name_en) == ("hashtrud", "هشترود تازه", "Hashtrud")
    assert place.latitude is not None


def test_a_place_that_was_known_without_a_code_gets_it(people: People) -> None:
    content = table(PLACES_HEADER, "0329,county,ترکمانچای,03,,0310")

    shown = taken_in(people, content, "test-places")

    assert shown.result.counts["changed"] == 1  # type: ignore[union-attr]
    assert Place.objects.get(slug="torkamanchay").code == "0329"


def test_a_known_place_that_gets_a_predecessor_counts_as_changed(people: People) -> None:
    taken_in(
        people,
        table(PLACES_HEADER, *DISTRICTS[:2], DISTRICTS[2][: -len("0311010001")]),
        "test-places",
    )

    shown = taken_in(people, table(PLACES_HEADER, *DISTRICTS), "test-places")

    assert shown.result.counts == {"new": 0, "changed": 1, "unchanged": 2, "left_out": 0}  # type: ignore[union-attr]


def test_figures_replace_what_differs_and_leave_the_rest(people: People) -> None:
    first = table(FIGURES_HEADER, "0311,population,1395,57199", "0311,population,1398,5")
    taken_in(people, first, "test-figures")
    second = table(FIGURES_HEADER, "0311,population,۱۳۹۸,6", "0311,population,1395,57199")

    shown = taken_in(people, second, "test-figures")

    assert shown.result.counts == {"new": 0, "changed": 1, "unchanged": 1, "left_out": 0}  # type: ignore[union-attr]
    latest = Observation.objects.filter(place__code="0311", indicator__code="population")
    assert latest.order_by("observed_on").last().value == 6  # type: ignore[union-attr]


def test_figures_that_were_taken_in_are_looked_at_for_early_signs(people: People) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    taken_in(people, table(PLACES_HEADER, *DISTRICTS), "test-places")
    shown = taken_in(people, table(FIGURES_HEADER, "0311,population,1398,5"), "test-figures")

    looks = ProcrastinateJob.objects.filter(queue_name="territory.raise_signs")
    assert [each.args["key"] for each in looks] == [shown.source.pk]
    worker.work_off("territory.raise_signs")
    assert [each.status for each in looks.all()] == ["succeeded"]


def test_what_a_file_is_silent_about_stays(people: People) -> None:
    content = table(f"{FIGURES_HEADER},margin", "0311,population,1398,5,0.5")
    with_margin = {**FIGURES, "columns": {**FIGURES["columns"], "margin": "margin"}}  # type: ignore[dict-item]
    actions.save_mapping(name="with-margin", definition=with_margin, by=people.analyst)
    taken_in(people, content, "with-margin")

    taken_in(people, table(FIGURES_HEADER, "0311,population,1398,6"), "test-figures")

    seen = Observation.objects.filter(place__code="0311").latest("observed_on")
    assert (seen.value, seen.margin) == (6, 0.5)


def test_flows_classes_and_boundaries_are_taken_in(people: People) -> None:
    taken_in(people, table("from,to,persons", "0311,0303,900", "0311,elsewhere,70"), "test-flows")
    taken_in(people, table("code,day", "0311,1388/04/01"), "test-designations")
    lines = geojson(square("0311", 47.0), square("0303", 46.0))
    taken_in(people, lines, "test-boundaries", "map.geojson")
    again = taken_in(people, lines, "test-boundaries", "map.geojson")

    assert {each.destination and each.destination.code for each in Flow.objects.all()} == {
        "0303",
        None,
    }
    assert Designation.objects.get().kind == "deprived"
    boundary = Boundary.objects.get(place__code="0311")
    assert boundary.area_km2 == pytest.approx(97, rel=0.03)
    assert boundary.polygons[0][0][0] == [47.0, 38.0]
    assert str(boundary.valid_from) == "2016-03-20"
    assert again.result.counts["unchanged"] == 2  # type: ignore[union-attr]


def test_bad_rows_come_back_as_a_file_to_mend(people: People) -> None:
    content = table(FIGURES_HEADER, "0311,population,1398,5", "0399,population,1398,=1+1")
    before = stored()

    shown = checked(people, content, "test-figures")

    assert (shown.bad_count, shown.check.good_count) == (1, 1)  # type: ignore[union-attr]
    kept = queries.bad_rows(by=people.analyst, import_id=shown.source.pk)
    text = bytes(kept.content).decode("utf-8-sig")
    assert kept.name == "bad-rows-file.csv"
    assert "code,indicator,time,value" in text.splitlines()[0]
    assert "0399" in text
    assert "0311" not in text
    with pytest.raises(Refused, match="import_faulty"):
        actions.order_import(import_id=shown.source.pk, skip_bad=False, by=people.analyst)
    assert stored() == before

    actions.order_import(import_id=shown.source.pk, skip_bad=True, by=people.analyst)
    result = actions.apply_import(import_id=shown.source.pk, by=WORKER)
    assert isinstance(result, ImportResult)
    assert result.counts == {"new": 1, "changed": 0, "unchanged": 0, "left_out": 1}
    assert result.applied_by_id == people.analyst.user_id


def test_a_file_without_bad_rows_has_none_to_give(people: People) -> None:
    waiting = handed_in(
        people, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"), "test-figures"
    )
    with pytest.raises(NotFound):
        queries.bad_rows(by=people.analyst, import_id=waiting.pk)
    actions.check_import(import_id=waiting.pk, by=WORKER)
    with pytest.raises(NotFound):
        queries.bad_rows(by=people.analyst, import_id=waiting.pk)


def test_a_place_in_one_that_is_left_out_is_left_out_too(people: People) -> None:
    rows = [
        "031101,district,مرکزی,0311,,",
        "031102,planet,نظرکهریزی,0311,,",
        "0311020001,rural_district,آلقو,031102,,",
        "0311020001000001,village,قره‌قیه,0311020001,,",
    ]

    shown = taken_in(people, table(PLACES_HEADER, *rows), "test-places", skip_bad=True)

    assert shown.result.counts == {"new": 1, "changed": 0, "unchanged": 0, "left_out": 3}  # type: ignore[union-attr]
    assert {row for row, _ in codes(shown)} == {3, 4, 5}


def test_what_was_good_when_it_was_ordered_is_judged_again(people: People) -> None:
    taken_in(people, table(PLACES_HEADER, DISTRICTS[0]), "test-places")
    source = checked(
        people, table(PLACES_HEADER, "031101,district,مرکزی,0311,,"), "test-places"
    ).source
    actions.order_import(import_id=source.pk, skip_bad=False, by=people.analyst)
    Place.objects.filter(code="031101").update(kind="city")  # what another door did meanwhile

    actions.apply_import(import_id=source.pk, by=WORKER)

    shown = queries.import_page(by=people.analyst, import_id=source.pk)
    assert shown.state == "checked"
    assert codes(shown) == {(2, "fault.kind_known_otherwise")}
    assert shown.result is None
    with pytest.raises(Refused, match="import_nothing_good"):
        actions.order_import(import_id=source.pk, skip_bad=True, by=people.analyst)


def test_a_file_is_checked_once_and_taken_in_once(people: People) -> None:
    shown = taken_in(people, table(FIGURES_HEADER, "0311,population,1398,5"), "test-figures")
    key = shown.source.pk

    assert actions.check_import(import_id=key, by=WORKER) == shown.check
    assert actions.apply_import(import_id=key, by=WORKER) == shown.result
    with pytest.raises(Conflict, match="import_applied"):
        actions.order_import(import_id=key, skip_bad=False, by=people.analyst)
    assert JournalEntry.objects.filter(event="import.applied").count() == 1


def test_nothing_is_taken_in_unchecked_or_without_an_order(people: People) -> None:
    source = handed_in(
        people, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"), "test-figures"
    )

    with pytest.raises(Refused, match="import_unchecked"):
        actions.order_import(import_id=source.pk, skip_bad=False, by=people.analyst)
    with pytest.raises(Refused, match="import_not_ordered"):
        actions.apply_import(import_id=source.pk, by=WORKER)


def test_a_mapping_is_saved_once_and_the_latest_holds(people: People) -> None:
    title = {"titles": {"fa": "نو", "en": "New"}}
    same = actions.save_mapping(name="test-figures", definition=FIGURES, by=people.analyst)
    changed = actions.save_mapping(
        name="test-figures", definition=FIGURES | title, by=people.analyst
    )

    assert ColumnMapping.objects.filter(name="test-figures").count() == 2
    assert same.pk != changed.pk
    assert queries.mapping_named(by=people.analyst, name="test-figures").titles["en"] == "New"
    assert changed in queries.mappings(by=people.analyst)
    assert same not in queries.mappings(by=people.analyst)


@pytest.mark.parametrize(("title", "field"), [("x" * 200, "title_en"), ("\x00", "title_en")])
def test_a_mapping_with_an_unfit_title_is_refused(people: People, title: str, field: str) -> None:
    definition = FIGURES | {"titles": {"fa": "نو", "en": title}}

    with pytest.raises(Refused, match=rf"unfit .*{field}"):
        actions.save_mapping(name="new", definition=definition, by=people.analyst)


@pytest.mark.parametrize("text", ["a\x00", "a\ud800"])
def test_a_mapping_that_could_not_be_stored_is_refused(people: People, text: str) -> None:
    definition = FIGURES | {"constants": {"source": text}}

    with pytest.raises(Refused, match=r"unfit .*definition"):
        actions.save_mapping(name="new", definition=definition, by=people.analyst)


def test_a_file_that_is_empty_too_large_or_another_persons_is_refused(people: People) -> None:
    with pytest.raises(Refused, match="file_empty"):
        actions.keep_file(name="x.csv", content=b"", by=people.analyst)
    with pytest.raises(Refused, match="import_too_large"):
        actions.keep_file(name="x.csv", content=bytes(50_000_001), by=people.analyst)
    kept = actions.keep_file(name="x.csv", content=b"code\n", by=people.analyst)
    another = universe.kernel.register_user(
        username="other",
        names=universe.kernel.Names("دیگری", "Other"),
        office_code="programme",
        password=universe.PASSWORD,
        by=universe.STAGE,
    )
    universe.kernel.assign_role(username="other", role="analyst", scope="", by=universe.STAGE)
    with pytest.raises(NotFound):
        queries.file_kept(by=another.actor(), file_id=kept.pk)
    with pytest.raises(NotFound):
        actions.submit_import(file_id=kept.pk, mapping="no-such", told_in="fa", by=people.analyst)
    with pytest.raises(NotFound):
        queries.mapping_named(by=people.analyst, name="no-such")
    with pytest.raises(NotFound):
        queries.import_page(by=people.analyst, import_id=4711)


def test_the_mappings_that_fit_a_file_are_proposed(people: People) -> None:
    content = table(FIGURES_HEADER, "0311,population,1398,5")
    kept = actions.keep_file(name="x.csv", content=content, by=people.analyst)

    page = queries.file_page(by=people.analyst, file_id=kept.pk)

    assert page.headers == ["code", "indicator", "time", "value"]
    assert "test-figures" in [each.name for each in page.fitting]
    assert "test-flows" not in [each.name for each in page.fitting]


def test_bad_rows_that_are_too_many_are_not_kept(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kargosha.areas.territory.frames.imports_records.MOST_BYTES", 10)

    shown = checked(people, table(FIGURES_HEADER, "0399,population,1398,5"), "test-figures")

    assert shown.check.bad_rows is None  # type: ignore[union-attr]
    assert shown.bad_count == 1


def test_what_a_field_cannot_hold_is_told_and_nothing_is_taken_in(people: People) -> None:
    before = stored()
    long_name = table(PLACES_HEADER, f"031101,district,{'ن' * 130},0311,,")
    long_number = {
        "titles": {"fa": "ف", "en": "D"},
        "target": "designations",
        "columns": {"place_code": "code", "decree_on": "day", "valid_from": "day"},
        "constants": {"designation": "deprived", "decree_number": "9" * 99, "source": "test"},
    }
    actions.save_mapping(name="long-number", definition=long_number, by=people.analyst)

    place = taken_in(people, long_name, "test-places")
    decree = taken_in(people, table("code,day", "0311,1388/04/01"), "long-number")

    assert (place.state, codes(place)) == ("checked", {(None, "refusal.unfit")})
    assert (decree.state, codes(decree)) == ("checked", {(None, "refusal.value_unfit")})
    assert stored() == before


def test_a_file_that_is_no_table_is_told(people: People) -> None:
    shown = checked(people, b"PK\x03\x04 whatever", "test-figures", "x.csv")

    assert codes(shown) == {(None, "fault.not_csv")}
    assert shown.check.good_count == 0  # type: ignore[union-attr]
    assert JournalEntry.objects.filter(event="import.refused").exists()


def test_a_file_that_cannot_be_read_is_not_taken_in_whoever_orders_it(people: People) -> None:
    check = checked(people, b"PK\x03\x04 whatever", "test-figures", "x.csv").check
    ImportOrder.objects.create(
        check_result=check,
        ordered_by_id=people.analyst.user_id,
        ordered_at=clock.now(),
        skip_bad=True,
    )

    again = actions.apply_import(import_id=check.source.pk, by=WORKER)  # type: ignore[union-attr]

    assert isinstance(again, ImportCheck)
    assert again != check
    assert [each["code"] for each in again.faults] == ["fault.not_csv"]


def test_who_may_not_import_does_not(people: People) -> None:
    for act in (
        lambda: actions.keep_file(name="x", content=b"x", by=people.chair),
        lambda: actions.save_mapping(name="x", definition=FIGURES, by=people.chair),
        lambda: queries.imports(by=people.chair),
        lambda: queries.mappings(by=people.officer),
        lambda: queries.import_seen(by=people.nobody, import_id=1),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Attachment.objects.exists()

"""Files taken in by the command from where they lie; bad input is named, mended or refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from kargosha.analysis.errors import BadTable
from kargosha.analysis.watch import Unwatched
from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.cli import command
from kargosha.areas.territory.models import Boundary, Import, Observation, Place
from kargosha.kernel.models import JournalEntry
from tests import universe
from tests.areas.territory.imports import (
    FIGURES,
    FIGURES_HEADER,
    PLACES_HEADER,
    geojson,
    save_mappings,
    square,
    stored,
    table,
    written,
)
from tests.universe import People

GIGABYTE = 1024**3


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = universe.people()
    save_mappings(found)
    return found


def run(path: Path, mapping: str, *options: str) -> Result:
    line = ["import", str(path), "--mapping", mapping, "--as", "analyst", "--language", "en"]
    return CliRunner().invoke(command, [*line, *options])


def test_a_file_is_taken_in_and_once_more_changes_nothing(people: People, tmp_path: Path) -> None:
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"))

    first, second = run(path, "test-figures"), run(path, "test-figures")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Taken in: 1 new, 0 changed, 0 as they were; 0 rows left out." in first.output
    assert "Nothing changed: all that the file says was known already (1)." in second.output
    shown = queries.import_page(by=people.analyst, import_id=Import.objects.first().pk)  # type: ignore[union-attr]
    assert (shown.state, shown.is_waiting, shown.untold_count) == ("applied", False, 0)
    assert bytes(shown.source.file.content) == path.read_bytes()  # type: ignore[union-attr]
    assert shown.source.submitted_by_id == people.analyst.user_id
    assert len(queries.imports(by=people.analyst)) == 2


def test_a_dry_run_stores_nothing(people: People, tmp_path: Path) -> None:
    before = stored()
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"))

    dry = run(path, "test-figures", "--dry-run")

    assert dry.exit_code == 0
    assert "1 of 1 rows could be taken in; 0 are bad." in dry.output
    assert (stored(), Import.objects.count()) == (before, 0)


def test_a_bad_row_is_told_with_its_place_and_nothing_is_taken_in(
    people: People, tmp_path: Path
) -> None:
    before, bad = stored(), tmp_path / "bad.csv"
    rows = ["0311,population,1398,5", "0399,population,1398,6"]
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, *rows))

    refused = run(path, "test-figures", "--bad-rows", str(bad))

    assert refused.exit_code == 2
    assert "f.csv, row 3, column code: no place of code 0399 is known." in refused.output
    assert "0399,population,1398,6" in bad.read_text(encoding="utf-8-sig")
    assert stored() == before

    skipped = run(path, "test-figures", "--skip-bad")
    assert skipped.exit_code == 0
    assert "1 new, 0 changed, 0 as they were; 1 rows left out" in skipped.output


def test_where_no_row_is_good_nothing_can_be_skipped(people: People, tmp_path: Path) -> None:
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0399,population,1398,6"))

    assert run(path, "test-figures", "--skip-bad").exit_code == 2
    assert Import.objects.count() == 0


def test_a_mapping_from_a_file_is_saved_with_the_import(people: People, tmp_path: Path) -> None:
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"))
    mapping = tmp_path / "mine.yaml"
    mapping.write_text(yaml.safe_dump({**FIGURES, "name": "mine"}), encoding="utf-8")
    broken = tmp_path / "broken.yml"
    broken.write_text("name: [", encoding="utf-8")

    assert run(path, str(mapping)).exit_code == 0
    listed = CliRunner().invoke(command, ["mappings", "--as", "analyst", "--language", "en"])
    assert "mine\tfigures\tFigures" in listed.output
    refused = run(path, str(broken))
    assert refused.exit_code == 2
    assert "broken.yml" in refused.output


def test_what_changed_between_the_dry_run_and_the_import_is_judged_again(
    people: People, tmp_path: Path
) -> None:
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"))
    judged = queries.file_judged(
        by=people.analyst,
        path=path,
        mapping=queries.mapping_named(by=people.analyst, name="test-figures"),
        watch=Unwatched(),
    )
    assert judged.faults == ()
    Place.objects.filter(code="0311").update(code="0399")

    with pytest.raises(BadTable):
        actions.import_file(read=judged.read, path=path, skip_bad=True, by=people.analyst)
    assert Import.objects.count() == 0


def test_a_file_too_large_to_keep_is_taken_in_from_where_it_lies(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kargosha.areas.territory.actions.imports_taking.MOST_BYTES", 10)
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,population,1398,5"))

    assert run(path, "test-figures").exit_code == 0
    kept = Import.objects.get()
    assert (kept.file, kept.file_name, len(kept.file_sha256)) == (None, "f.csv", 64)
    entry = JournalEntry.objects.get(event="import.applied")
    assert entry.detail["sha256"] == kept.file_sha256


# The bad input that the work order names.


def test_a_file_of_a_gigabyte_is_refused_at_once(people: People, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(GIGABYTE)

    refused = run(path, "test-figures")

    assert refused.exit_code == 2
    assert "the file has 1,024 megabytes" in refused.output


def test_codes_of_another_years_boundaries_are_named(people: People, tmp_path: Path) -> None:
    place = written(
        tmp_path, "p.csv", table(PLACES_HEADER, "0329,county,ترکمانچای,03,1403/02/02,0310")
    )
    assert run(place, "test-places").exit_code == 0
    before = stored()
    rows = ["0310,population,1395,182848", "0329,population,1395,30000"]
    figures = written(tmp_path, "f.csv", table(FIGURES_HEADER, *rows))

    refused = run(figures, "test-figures")

    assert refused.exit_code == 2
    assert "0329 came out of 0310 on 2024-04-21" in refused.output
    assert "row 3" in refused.output
    assert stored() == before


def test_hurand_is_not_counted_inside_and_outside_ahar(people: People, tmp_path: Path) -> None:
    before = stored()
    rows = ["0302,households,1395,46202", "0327,households,1395,7000"]
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, *rows))

    refused = run(path, "test-figures")

    assert refused.exit_code == 2
    assert "0327 came out of 0302" in refused.output
    assert stored() == before
    only = written(tmp_path, "only.csv", table(FIGURES_HEADER, rows[1]))
    assert "inside that of 0302" in run(only, "test-figures").output


def test_a_percentage_over_a_hundred_is_refused(people: People, tmp_path: Path) -> None:
    before = stored()
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, "0311,unemployment_rate,1396,124.1"))

    refused = run(path, "test-figures")

    assert refused.exit_code == 2
    assert "124.1 is no percentage" in refused.output
    assert stored() == before


def test_two_calendars_in_one_column_are_told_apart(people: People, tmp_path: Path) -> None:
    rows = ["0311,unemployment_rate,1400/01/01,20", "0311,unemployment_rate,2022-03-21,21"]
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, *rows))

    mended = run(path, "test-figures")

    assert mended.exit_code == 0
    assert "1 of 2 times were written in the Gregorian calendar" in mended.output
    days = Observation.objects.filter(place__code="0311", source="test").values_list("observed_on")
    assert sorted(str(day) for (day,) in days) == ["2021-03-21", "2022-03-21"]


def test_a_place_in_two_parents_at_once_is_refused(people: People, tmp_path: Path) -> None:
    before = stored()
    rows = ["031101,district,مرکزی,0311,,", "031101,district,مرکزی,0303,,"]
    path = written(tmp_path, "p.csv", table(PLACES_HEADER, *rows))

    refused = run(path, "test-places")

    assert refused.exit_code == 2
    assert "this code lies in 0311 here and in 0303 in row 3" in refused.output
    assert stored() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (geojson(square("0311", 47.0), square("0303", 46.0, turned=True)), "cross"),
        (geojson(square("0311", 500_000.0)), "degrees"),
        (geojson(square("0399", 47.0)), "no place of code 0399 is known"),
        (b'{"type": "FeatureCollection", "features": [', "JSON"),
    ],
)
def test_a_broken_map_is_refused(people: People, tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, "map.geojson", content)

    refused = run(path, "test-boundaries", "--bad-rows", str(tmp_path / "bad.csv"))

    assert refused.exit_code == 2
    assert said in refused.output
    assert not Boundary.objects.exists()


def test_figures_that_are_all_unknown_are_told_and_stay_unknown(
    people: People, tmp_path: Path
) -> None:
    rows = ["0311,illiterate,1398,نامعلوم", "0303,illiterate,1398,"]
    path = written(tmp_path, "f.csv", table(FIGURES_HEADER, *rows))

    told = run(path, "test-figures")

    assert told.exit_code == 0
    assert "every figure of indicator illiterate is unknown" in told.output
    seen = Observation.objects.filter(indicator__code="illiterate", source="test")
    assert [each.value for each in seen] == [None, None]


def test_a_map_without_a_day_holds_from_ever(people: People, tmp_path: Path) -> None:
    definition = {
        "titles": {"fa": "مرز", "en": "Lines"},
        "target": "boundaries",
        "columns": {"place_code": "code"},
        "constants": {"source": "test"},
    }
    actions.save_mapping(name="undated", definition=definition, by=people.analyst)
    path = written(tmp_path, "map.json", geojson(square("0311", 47.0)))

    assert run(path, "undated").exit_code == 0
    assert Boundary.objects.get().valid_from is None

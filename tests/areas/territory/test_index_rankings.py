"""What a published version says of each place: on a page, and as files that compute it again."""

import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.territory import queries
from kargosha.files.doors.index import command as index
from kargosha.files.index import shipped_methods
from kargosha.files.jalali import first_day
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound

METHOD = shipped_methods()["deprivation"]


def asked_for(**asked: str) -> queries.Ranking:
    return queries.ranking(code="deprivation", number=1, by=ANYONE, asked=asked)


@pytest.mark.django_db
def test_a_ranking_is_searched_ordered_and_looked_into() -> None:
    whole = asked_for()

    assert [each.rank for each in whole.page][:3] == [1, 2, 3]
    assert (whole.count, whole.unknown, whole.is_latest) == (20, 3, True)
    assert [each.place.slug for each in asked_for(search="عجب شیر").page] == ["ajab-shir"]
    assert asked_for(search="nowhere").chosen is None
    assert asked_for(search="nowhere").figures == []
    by_doubt = [
        each.rank_high - each.rank_low
        for each in asked_for(order="doubt").page
        if each.rank_high and each.rank_low
    ]
    assert by_doubt == sorted(by_doubt, reverse=True)
    chances = [each.worst_fifth_probability or 0 for each in asked_for(order="worst_fifth").page]
    assert chances == sorted(chances, reverse=True)
    assert asked_for(order="place").page[0].place.slug == "azarshahr"
    tabriz = asked_for(place="tabriz")
    assert tabriz.chosen is not None
    assert tabriz.chosen.place.slug == "tabriz"
    assert {figure.indicator.code for figure in tabriz.figures} == set(METHOD.indicators)
    assert asked_for(place="atlantis").chosen == whole.page[0]


@pytest.mark.django_db
def test_each_figure_has_its_source() -> None:
    (line,) = [each for each in asked_for().sources if each.indicator.code == "unemployment_rate"]

    assert (line.known_count, line.unknown_count, line.first_on) == (20, 3, first_day(1395))
    assert "census 1395" in line.source


@pytest.mark.django_db
def test_a_ranking_asks_the_database_little() -> None:
    with CaptureQueriesContext(connection) as asked:
        list(asked_for().page)

    assert len(asked) <= 8


@pytest.mark.django_db
def test_what_is_not_published_is_not_found() -> None:
    for code, number in (("luck", 1), ("deprivation", 9)):
        with pytest.raises(NotFound):
            queries.ranking(code=code, number=number, by=ANYONE, asked={})
    with pytest.raises(NotFound):
        queries.ranking_file(code="deprivation", number=1, kind="pdf", by=ANYONE)


@pytest.mark.django_db
def test_all_places_come_the_worst_first() -> None:
    ranks = [each.rank for each in queries.estimates(code="emigration", number=1, by=ANYONE)]

    known = [rank for rank in ranks if rank is not None]
    assert known == sorted(known)
    assert ranks[20:] == [None, None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["deprivation", "emigration"])
def test_the_exported_files_compute_the_version_again(code: str, tmp_path: Path) -> None:
    made = queries.ranking_file(code=code, number=1, kind="zip", by=ANYONE)
    with zipfile.ZipFile(made.file) as packed:
        packed.extractall(tmp_path)
    line = (tmp_path / "README.txt").read_text().split()[2:]
    options = [
        str(tmp_path / each) if each.endswith((".csv", ".yaml")) else each for each in line[:-1]
    ]

    done = CliRunner().invoke(index, [*options, str(tmp_path / "again")])

    assert done.exit_code == 0, done.output
    again = (tmp_path / "again" / "index.csv").read_text()
    assert again == (tmp_path / "index.csv").read_text()
    assert len(again.splitlines()) == 24


@pytest.mark.django_db
def test_the_ranking_is_handed_out_as_a_table(tmp_path: Path) -> None:
    files = {
        kind: queries.ranking_file(code="deprivation", number=1, kind=kind, by=ANYONE)
        for kind in ("csv", "xlsx")
    }

    assert [each.name for each in files.values()] == ["deprivation-1.csv", "deprivation-1.xlsx"]
    table = pl.read_csv(files["csv"].file)
    assert (table.height, table.item(0, "rank")) == (23, 1)
    assert zipfile.is_zipfile(files["xlsx"].file)


@pytest.mark.django_db
def test_sentences_can_name_every_indicator() -> None:
    assert queries.indicator_names(by=ANYONE).keys() >= set(METHOD.indicators)

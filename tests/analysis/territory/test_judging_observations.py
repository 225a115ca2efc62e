from datetime import date

import polars as pl
import pytest

from kargosha.analysis.errors import BadTable
from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging import Judged, judge_observations
from kargosha.analysis.territory.judging.judged import MOST_FAULTS
from kargosha.analysis.territory.judging.tables import HEADER
from tests.analysis.territory.judging_universe import (
    CENSUS,
    INDICATORS,
    KNOWN,
    LATER,
    SINCE,
    codes,
    found,
)

SCHEMA = {
    "value": pl.Float64,
    "margin": pl.Float64,
    "boundary_on": pl.Date,
    "place_code": pl.String,
}


def figure(**other: object) -> dict[str, object]:
    usual = {
        "place_code": "0302",
        "indicator": "population",
        "observed_on": CENSUS,
        "value": 10.0,
        "source": "census",
    }
    return {**usual, **other}


def judge(*figures: dict[str, object], standing: pl.DataFrame | None = None) -> Judged:
    frame = pl.DataFrame(list(figures), schema_overrides=SCHEMA)
    return judge_observations(frame, KNOWN, INDICATORS, standing=standing)


def test_figures_of_known_places_and_indicators_are_right() -> None:
    result = judge(figure(), figure(place_code="03"), figure(indicator="temperature", value=-4.0))

    assert (result.faults, result.notes) == ((), ())
    assert result.good_rows.height == 3
    assert result.frame["period"].to_list() == ["year"] * 3


def test_rows_are_told_as_the_file_counts_them() -> None:
    frame = pl.DataFrame([figure(place_code="03"), figure(value=-1.0)]).with_columns(
        pl.Series(ROW, [7, 9])
    )

    result = judge_observations(frame, KNOWN, INDICATORS)

    assert found(result) == [("fault.negative", 9, "value")]
    assert result.good_rows[ROW].to_list() == [7]


def test_a_figure_with_a_column_of_its_own_is_told_by_its_header() -> None:
    frame = pl.DataFrame([figure(value=-1.0), figure(place_code="99")]).with_columns(
        pl.Series(ROW, [2, 2]), pl.Series(HEADER, ["pop 95", "pop 95"])
    )

    result = judge_observations(frame, KNOWN, INDICATORS)

    assert set(found(result)) == {
        ("fault.negative", 2, "pop 95"),
        ("fault.unknown_place", 2, "place_code"),
    }


@pytest.mark.parametrize(
    ("indicator", "value", "code"),
    [
        ("population", -1.0, "negative"),
        ("unemployment_rate", 100.5, "not_a_percentage"),
        ("unemployment_rate", -0.5, "not_a_percentage"),
        ("need", 1.5, "not_a_share"),
        ("population_change", -100.5, "lost_more_than_all"),
        ("population", float("inf"), "not_finite"),
        ("population", float("nan"), "not_finite"),
    ],
)
def test_a_figure_that_its_unit_does_not_allow_is_named(
    indicator: str, value: float, code: str
) -> None:
    assert codes(judge(figure(indicator=indicator, value=value))) == [code]


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("unemployment_rate", 100.0),
        ("unemployment_rate", 0.0),
        ("need", 1.0),
        ("population_change", -14.2),
        ("population_change", 159.9),
        ("population", 0.0),
        ("unemployment_rate", None),
    ],
)
def test_a_figure_at_the_bound_is_right(indicator: str, value: float | None) -> None:
    assert judge(figure(indicator=indicator, value=value)).faults == ()


def test_a_negative_margin_is_named() -> None:
    assert codes(judge(figure(margin=-0.1))) == ["negative"]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2600, 1, 1)])
def test_a_time_that_is_not_ours_is_named(day: date) -> None:
    assert "out_of_time" in codes(judge(figure(observed_on=day)))


def test_an_unknown_code_is_named_with_the_one_that_may_be_meant() -> None:
    result = judge(figure(place_code="302"), figure(place_code="0320"), figure(place_code="9"))

    near = [fault.values.get("near") for fault in result.faults]
    assert codes(result) == ["unknown_place_near", "unknown_place_near", "unknown_place"]
    assert near[0] == "0302"
    assert near[2] is None


def test_an_unknown_indicator_is_named() -> None:
    result = judge(figure(indicator="population2"), figure(indicator="x"), figure(indicator=None))

    assert codes(result) == ["unknown_indicator_near", "unknown_indicator", "missing"]
    assert result.faults[0].values["near"] == "population"


def test_an_indicator_is_observed_of_some_kinds_only() -> None:
    result = judge(figure(place_code="030202", indicator="unemployment_rate"))

    assert found(result) == [("fault.indicator_level", 2, "indicator")]
    assert result.faults[0].values["kind"] == "district"


def test_a_period_is_one_of_four() -> None:
    result = judge(figure(period="decade"))

    assert found(result) == [("fault.unknown_word", 2, "period")]


def test_a_figure_from_before_the_place_stood_names_its_origin() -> None:
    result = judge(figure(place_code="0327"))

    assert codes(result) == ["place_later"]
    assert result.faults[0].values == {
        "value": "0327",
        "day": CENSUS,
        "from": SINCE,
        "predecessors": "0302",
    }


def test_a_place_without_origin_may_not_stand_yet() -> None:
    assert codes(judge(figure(place_code="0331"))) == ["place_not_yet"]


def test_the_year_in_which_a_place_began_counts_as_its_own() -> None:
    season = figure(place_code="0331", observed_on=date(2018, 1, 21), period="season")
    month = figure(place_code="0331", observed_on=date(2018, 1, 21), period="month")
    day = figure(place_code="0331", observed_on=date(2018, 3, 20), period="day")

    assert codes(judge(season)) == []
    assert codes(judge(month, day)) == ["place_not_yet", "place_not_yet"]


def test_a_figure_on_later_boundaries_is_right() -> None:
    assert judge(figure(place_code="0327", boundary_on=LATER)).faults == ()


def test_a_figure_from_after_the_place_ended_names_what_followed() -> None:
    result = judge(
        figure(place_code="0310", observed_on=LATER), figure(place_code="0311", observed_on=LATER)
    )

    assert codes(result) == ["place_no_more", "place_ended"]
    assert result.faults[1].values["successors"] == "0328"


def test_a_part_is_not_counted_inside_and_outside_its_whole() -> None:
    result = judge(figure(), figure(place_code="0327"))

    assert found(result) == [("fault.counted_twice", 3, "place_code")]
    assert result.faults[0].values["other"] == "0302"


def test_a_part_on_later_boundaries_beside_the_old_whole_is_counted_twice() -> None:
    result = judge(figure(), figure(place_code="0327", boundary_on=LATER))

    assert codes(result) == ["counted_twice"]


def test_a_part_beside_a_whole_on_the_same_later_boundaries_is_right() -> None:
    result = judge(figure(boundary_on=LATER), figure(place_code="0327", boundary_on=LATER))

    assert result.faults == ()


def test_where_the_day_is_not_known_both_must_state_their_boundaries() -> None:
    unstated = judge(figure(), figure(place_code="0330"))
    stated = judge(figure(boundary_on=LATER), figure(place_code="0330", boundary_on=LATER))

    assert codes(unstated) == ["maybe_counted_twice"]
    assert stated.faults == ()


def test_a_part_is_compared_with_the_whole_that_is_known_already() -> None:
    standing = pl.DataFrame([figure()], schema_overrides=SCHEMA)

    assert codes(judge(figure(place_code="0330"), standing=standing)) == ["maybe_counted_twice"]


@pytest.mark.parametrize("other", [{"value": None}, {"indicator": "need", "value": 0.5}])
def test_an_unknown_part_or_another_indicator_is_not_counted_twice(
    other: dict[str, object],
) -> None:
    assert judge(figure(), figure(place_code="0330", **other)).faults == ()


def test_a_figure_said_twice_alike_is_left_out_and_noted() -> None:
    result = judge(figure(), figure(), figure())

    assert result.faults == ()
    assert result.frame.height == 1
    assert [(note.code, note.values) for note in result.notes] == [
        ("note.said_again", {"count": 2})
    ]


def test_contrary_figures_name_each_other() -> None:
    result = judge(figure(), figure(value=11.0), figure(value=12.0), figure(place_code="03"))

    assert found(result) == [("fault.figure_contradicts", row, "value") for row in (2, 3, 4)]
    assert [fault.values["twin"] for fault in result.faults] == [3, 2, 2]
    assert [fault.values["other"] for fault in result.faults] == [11.0, 10.0, 10.0]
    assert result.good_rows.height == 1


def test_an_indicator_of_which_all_is_unknown_is_noted() -> None:
    result = judge(figure(), figure(indicator="need", value=None))

    assert result.faults == ()
    assert [(note.code, note.values) for note in result.notes] == [
        ("note.unknown_figures", {"count": 1, "of": 2}),
        ("note.all_unknown", {"indicator": "need"}),
    ]


def named(key: str | None, **other: object) -> dict[str, object]:
    usual = {"place_code": None, "place_key": key, "place_name": key, "place_kind": None}
    return figure(**{**usual, "within_code": None, **other})


def test_a_place_is_found_by_its_name() -> None:
    result = judge(named("ahar"), named("central", place_kind="district", within_code="0302"))

    assert result.faults == ()
    assert result.frame["place_code"].to_list() == ["0302", "030202"]


def test_a_name_of_several_is_told_with_their_codes() -> None:
    result = judge(named("central", observed_on=LATER))

    assert codes(result) == ["name_of_several"]
    assert set(str(result.faults[0].values["codes"]).split(", ")) == {"030202", "032701"}


def test_of_several_the_one_that_stood_at_the_time_is_meant() -> None:
    places = pl.concat([KNOWN, KNOWN.filter(pl.col("code") == "0310").with_columns(
        code=pl.lit("0340"), valid_from=SINCE, valid_to=pl.lit(None, dtype=pl.Date)
    )])  # fmt: skip
    frame = pl.DataFrame([named("oldtown"), named("oldtown", observed_on=LATER)])

    result = judge_observations(frame, places, INDICATORS)

    assert result.faults == ()
    assert result.frame["place_code"].to_list() == ["0310", "0340"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (named("nowhere"), "name_unknown"),
        (named("ahar", place_kind="city"), "name_unknown"),
        (named("ahar", within_code="04"), "name_unknown_within"),
        (named("codeless", within_code="03"), "place_without_code"),
        (named(None), "place_missing"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(row: dict[str, object], code: str) -> None:
    assert codes(judge(row)) == [code]


def test_a_code_is_never_replaced_by_a_name() -> None:
    result = judge(named("ahar", place_code="0310"))

    assert result.frame["place_code"].to_list() == ["0310"]


def test_a_table_with_faults_without_end_is_refused() -> None:
    many = pl.DataFrame([figure(value=-1.0, place_code="03")]).select(
        pl.all().repeat_by(MOST_FAULTS + 1).explode()
    )

    with pytest.raises(BadTable) as caught:
        judge_observations(many, KNOWN, INDICATORS)

    assert [fault.code for fault in caught.value.faults] == ["fault.too_many_faults"]


def test_no_code_is_compared_without_end() -> None:
    strange = [figure(place_code=f"0302{n:03}") for n in range(120)]

    result = judge(*strange)

    assert len(result.faults) == 120
    assert sum("near" in fault.values for fault in result.faults) <= 100


def test_a_column_of_another_type_is_a_fault_of_the_whole_table() -> None:
    frame = pl.DataFrame([figure() | {"value": "many"}])

    result = judge_observations(frame, KNOWN, INDICATORS)

    assert found(result) == [("fault.wrong_type", None, "value")]

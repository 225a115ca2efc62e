"""What the pages draw and say of the same money under several instruments."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from kargosha.files.words import LANGUAGES, sentences
from kargosha.portal.templatetags import targeting

CODES = (
    "decided", "first_come", "equal_share", "population_share", "individual_loans",
    "individual_counted",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def estimate(value: float, reach: float) -> dict[str, Any]:
    return {"value": value, "low": value - reach, "high": value + reach, "level": 0.9}


def curve(money: list[float], codes: list[list[str]], people: list[float]) -> dict[str, Any]:
    return {
        "codes": codes, "people": people, "money": money, "kept_jobs": money,
        "money_index": -0.25, "kept_jobs_index": 0.1, "outside_amount": 7,
    }  # fmt: skip


def instrument(code: str, kept: object = 100.0, **others: Any) -> dict[str, Any]:
    halves = curve([0, 0.75, 1], [["0311"], ["0303"]], [0, 0.25, 1])
    return {
        "code": f"instrument.{code}", "kept_jobs": kept, "granted_amount": 9, "nothing": ["0303"],
        "curves": {"deprivation": halves},
        "counties": [{"code": "0303", "granted_amount": 2}, {"code": "0311", "granted_amount": 7}],
    } | others  # fmt: skip


def figures(*kept: object) -> dict[str, Any]:
    """Return the figures of a round whose instruments are expected to keep so many jobs."""
    share = {"value": 0.65, "low": 0.45, "high": 0.8, "rule": "r", "source": "s"}
    return {
        "instruments": [instrument(*each) for each in zip(CODES, kept, strict=False)],
        "counties": [
            {"code": "0303", "name_en": "Tabriz", "deprivation_rank": 0.3},
            {"code": "0311", "name_en": "Hashtrud", "deprivation_rank": 1.0},
        ],
        "individual": {"groups": share, "persons": share, "applicants": 15},
    }


def of(alone: float, counted: float) -> dict[str, Any]:
    """Return a decision of 100 jobs, 90 to 110, beside individual loans counted both ways."""
    ten = estimate(100, 10)
    return figures(ten, ten, ten, ten, estimate(alone, 10), estimate(counted, 10))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_instrument_assumption_and_study_has_words(language: str) -> None:
    said = sentences(language)

    assert all(f"instrument.{code}" in said for code in CODES)
    assert all(f"instrument_rule.{code}" in said for code in CODES)
    assert all(f"assumption.individual.{each}" in said for each in targeting.ASSUMED)
    assert all(f"evidence.{each}.source" in said for each in targeting.STUDIES)


def test_the_decision_stands_first_with_the_rule_of_each() -> None:
    rows = targeting.comparison(of(617, 179))

    assert [row.is_decision for row in rows] == [True, False, False, False, False, False]
    assert (rows[1].number, rows[1].rule) == (2, "instrument_rule.first_come")
    assert rows[1].nothing == 1
    assert targeting.comparison({}) == []


def test_an_estimate_of_before_has_no_interval() -> None:
    (row,) = targeting.comparison({"instruments": [{"code": "instrument.decided", "kept_jobs": 4}]})

    assert (row.kept_jobs["value"], row.kept_jobs["low"], row.nothing) == (4, None, None)
    at = targeting.reach(row, [row])
    assert at is not None
    assert (at.start, at.dot, at.end) == ("100.00%",) * 3


def test_intervals_stand_on_one_scale() -> None:
    rows = targeting.comparison(of(190, 100))
    unknown = targeting.comparison({"instruments": [instrument("decided", None)]})

    at = targeting.reach(rows[0], rows)

    assert at is not None
    assert (at.start, at.dot, at.end) == ("45.00%", "50.00%", "55.00%")
    assert targeting.reach(unknown[0], unknown) is None


@pytest.mark.parametrize(
    ("alone", "counted", "expected"),
    [
        (617, 105, ("do not overlap: under", "By this yardstick the intervals overlap")),
        (617, 400, ("would keep more jobs", "they would keep more than the decision")),
        (115, 70, ("intervals overlap", "they would keep fewer than the decision")),
        (70, 60, ("would keep fewer jobs", "they would keep fewer than the decision")),
    ],
)
def test_no_more_is_said_than_the_intervals_allow(
    alone: float, counted: float, expected: tuple[str, str]
) -> None:
    first, second = targeting.verdicts(of(alone, counted))

    assert expected[0] in first
    assert "100 jobs (90 to 110)" in first
    assert expected[1] in second
    assert f"{alone - counted:.0f} of their jobs come from the assumption" in second


def test_without_intervals_or_individual_loans_nothing_is_concluded() -> None:
    assert targeting.verdicts(figures(100.0, 90.0)) == []
    assert targeting.verdicts(figures(*[100.0] * 6)) == []
    assert targeting.assumptions({}) == []


def test_the_assumptions_are_said_with_the_rules_of_the_run() -> None:
    said = targeting.assumptions(figures())

    assert len(said) == len(targeting.ASSUMED)
    assert any("65 % (45 % to 80 %)" in each for each in said)
    assert all(source for _, source in targeting.studies())


def test_curves_are_drawn_from_below_left_and_bear_their_numbers() -> None:
    picture = targeting.curves(of(617, 179), "deprivation", "money")

    assert picture is not None
    assert [each.number for each in picture.curves] == [1, 2, 3, 4, 5]
    assert picture.curves[0].path == "M0.0 400.0L100.0 100.0L400.0 0.0"
    assert (picture.curves[0].x, picture.curves[0].y) == (56.0, 232.0)
    assert picture.curves[1].x > 100
    assert picture.curves[0].index == -0.25
    assert (picture.outside, picture.is_hidden) == (7, False)
    jobs = targeting.curves(of(617, 179), "deprivation", "kept_jobs")
    assert jobs is not None
    assert [each.number for each in jobs.curves] == [1, 2, 3, 4, 5, 6]


def test_the_table_beside_the_picture_tells_each_point() -> None:
    both = of(617, 179)
    hidden = curve([0, 1], [["0303", "0311"]], [0, 1])
    both["instruments"][1]["curves"]["deprivation"] = hidden

    picture = targeting.curves(both, "deprivation", "money")

    assert picture is not None
    worst, rest = picture.steps
    assert (worst.people, [each["name_en"] for each in worst.counties]) == (0.25, ["Hashtrud"])
    assert worst.shares == [0.75, None, 0.75, 0.75, 0.75]
    assert (rest.people, rest.shares[1]) == (1.0, 1)


def test_what_was_not_measured_or_may_not_be_told_has_no_curve() -> None:
    hidden = of(617, 179)
    for row in hidden["instruments"]:
        empty = {"codes": (), "people": (), "money": (), "kept_jobs": (), "hidden": True}
        row["curves"]["deprivation"] |= empty

    picture = targeting.curves(hidden, "deprivation", "money")

    assert targeting.curves({}, "deprivation", "money") is None
    assert targeting.curves(of(617, 179), "emigration", "money") is None
    assert picture is not None
    assert (picture.is_hidden, picture.curves, picture.steps) == (True, [], [])


def test_a_number_beyond_the_last_point_stands_at_its_height() -> None:
    assert targeting._height([(0.0, 400.0), (10.0, 100.0)], 50.0) == 100.0


def test_counties_stand_by_need_with_what_each_instrument_gives() -> None:
    rows = targeting.county_handouts(of(617, 179))

    assert [each.county["name_en"] for each in rows] == ["Hashtrud", "Tabriz"]
    assert [cell["granted_amount"] for _, cell in rows[0].cells] == [7] * 5
    assert targeting.county_handouts({"counties": [{"code": "0303"}]}) == []


@pytest.mark.parametrize("part", ["_targeting_curves", "_targeting_aim", "_compare_individual"])
def test_the_pictures_of_a_run_of_before_say_that_they_are_missing(part: str) -> None:
    old = {"instruments": [{"code": "instrument.decided", "kept_jobs": 4, "nothing": []}]}
    shown = {
        "figures": old, "rows": targeting.comparison(old), "axis": "deprivation", "measure": "money",
    }  # fmt: skip

    said = Template(f"{{% include 'allocation/{part}.html' %}}").render(Context(shown))

    assert "computed" in said

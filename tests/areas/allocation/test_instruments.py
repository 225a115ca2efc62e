"""The same money under other instruments: what is stored of it, who reads what, and the files."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import ConditionPrice, Run, Solution
from kargosha.areas.allocation.queries.masked_instruments import SmallCells
from kargosha.areas.allocation.queries.masking import Masking
from kargosha.areas.applications.models import Application
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound
from tests.universe import BILLION, People

SMALLEST = 3
CELLS = SmallCells(SMALLEST, Masking(date(2026, 5, 21))._hidden)


def curve(counts: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Return a curve of equal counties on which each proposal got a share of the money."""
    rows = list(counts)
    whole = sum(count for _, count in rows)
    money = [sum(count for _, count in rows[:at]) / whole for at in range(len(rows) + 1)]
    return {
        "codes": [[code] for code, _ in rows],
        "people": [at / len(rows) for at in range(len(rows) + 1)],
        "money": money,
        "kept_jobs": money,
        "money_index": 0.12345,
        "kept_jobs_index": None,
        "outside_amount": 0,
    }


def instrument(on: dict[str, int], off: dict[str, int] | None = None) -> dict[str, Any]:
    """Return an instrument with so many proposals in counties on its curve and off it."""
    cell = {"kept_jobs": 1.0, "amount_each": 2.0}
    counties = [
        {"code": code, "granted_count": count, "granted_amount": count * BILLION, **cell}
        for code, count in {**on, **(off or {})}.items()
    ]
    return {
        "code": "instrument.first_come",
        "gini": 0.123456,
        "worst_fifth_share": None,
        "leakage": 0.87654,
        "unplaced_amount": 7,
        "counties": counties,
        "curves": {"deprivation": curve(on.items())},
    }


@pytest.fixture
def masked(district: object) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def told(row: dict[str, Any]) -> dict[str, Any]:
        return CELLS.measures({"instruments": [row]})["instruments"][0]  # type: ignore[no-any-return]

    return told


@pytest.fixture
def district(db: None) -> None:
    """The rules of privacy are looked up in the database."""


Masked = Callable[[dict[str, Any]], dict[str, Any]]


def test_the_part_of_a_county_in_an_instrument_is_hidden_like_any_cell(masked: Masked) -> None:
    told = masked(instrument({"A": 9, "B": 1, "C": 2}))

    many, few, _ = told["counties"]
    assert many["granted_amount"] == 9 * BILLION
    assert few == {
        "code": "B", "granted_amount": None, "granted_count": None, "kept_jobs": None,
        "amount_each": None, "granted_hidden": "few",
    }  # fmt: skip
    assert (told["gini"], told["leakage"], told["worst_fifth_share"]) == (0.12, 0.88, None)
    assert told["unplaced_amount"] is None


@pytest.mark.parametrize(
    ("on", "steps"),
    [
        ({"A": 5, "B": 4, "C": 3}, [["A"], ["B"], ["C"]]),
        ({"A": 5, "B": 1, "C": 2, "D": 9}, [["A"], ["B", "C"], ["D"]]),
        ({"A": 1, "B": 9, "C": 2}, [["A", "B", "C"]]),
        ({"A": 2, "B": 1, "C": 9, "D": 2}, [["A", "B", "C", "D"]]),
        ({"A": 2, "B": 1, "C": 9, "D": 2, "E": 1}, [["A", "B"], ["C"], ["D", "E"]]),
        ({"A": 9, "B": 0, "C": 7}, [["A"], ["B"], ["C"]]),
    ],
)
def test_a_curve_steps_over_what_is_hidden_only_with_enough_of_it(
    masked: Masked, on: dict[str, int], steps: list[list[str]]
) -> None:
    told = masked(instrument(on))["curves"]["deprivation"]

    assert told["codes"] == steps
    assert len(told["money"]) == len(told["people"]) == len(steps) + 1
    assert (told["money"][0], told["money"][-1], told["people"][-1]) == (0, 1, 1)
    assert told["money_index"] == 0.12


def test_no_step_tells_of_fewer_hidden_proposals_than_the_rule_allows(masked: Masked) -> None:
    on = {"A": 1, "B": 9, "C": 1, "D": 2, "E": 0, "F": 2, "G": 5, "H": 1, "I": 1}
    row = instrument(on)
    told = masked(row)
    hidden = {each["code"] for each in told["counties"] if each["granted_count"] is None}

    for codes in told["curves"]["deprivation"]["codes"]:
        behind = sum(on[code] for code in codes if code in hidden)
        assert behind == 0 or behind >= SMALLEST


def test_curves_are_told_at_the_same_points_so_that_none_seems_below_another(
    district: None,
) -> None:
    one = instrument({"A": 5, "B": 1, "C": 2, "D": 9})
    other = instrument({"A": 2, "B": 1, "C": 7, "D": 4})
    unread = instrument({"A": 1, "B": 1, "C": 0, "D": 0})

    rows = CELLS.measures({"instruments": [one, other, unread]})["instruments"]

    assert [row["curves"]["deprivation"]["codes"] for row in rows] == [
        [["A", "B", "C"], ["D"]],
        [["A", "B", "C"], ["D"]],
        (),
    ]


@pytest.mark.parametrize(
    ("on", "off"),
    [({"A": 5, "B": 4}, {"C": 1, "D": 2}), ({"A": 5, "B": 1}, {"C": 2}), ({"A": 1, "B": 1}, {})],
)
def test_what_is_left_off_the_curve_tells_of_nobody_either(
    masked: Masked, on: dict[str, int], off: dict[str, int]
) -> None:
    told = masked(instrument(on, off))["curves"]["deprivation"]

    if sum(off.values()) == SMALLEST:
        assert told["codes"] == [["A"], ["B"]]
    else:
        assert (told["hidden"], told["codes"], told["money"]) == (True, (), ())
        assert (told["money_index"], told["outside_amount"]) == (None, None)


def test_a_curve_of_nothing_and_a_run_of_before_stay_as_they_are(masked: Masked) -> None:
    row = instrument({"A": 5, "B": 4}) | {"unplaced_amount": 0, "curves": {}}
    old = {"code": "instrument.first_come", "kept_jobs": 3.0, "gini": 0.5}
    unpaid = curve([("A", 1), ("B", 1)]) | {"money": []}
    none = masked(row | {"curves": {"deprivation": unpaid}})["curves"]["deprivation"]

    assert masked(row) == row | {"gini": 0.12, "leakage": 0.88}
    assert masked(old) == old
    assert none["money"] == []
    assert none["people"] == [0, 0.5, 1]


def test_what_is_told_of_all_counties_is_rounded() -> None:
    fifth = {"places": ["0311"], "share": 0.45678, "first_come_share": None}

    told = CELLS.measures({"worst_fifth": fifth, "gini": 0.23456})

    assert told == {"worst_fifth": {**fifth, "share": 0.46}, "gini": 0.23}


@pytest.fixture
def published(solved: Run, own_district: People) -> Run:
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    return solved


def instruments(run: Run) -> dict[str, dict[str, Any]]:
    rows = run.solution.figures["instruments"]
    return {row["code"].removeprefix("instrument."): row for row in rows}


def test_each_instrument_is_stored_with_its_interval_and_its_aim(solved: Run) -> None:
    solved.refresh_from_db()
    rows = instruments(solved)

    assert list(rows) == [
        "decided", "first_come", "equal_share", "population_share", "individual_loans",
        "individual_counted",
    ]  # fmt: skip
    for row in rows.values():
        kept = row["kept_jobs"]
        assert kept["low"] <= kept["value"] <= kept["high"]
        assert sum(each["granted_amount"] for each in row["counties"]) == row["granted_amount"]
        assert set(row["curves"]) == {"deprivation", "emigration"}
    assert rows["decided"]["kept_jobs"] == solved.solution.figures["kept_jobs"]
    assert rows["decided"]["worst_fifth_share"] == pytest.approx(1 - rows["decided"]["leakage"])


def test_individual_loans_stand_with_their_assumptions(solved: Run) -> None:
    solved.refresh_from_db()
    rows, individual = instruments(solved), solved.solution.figures["individual"]
    alone, counted = rows["individual_loans"], rows["individual_counted"]

    assert individual["persons"]["rule"] == "keep_probability.individual"
    assert individual["persons"]["low"] < individual["persons"]["value"]
    assert individual["persons"]["source"]
    members = Application.objects.filter(call=solved.call).values_list("member_count", flat=True)
    assert individual["applicants"] == sum(members)
    assert alone["loans"] == alone["jobs"] == counted["loans"] <= individual["applicants"]
    assert alone["granted_amount"] == counted["granted_amount"]
    assert counted["jobs"] <= alone["jobs"]


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_all_of_the_comparison_can_be_taken_along(published: Run, own_district: People) -> None:
    officer, run_id = own_district.officer, published.pk
    ConditionPrice.objects.create(run=published, condition="capacity:seats", price=0.5, slack=0)

    def rows(part: str) -> list[dict[str, str]]:
        return read(queries.instruments_file(by=officer, run_id=run_id, part=part).content)

    decision = rows("instruments")[0]
    assert decision["instrument"] == "decided"
    assert decision["instrument_en"] == "the decision"
    assert int(decision["granted_amount"]) == 22 * BILLION
    assert float(decision["kept_jobs_low"]) <= float(decision["kept_jobs"])
    of_decision = [row for row in rows("counties") if row["instrument"] == "decided"]
    assert sum(int(row["granted_amount"]) for row in of_decision) == 22 * BILLION
    steps = [row for row in rows("curves") if row["instrument"] == "decided"]
    assert {row["axis"] for row in steps} == {"deprivation", "emigration"}
    assert (float(steps[0]["money"]), float(steps[-1]["money"])) == (0.0, 1.0)
    assert "capacity:seats" in [row["condition"] for row in rows("conditions")]
    xlsx = queries.instruments_file(by=officer, run_id=run_id, part="curves", ending="xlsx")
    assert xlsx.name == f"round-{run_id}-curves.xlsx"
    assert xlsx.content.startswith(b"PK")


def test_the_public_takes_along_only_what_it_may_read(published: Run) -> None:
    file = queries.instruments_file(by=ANYONE, run_id=published.pk, part="counties")

    hashtrud = [row for row in read(file.content) if row["code"] == "0311"]
    assert {row["granted_amount"] for row in hashtrud} <= {"", "0"}


def test_what_is_not_there_is_not_found(solved: Run, own_district: People) -> None:
    for part, ending in (("secrets", "csv"), ("curves", "pdf")):
        with pytest.raises(NotFound):
            queries.instruments_file(
                by=own_district.officer, run_id=solved.pk, part=part, ending=ending
            )
    with pytest.raises(NotFound):
        queries.instruments_file(by=ANYONE, run_id=solved.pk, part="curves")


def test_a_run_solved_before_all_this_was_measured_gives_what_it_has(
    own_district: People,
) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    row = {"code": "instrument.decided", "kept_jobs": 3.5, "granted_amount": 1, "nothing": ["0303"]}
    Solution.objects.create(
        run=run,
        outcome="solved",
        solved_at=run.proposed_at,
        figures={"instruments": [row], "counties": []},
    )

    def rows(part: str) -> list[dict[str, str]]:
        file = queries.instruments_file(by=own_district.officer, run_id=run.pk, part=part)
        return read(file.content)

    assert rows("instruments")[0]["kept_jobs"] == "3.5"
    assert rows("instruments")[0]["kept_jobs_low"] == ""
    assert rows("counties") == rows("curves") == []

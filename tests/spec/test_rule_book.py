"""The rules as cases: on which day which value holds, by which article (docs/rule_book.md)."""

from datetime import date
from itertools import pairwise

import pytest

from kargosha.analysis.rules import Rule, Rulebook, UnknownRule
from kargosha.files.rulebook import headings, shipped_rules

TODAY = date(2026, 11, 23)
UNITS = {
    "count", "days", "index", "minutes", "people", "per_thousand", "percent", "points", "rials", "seconds",
    "share", "weight", "years",
}  # fmt: skip

# key, day, value, article or study on which it rests
CASES = (
    ("eligibility.rural_town_population", date(2017, 8, 22), 10_000, "Rural employment law 1396"),
    ("quota.provincial_share", date(2017, 8, 22), 0.5, "art. 5"),
    ("quota.national_share", TODAY, 0.5, "art. 5"),
    ("quota.sector.agriculture", TODAY, 0.45, "Bylaw"),
    ("quota.sector.working_capital", TODAY, 0.1, "Bylaw"),
    ("quota.cooperatives.floor", date(2023, 3, 21), 0.1, "note 2 of 1403"),
    ("quota.cooperatives.ceiling", TODAY, 0.25, "note 2 of 1403"),
    ("cost_per_job.general", date(2019, 3, 21), 400_000_000, "tn.ai"),
    ("cost_per_project.general", TODAY, 900_000_000, "tn.ai"),
    ("keep_probability.base", TODAY, 0.65, "Judgement"),
    ("loss.price", TODAY, 0, "no loss has been learned"),
    ("need.deprivation_weight", TODAY, 1, "own assumption"),
    ("need.emigration_weight", TODAY, 1, "own assumption"),
    ("sign.unemployment_rate.most", TODAY, 20, "own assumption"),
    ("sign.population_change.least", TODAY, -5, "own assumption"),
    ("migration.natural_growth_margin", TODAY, 4, "own assumption"),
    ("price_index.1398", TODAY, 1, "Base year"),
    ("allocation.gap", TODAY, 0.0001, "Decided"),
    ("territory.metropolis", TODAY, 1_000_000, "own assumption"),
)

# Annual inflation in per cent by which the chain of prices goes from one Persian year to the next.
INFLATION = {1399: 36.4, 1400: 40.2, 1401: 45.8, 1402: 40.7, 1403: 32.5, 1404: 50.0, 1405: 40.0}

# No source sets these; a call signs them, and until then they say so themselves.
UNCONFIRMED = ("quota.women.floor", "quota.youth.floor", "quota.rural.floor", "quota.county.floor")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.on(TODAY, shipped_rules())


@pytest.mark.parametrize(("key", "day", "value", "article"), CASES, ids=[case[0] for case in CASES])
def test_on_that_day_that_value_holds_by_that_article(
    key: str, day: date, value: float, article: str
) -> None:
    rule = Rulebook.on(day, shipped_rules()).rule(key)

    assert rule.value == value
    assert article in rule.source


@pytest.mark.parametrize(("key", "day"), [case[:2] for case in CASES[:2]])
def test_the_day_before_its_first_day_a_rule_does_not_hold(key: str, day: date) -> None:
    the_day_before = date.fromordinal(day.toordinal() - 1)

    with pytest.raises(UnknownRule):
        Rulebook.on(the_day_before, shipped_rules()).rule(key)


@pytest.mark.parametrize("rule", shipped_rules(), ids=lambda rule: f"{rule.key} {rule.valid_from}")
def test_every_rule_says_what_it_is_and_where_it_comes_from(rule: Rule) -> None:
    meaning = headings()[rule.key].meaning

    assert rule.unit in UNITS
    assert len(rule.source) > len("Law 1396")
    assert meaning["fa"].strip()
    assert meaning["en"].strip()
    assert meaning["fa"] != meaning["en"]


@pytest.mark.parametrize("rule", shipped_rules(), ids=lambda rule: f"{rule.key} {rule.valid_from}")
def test_every_value_lies_where_its_unit_allows(rule: Rule, book: Rulebook) -> None:
    value = book.number(rule.key)

    assert value >= 0 or rule.unit == "percent"  # a change of population can be a loss
    assert rule.unit != "share" or value <= 1
    assert rule.unit not in {"count", "days", "people", "rials"} or value == int(value)
    assert rule.low is None or (rule.high is not None and rule.low <= value <= rule.high)


def test_what_the_law_gives_to_sectors_is_the_whole(book: Rulebook) -> None:
    shares = [float(rule.value) for rule in book.below("quota.sector")]

    assert sum(shares) == pytest.approx(1)


def test_the_two_halves_of_the_law_are_the_whole(book: Rulebook) -> None:
    assert book.number("quota.provincial_share") + book.number("quota.national_share") == 1


@pytest.mark.parametrize(("before", "year"), list(pairwise([1398, *INFLATION])))
def test_prices_are_chained_by_the_published_rates(before: int, year: int, book: Rulebook) -> None:
    grown = book.number(f"price_index.{year}") / book.number(f"price_index.{before}")

    assert grown == pytest.approx(1 + INFLATION[year] / 100, abs=0.0005)


def test_a_job_of_1398_costs_two_billion_rials_in_1403(book: Rulebook) -> None:
    cost = book.number("cost_per_job.general") * book.number("price_index.1403")

    assert cost == pytest.approx(2_079_200_000)


def test_group_and_individual_loans_are_given_the_same_chance(book: Rulebook) -> None:
    group, individual = (
        book.rule(f"keep_probability.{instrument}") for instrument in ("base", "individual")
    )

    assert (group.value, group.low, group.high) == (
        individual.value,
        individual.low,
        individual.high,
    )


def test_no_addition_lifts_the_chance_above_its_most(book: Rulebook) -> None:
    most = book.number("keep_probability.most")

    assert book.number("keep_probability.base") < most < 1


def test_no_class_has_a_floor_above_its_ceiling(book: Rulebook) -> None:
    for class_ in ("cooperatives", "county"):
        assert book.number(f"quota.{class_}.floor") <= book.number(f"quota.{class_}.ceiling")


def test_the_floors_of_all_counties_leave_room_for_choice(book: Rulebook) -> None:
    counties = 20

    assert counties * book.number("quota.county.floor") < 1
    assert counties * book.number("quota.county.ceiling") > 1


@pytest.mark.parametrize("key", UNCONFIRMED)
def test_what_nobody_has_decreed_says_so(key: str, book: Rulebook) -> None:
    assert "to be confirmed" in book.rule(key).source

"""Rows of a call as the tables that the method reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from kargosha.analysis.allocation.instruments import UNKNOWN_PLACE, Applicants, Places
from kargosha.analysis.allocation.value import credible_jobs, household_weight, need
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.models import Run
from kargosha.areas.applications.models import Application, Call, CallFreeze, CallMoney
from kargosha.areas.funding.models import Balance, Quota
from kargosha.areas.territory.models import AXES, IndexVersion, Observation, PlaceEstimate
from kargosha.files.jalali import jalali_year
from kargosha.files.prices import at_prices_of
from kargosha.kernel.rulebook import rulebook_on

COUNTY_FIGURES = ("population", "unemployed")
COUNTY_DIGITS = 4
"""Length of a county's code; a place below it begins with it."""


Percentiles = Mapping[str, float]
"""Percentile ranks on one axis of need by the code of the place: 0-1, 1 the worst."""


@dataclass(frozen=True)
class Gathered:
    """All that a run is decided from: the method's tables, and the counties for comparing.

    The tables hold the eligible proposals; ``ineligible`` has the columns of their candidates.
    ``counties`` are those that have figures, in the order of their codes: ``code``, ``deprivation``
    and ``emigration`` (0-1, 1 the worst), ``population``, ``unemployed``; null where unknown.
    """

    tables: Mapping[str, pl.DataFrame]
    counties: pl.DataFrame
    ineligible: pl.DataFrame


@dataclass(frozen=True)
class Weights:
    """How much the need of a place and a household without an earner weigh in a call."""

    deprivation: float
    emigration: float
    household: float


def rules_of(run: Run) -> Rulebook:
    """Return the rules by which a run is decided: those of its day, as they were known when its call
    was frozen."""
    freeze = CallFreeze.objects.filter(call=run.call_id).first()
    return rulebook_on(run.rules_on, as_known_at=None if freeze is None else freeze.signed_at)


def gather(run: Run, rulebook: Rulebook) -> Gathered:
    """Return the rows of a run's call by its frozen rules and weights and by the run's indices, as
    `kargosha allocate` would read them."""
    ranks = ranks_of(run)
    rows = _applications(run.call)
    everyone = _candidates(rows, ranks, rulebook, _weights(run.call, rulebook))
    is_eligible = rows.get_column("eligibility__is_eligible")
    tables = {
        "candidates": everyone.filter(is_eligible),
        "funds": funds(run.call, _budgets(run)),
        "quotas": quotas(run.call),
    }
    return Gathered(tables, known_counties(ranks), everyone.filter(~is_eligible))


def ranks_of(run: Run) -> Mapping[str, Percentiles]:
    """Return the percentile ranks on each axis by the indices of a run."""
    return {axis: published_percentiles(getattr(run, axis)) for axis in AXES}


def published_percentiles(version: IndexVersion | None) -> Percentiles:
    """Return the percentile rank that a version gives each place that has a code and is known."""
    coded = PlaceEstimate.objects.filter(version=version).exclude(place__code="")
    rows = coded.values_list("place__code", "percentile")
    return {code: percentile for code, percentile in rows if percentile is not None}


def nearest_percentile(code: str, ranks: Percentiles) -> float | None:
    """Return the rank of a place; where it is not known, that of the smallest place around it."""
    around = (code[:length] for length in range(len(code), 0, -1))
    return next((ranks[each] for each in around if each in ranks), None)


def applicants(gathered: Gathered) -> Applicants:
    """Return what the comparison of instruments needs of the candidates, in the order of their ids."""
    candidates = gathered.tables["candidates"].sort("candidate_id")
    codes = {code: index for index, code in enumerate(gathered.counties.get_column("code"))}
    county = candidates.get_column("place_code").str.slice(0, COUNTY_DIGITS)
    return Applicants(
        place=np.array([codes.get(each, UNKNOWN_PLACE) for each in county], dtype=np.int64),
        jobs=candidates.get_column("jobs").to_numpy(),
        kept_jobs=(candidates["jobs"] * candidates["keep_probability"]).to_numpy(),
        submitted_on=candidates.get_column("submitted_on").to_numpy(),
        members=candidates.get_column("members").to_numpy().astype(np.int64),
    )


def places(counties: pl.DataFrame) -> Places:
    """Return the counties as the comparison of instruments reads them."""
    return Places(
        codes=tuple(counties.get_column("code")),
        population=_floats(counties, "population"),
        unemployed=_floats(counties, "unemployed"),
        deprivation=_floats(counties, "deprivation"),
        emigration=_floats(counties, "emigration"),
    )


def known_counties(ranks: Mapping[str, Percentiles]) -> pl.DataFrame:
    """Return the counties that have figures, with their ranks."""
    latest = Observation.objects.latest_values(*COUNTY_FIGURES)
    codes = sorted({code for code, _ in latest})
    return pl.DataFrame(
        {"code": codes}
        | {axis: [ranks[axis].get(code) for code in codes] for axis in AXES}
        | {each: [latest.get((code, each)) for code in codes] for each in COUNTY_FIGURES},
        schema={"code": pl.String} | dict.fromkeys((*AXES, *COUNTY_FIGURES), pl.Float64),
    )


def _applications(call: Call) -> pl.DataFrame:
    fields: dict[str, Any] = {
        "code": pl.String,
        "amount": pl.Int64,
        "jobs_pledged": pl.Float64,
        "jobs_payable": pl.Float64,
        "no_earner_share": pl.Float64,
        "has_record": pl.Boolean,
        "has_conduct": pl.Boolean,
        "has_course": pl.Boolean,
        "place_code": pl.String,
        "activity__code": pl.String,
        "kind": pl.String,
        "tags": pl.List(pl.String),
        "submitted_on": pl.Date,
        "member_count": pl.Int64,
        "eligibility__is_eligible": pl.Boolean,
    }
    living = Application.objects.filter(call=call, withdrawal=None, eligibility__isnull=False)
    rows = living.order_by("code").values_list(*fields)
    return pl.DataFrame(list(rows), schema=fields, orient="row")


def _weights(call: Call, rulebook: Rulebook) -> Weights:
    """Return the weights that a call was frozen with; without a freeze, those of the rule book."""
    freeze = CallFreeze.objects.filter(call=call).first()
    if freeze is not None:
        return Weights(freeze.deprivation_weight, freeze.emigration_weight, freeze.household_weight)
    return Weights(
        rulebook.number("need.deprivation_weight"),
        rulebook.number("need.emigration_weight"),
        rulebook.number("household.weight"),
    )


def _candidates(
    rows: pl.DataFrame, ranks: Mapping[str, Percentiles], rulebook: Rulebook, weights: Weights
) -> pl.DataFrame:
    codes = rows.get_column("place_code")
    placed = pl.DataFrame(
        {axis: [nearest_percentile(code, ranks[axis]) for code in codes] for axis in AXES},
        schema=dict.fromkeys(AXES, pl.Float64),
    )
    year = jalali_year(rulebook.day)
    costs = [
        at_prices_of(rulebook, f"cost_per_job.{activity}", year)
        for activity in rows.get_column("activity__code")
    ]
    return pl.DataFrame(
        {
            "candidate_id": rows.get_column("code"),
            "amount": rows.get_column("amount"),
            "jobs": credible_jobs(
                _floats(rows, "jobs_pledged"),
                _floats(rows, "jobs_payable"),
                rows.get_column("amount").cast(pl.Float64).to_numpy(),
                np.array(costs, dtype=np.float64),
            ),
            "keep_probability": _keep_probability(rows, rulebook),
            "need": need(
                _floats(placed, "deprivation"),
                _floats(placed, "emigration"),
                weights.deprivation,
                weights.emigration,
            ),
            "household_weight": household_weight(
                _floats(rows, "no_earner_share"),
                weights.household,
                rulebook.number("household.most"),
            ),
            "place_code": codes,
            "activity": rows.get_column("activity__code"),
            "kind": rows.get_column("kind"),
            "tags": rows.get_column("tags"),
            "submitted_on": rows.get_column("submitted_on"),
            "members": rows.get_column("member_count"),
        }
    )


def _keep_probability(rows: pl.DataFrame, rulebook: Rulebook) -> pl.Series:
    return rows.select(
        (
            rulebook.number("keep_probability.base")
            + pl.col("has_record") * rulebook.number("keep_probability.record")
            + pl.col("has_conduct") * rulebook.number("keep_probability.conduct")
            + pl.col("has_course") * rulebook.number("keep_probability.course")
        ).clip(upper_bound=rulebook.number("keep_probability.most"))
    ).to_series()


def _budgets(run: Run) -> Mapping[str, int]:
    """Return what each agreement can give in a run: what it still can; in a comparison, what it could in
    the portfolio that is compared."""
    basis = Run.objects.basis_of(run.call) if run.is_comparison else None
    return _open_budgets(run.call) if basis is None else budgets_of(basis)


def _open_budgets(call: Call) -> Mapping[str, int]:
    """Return what each agreement of a call can still give: its money in the call, or what is approved
    and unreserved if that is less."""
    money = CallMoney.objects.filter(call=call).values_list("agreement__code", "amount")
    balances = Balance.objects.filter(agreement__calls__call=call).select_related("agreement")
    left = {each.agreement.code: each.open_amount for each in balances}
    return {code: min(amount, left[code]) for code, amount in money}


def budgets_of(run: Run) -> Mapping[str, int]:
    """Return the money that a solved run had of each agreement."""
    budgets: Mapping[str, int] = run.solution.figures.get("budgets", {})
    return budgets


def funds(call: Call, budgets: Mapping[str, int]) -> pl.DataFrame:
    """Return the terms of a call's agreements with the money that each has; where that is not known,
    its money in the call."""
    money = CallMoney.objects.filter(call=call).select_related("agreement")
    return pl.DataFrame(
        [
            {
                "fund_id": part.agreement.code,
                "budget": budgets.get(part.agreement.code, part.amount),
                "ceiling_per_group": part.agreement.ceiling_per_group_amount,
                "ceiling_per_job": part.agreement.ceiling_per_job_amount,
                "max_share": None
                if part.agreement.max_share is None
                else float(part.agreement.max_share),
                "places": part.agreement.place_codes,
                "activities": part.agreement.activity_codes,
                "kinds": part.agreement.borrower_kinds,
            }
            for part in money.order_by("agreement__code")
        ],
        schema={
            "fund_id": pl.String,
            "budget": pl.Int64,
            "ceiling_per_group": pl.Int64,
            "ceiling_per_job": pl.Int64,
            "max_share": pl.Float64,
            "places": pl.List(pl.String),
            "activities": pl.List(pl.String),
            "kinds": pl.List(pl.String),
        },
    )


def quotas(call: Call) -> pl.DataFrame:
    """Return a call's quotas."""
    return pl.DataFrame(
        [_quota(quota) for quota in call.quotas.order_by("code")],
        schema={
            "quota_id": pl.String,
            "class": pl.String,
            "measure": pl.String,
            "floor": pl.Float64,
            "ceiling": pl.Float64,
            "relative": pl.Boolean,
        },
    )


def _quota(quota: Quota) -> dict[str, object]:
    return {
        "quota_id": quota.code,
        "class": quota.member_class,
        "measure": quota.measure,
        "floor": None if quota.floor is None else float(quota.floor),
        "ceiling": None if quota.ceiling is None else float(quota.ceiling),
        "relative": quota.is_relative,
    }


def _floats(frame: pl.DataFrame, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return frame.get_column(column).cast(pl.Float64).fill_null(float("nan")).to_numpy()

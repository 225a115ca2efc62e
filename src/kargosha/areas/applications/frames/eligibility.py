"""Proposals as the rules of eligibility read them, and what the rules find."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl
from django.db.models import Q

from kargosha.analysis.applications import Finding, Verdict, eligibility
from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.frames.ceilings import most_amounts
from kargosha.areas.applications.frames.papers import living
from kargosha.areas.applications.models import (
    Application,
    ApplicationMember,
    Call,
    EligibilityFinding,
)
from kargosha.areas.registry.models import Commitment
from kargosha.areas.territory.models import Observation, Place
from kargosha.kernel import clock

FIELDS: Mapping[str, pl.DataType] = {
    "pk": pl.Int64(),
    "code": pl.String(),
    "group_id": pl.Int64(),
    "kind": pl.String(),
    "place_code": pl.String(),
    "activity__code": pl.String(),
    "amount": pl.Int64(),
    "own_amount": pl.Int64(),
    "jobs_pledged": pl.Int64(),
    "jobs_payable": pl.Float64(),
    "member_count": pl.Int64(),
    "record_member_count": pl.Int64(),
    "has_record": pl.Boolean(),
    "rolled_count": pl.Int64(),
}

Line = Mapping[str, object]
"""A proposal by the names of `FIELDS`; it need not be stored."""

Members = Mapping[str, Sequence[tuple[int, int]]]
"""By the code of a proposal: each member's person and years of production."""


def findings(call: Call, rulebook: Rulebook) -> list[EligibilityFinding]:
    """Return what the rules find in every living proposal of a call, in the order of their codes, not
    yet stored."""
    now = clock.now()
    rows = list(living(call, now).values(*FIELDS))
    keys = {str(row["code"]): row["pk"] for row in rows}
    told = verdicts(call, rows, _members(call), rulebook)
    return [
        EligibilityFinding(
            application_id=keys[each.proposal_id],
            rules_on=rulebook.day,
            is_eligible=each.is_eligible,
            failures=[_stored(failure) for failure in each.failures],
            found_at=now,
        )
        for each in told
    ]


def verdict(application: Application, rulebook: Rulebook) -> Verdict:
    """Return what the rules say of one stored proposal, the rules that it keeps included."""
    rows = list(Application.objects.filter(pk=application.pk).values(*FIELDS))
    named = ApplicationMember.objects.filter(application=application)
    members = {
        application.code: list(named.values_list("person_id", "production_years")),
    }
    return verdicts(application.call, rows, members, rulebook, with_passed=True)[0]


def verdicts(
    call: Call,
    lines: Iterable[Line],
    members: Members,
    rulebook: Rulebook,
    *,
    with_passed: bool = False,
) -> tuple[Verdict, ...]:
    """Return what the rules say of proposals to a call, in the order of their codes."""
    rows = pl.DataFrame(list(lines), schema=dict(FIELDS)).rename({"activity__code": "activity"})
    if rows.is_empty():
        return ()
    people = pl.DataFrame(
        [(code, *line) for code, lines_of in members.items() for line in lines_of],
        schema={"proposal_id": pl.String, "person_id": pl.Int64, "production_years": pl.Int64},
        orient="row",
    ).filter(pl.col("proposal_id").is_in(rows["code"].to_list()))
    return eligibility(
        _proposals(call, rows, people, rulebook),
        people.with_columns(pl.col("person_id").cast(pl.String)),
        rulebook,
        with_passed=with_passed,
    )


def _proposals(
    call: Call, rows: pl.DataFrame, people: pl.DataFrame, rulebook: Rulebook
) -> pl.DataFrame:
    """Return the proposals as the method's table."""
    places = _places(rows["place_code"].unique().to_list(), rulebook.day)
    # A list that says of a group that it has a record, and not of how many, leaves the number open.
    open_record = (pl.col("record_member_count") == 0) & pl.col("has_record")
    return rows.join(places, on="place_code", how="left").select(
        pl.col("code").alias("proposal_id"),
        "kind",
        "amount",
        "own_amount",
        "member_count",
        pl.when(~open_record).then("record_member_count").alias("record_member_count"),
        "jobs_pledged",
        "activity",
        "place_code",
        "place_kind",
        "place_population",
        "rolled_count",
        pl.lit(call.code).alias("call_code"),
        pl.lit(list(call.place_codes), pl.List(pl.String)).alias("call_places"),
        pl.lit(list(call.activity_codes), pl.List(pl.String)).alias("call_activities"),
        most_amounts(call, rows, rulebook).alias("most_amount"),
        _open_commitments(rows, people, rulebook.day).alias("open_commitments"),
    )


def _places(codes: Sequence[str], day: date) -> pl.DataFrame:
    """Return kind and latest known population of places."""
    kinds = dict(Place.objects.filter(code__in=codes).values_list("code", "kind"))
    counted = Observation.objects.filter(
        place__code__in=codes,
        indicator__code="population",
        value__isnull=False,
        observed_on__lte=day,
    ).order_by("observed_on", "pk")
    people = dict(counted.values_list("place__code", "value"))
    return pl.DataFrame(
        [(code, kinds[code], people.get(code)) for code in codes],
        schema={
            "place_code": pl.String,
            "place_kind": pl.String,
            "place_population": pl.Float64,
        },
        orient="row",
    )


def _open_commitments(rows: pl.DataFrame, people: pl.DataFrame, day: date) -> pl.Series:
    """Count the public money that each group and its members have and did not repay by a day; null
    where neither group nor member is named."""
    groups = rows["group_id"].drop_nulls().to_list()
    persons = people["person_id"].unique().to_list()
    still = Q(end=None) | Q(end__ended_on__gt=day)
    held = Commitment.objects.filter(still, began_on__lte=day)
    by_group = Counter(held.filter(group__in=groups).values_list("group_id", flat=True))
    by_person = Counter(held.filter(person__in=persons).values_list("person_id", flat=True))
    of_members: Counter[str] = Counter()
    for code, person in people.select("proposal_id", "person_id").iter_rows():
        of_members[code] += by_person[person]
    return pl.Series(
        [
            None if group is None and code not in of_members else by_group[group] + of_members[code]
            for code, group in rows.select("code", "group_id").iter_rows()
        ],
        dtype=pl.Int64,
    )


def _members(call: Call) -> Members:
    """Return the members of the living proposals of a call."""
    named: dict[str, list[tuple[int, int]]] = {}
    rows = ApplicationMember.objects.filter(call=call, left_at=None)
    for code, person, years in rows.values_list(
        "application__code", "person_id", "production_years"
    ):
        named.setdefault(code, []).append((person, years))
    return named


def _stored(failure: Finding) -> dict[str, object]:
    return {**vars(failure), "values": dict(failure.values)}

"""What the rules of eligibility ask of each proposal, one row a proposal in the order of their ids."""

from fractions import Fraction

import polars as pl

from kargosha.analysis.applications.tables import MEMBERS, PROPOSALS
from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import ROW, tidied

KINDS = ("group", "cooperative")
RECORD_SHARE = "eligibility.record_share"
RECORD_YEARS = "eligibility.record_years"
OWN_SHARE = "eligibility.own_money_share"


def facts(proposals: pl.DataFrame, members: pl.DataFrame | None, rules: Rulebook) -> pl.DataFrame:
    """Return the proposals with what is counted and reckoned of them.

    Parameters
    ----------
    proposals, members
        As `eligibility` takes them.
    rules
        The rules of the day.

    Returns
    -------
    DataFrame
        The columns of PROPOSALS, sorted by ``proposal_id``, and ``found_members``; ``found_record``,
        ``unknown_record`` and ``least_record`` (members); ``least_own`` (rials); ``shared_members``
        and ``others``: members who stand in too many proposals of the call, and in which others;
        ``named`` is null where no member is named; ``in_called_place``, null where the place is
        not known.

    Raises
    ------
    BadTable
        With every fault of either table.
    """
    faults: list[Fault] = []
    held = tidied(proposals, PROPOSALS, faults)
    named = tidied(MEMBERS_ABSENT if members is None else members, MEMBERS, faults)
    faults += _faults(held, named)
    if faults:
        raise BadTable(faults)
    counted = (
        held.join(_counted(named, rules), on="proposal_id", how="left")
        .join(_shared(held, named, rules), on="proposal_id", how="left")
        .sort("proposal_id")
        .with_columns(
            found_members=pl.coalesce("named", "member_count"),
            found_record=pl.coalesce("named_record", "record_member_count"),
            unknown_record=pl.col("named_unknown").fill_null(0),
            shared_members=pl.col("shared_members").fill_null(0),
        )
    )
    cost = counted["amount"] + counted["own_amount"].fill_null(0)
    return counted.with_columns(
        _in_called_place(counted).alias("in_called_place"),
        _least(rules.number(RECORD_SHARE), counted["found_members"]).alias("least_record"),
        _least(rules.number(OWN_SHARE), cost).alias("least_own"),
    )


MEMBERS_ABSENT = pl.DataFrame({column.name: [] for column in MEMBERS.columns})


def _faults(held: pl.DataFrame, named: pl.DataFrame) -> list[Fault]:
    faults = [Fault("fault.empty_table", PROPOSALS.name)] if held.is_empty() else []
    kinds = held.filter(pl.col("kind").is_not_null() & ~pl.col("kind").is_in(KINDS))
    faults += [
        Fault("fault.borrower_kind", PROPOSALS.name, row, "kind", {"value": kind})
        for row, kind in kinds.select(ROW, "kind").iter_rows()
    ]
    faults += _twice(held, PROPOSALS.name, ["proposal_id"])
    faults += _twice(named, MEMBERS.name, ["proposal_id", "person_id"])
    lost = named.drop_nulls("proposal_id").join(held, on="proposal_id", how="anti")
    return faults + [
        Fault("fault.unknown_code", MEMBERS.name, row, "proposal_id", {"value": code})
        for row, code in lost.sort(ROW).select(ROW, "proposal_id").iter_rows()
    ]


def _twice(frame: pl.DataFrame, table: str, keys: list[str]) -> list[Fault]:
    first = (
        frame.drop_nulls(keys)
        .with_columns(twin=pl.col(ROW).first().over(keys))
        .filter(pl.col(ROW) != pl.col("twin"))
    )
    return [
        Fault("fault.duplicate", table, row, keys[-1], {"value": value, "twin": twin})
        for row, value, twin in first.select(ROW, keys[-1], "twin").iter_rows()
    ]


def _counted(named: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """Count the members of each proposal that names any, and those with a record."""
    years = pl.col("production_years")
    return named.group_by("proposal_id").agg(
        pl.len().cast(pl.Int64).alias("named"),
        (years >= rules.number(RECORD_YEARS)).sum().cast(pl.Int64).alias("named_record"),
        years.null_count().cast(pl.Int64).alias("named_unknown"),
    )


def _shared(held: pl.DataFrame, named: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """Return, for each proposal, how many of its members stand in too many of its call, and in which."""
    most = rules.number("eligibility.proposals_per_person")
    placed = named.join(
        held.select("proposal_id", pl.col("call_code").fill_null("")), on="proposal_id"
    ).select("proposal_id", "person_id", "call_code")
    several = placed.filter(pl.len().over("person_id", "call_code") > most)
    pairs = several.join(several, on=["person_id", "call_code"], suffix="_other").filter(
        pl.col("proposal_id") != pl.col("proposal_id_other")
    )
    return pairs.group_by("proposal_id").agg(
        pl.col("person_id").n_unique().cast(pl.Int64).alias("shared_members"),
        pl.col("proposal_id_other").unique().sort().alias("others"),
    )


def _in_called_place(counted: pl.DataFrame) -> pl.Series:
    """Say of each proposal whether its place lies in one of those that its call asks for."""
    places, called = counted["place_code"], counted["call_places"].list.join(";")
    known: dict[tuple[str, str | None], bool] = {}
    answers: list[bool | None] = []
    for place, prefixes in zip(places.to_list(), called.to_list(), strict=True):
        if place is None:
            answers.append(None)
            continue
        if (place, prefixes) not in known:
            known[place, prefixes] = place.startswith(tuple((prefixes or "").split(";")))
        answers.append(known[place, prefixes])
    return pl.Series(answers, dtype=pl.Boolean)


def _least(share: float, wholes: pl.Series) -> pl.Series:
    """Return the least whole number that is no less than the share of each, exactly.

    A share is read as the decimal that was written: 0.1 of 30 is 3, not a little more.
    """
    above, below = Fraction(repr(share)).as_integer_ratio()
    return pl.Series(
        [None if whole is None else -(-above * whole // below) for whole in wholes.to_list()],
        dtype=pl.Int64,
    )

"""What a list says of its groups: once and for all, as it is known, and with enough members."""

from collections.abc import Mapping

import polars as pl

from kargosha.analysis.registry.table import (
    GROUP_KEY,
    LEGAL_NUMBER,
    NEEDED_OF_A_GROUP,
    OF_THE_GROUP,
)
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings

_CODE_FORM = r"^[A-Za-z0-9_-]+$"


def with_groups(findings: Findings, frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows that say of their group what any of its rows says; note where rows differ.

    Every row that says otherwise than the first names the first, for nobody can say which is right.
    """
    code = pl.col("group_code")
    bad_code = code.is_not_null() & ~code.str.contains(_CODE_FORM)
    findings.where(frame, bad_code, "fault.code_form", "group_code", {"value": code})
    named = pl.col("group_code").is_not_null()
    filled = {}
    for column in (*OF_THE_GROUP, GROUP_KEY):
        said = pl.col(column)
        filled[column] = pl.when(named).then(said.fill_null(_first(said))).otherwise(said)
        if column != GROUP_KEY:
            same = pl.col(GROUP_KEY) if column == "group_name" else said
            told = frame.with_columns(
                _other=_first(said),
                _twin=pl.col(ROW).filter(said.is_not_null()).first().over("group_code"),
            )
            differs = named & said.is_not_null() & (same != _first(same))
            values = {"value": said, "other": pl.col("_other"), "twin": pl.col("_twin")}
            findings.where(told, differs, "fault.group_contradicts", column, values)
    return frame.with_columns(**filled)


def judge_groups(findings: Findings, frame: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note groups that lack what a new one needs, or are registered otherwise; each at its first row."""
    firsts = frame.filter(pl.col("group_code").is_not_null()).unique(
        "group_code", keep="first", maintain_order=True
    )
    new = firsts.join(known, on="group_code", how="anti")
    for column in NEEDED_OF_A_GROUP:
        lacks = pl.col(column).is_null()
        unread = [fault.row for fault in findings.faults if fault.column in (column, None)]
        findings.where(
            new.filter(~pl.col(ROW).is_in(unread)),
            lacks,
            "fault.group_lacks",
            column,
            {"group": pl.col("group_code")},
        )
    _judge_known(findings, firsts, known)
    _judge_legal_ids(findings, firsts, known)


def with_known(frame: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return rows that say of a registered group what is registered, where the list says nothing."""
    registered = known.select(
        "group_code",
        _place=pl.col("place_keys").list.first(),
        _kind=pl.col("kind"),
        _formed=pl.col("formed_on"),
    )
    return (
        frame.join(registered, on="group_code", how="left", maintain_order="left")
        .with_columns(
            pl.col("place_code").fill_null(pl.col("_place")),
            pl.col("kind").fill_null(pl.col("_kind")),
            pl.col("formed_on").fill_null(pl.col("_formed")),
        )
        .drop("_place", "_kind", "_formed")
    )


def judge_sizes(
    findings: Findings, frame: pl.DataFrame, kinds: Mapping[str, str], rules: Rulebook
) -> None:
    """Note new groups with fewer members than the law asks for, at their first row.

    Parameters
    ----------
    findings
        Where faults go.
    frame
        Rows of the list with the columns of their group.
    kinds
        Kind of each group that is registered already, whose number the law has been asked about.
    rules
        Hold the least number by kind.
    """
    fresh = frame.filter(~pl.col("group_code").is_in(list(kinds)))
    least = {kind: rules.number(key) for kind, key in LEGAL_NUMBER.items()}
    groups = fresh.group_by("group_code", maintain_order=True).agg(
        pl.col(ROW).first(), pl.col("kind").first(), pl.len().alias("count")
    )
    needed = pl.col("kind").replace_strict(least, default=None, return_dtype=pl.Float64)
    values = {
        "group": pl.col("group_code"),
        "count": pl.col("count"),
        "least": needed.cast(pl.Int64),
    }
    few = pl.col("group_code").is_not_null() & (pl.col("count") < needed)
    findings.where(groups, few, "fault.group_too_small", "group_code", values)


def _first(said: pl.Expr) -> pl.Expr:
    """Return what the first row says of the group that says anything."""
    return said.drop_nulls().first().over("group_code")


def _judge_known(findings: Findings, firsts: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note where a list says of a registered group what is registered otherwise."""
    both = firsts.join(known, on="group_code", how="inner", suffix="_known", maintain_order="left")
    said = {
        "group_name": ~pl.col("name_keys").list.contains(pl.col(GROUP_KEY)),
        "kind": pl.col("kind") != pl.col("kind_known"),
        "place_code": ~pl.col("place_keys").list.contains(pl.col("place_code")),
        "formed_on": pl.col("formed_on") != pl.col("formed_on_known"),
        "legal_id": pl.col("legal_id").ne_missing(pl.col("legal_id_known")),
    }
    for column, differs in said.items():
        values = {"group": pl.col("group_code"), "value": pl.col(column)}
        told = pl.col(column).is_not_null() & differs
        findings.where(both, told, "fault.group_known_otherwise", column, values)


def _judge_legal_ids(findings: Findings, firsts: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note legal ids of groups that are no company, and those that another group has."""
    legal = pl.col("legal_id")
    plain = legal.is_not_null() & (pl.col("kind") == "group")
    findings.where(firsts, plain, "fault.legal_id_of_a_group", "legal_id", {"value": legal})
    holders = known.filter(legal.is_not_null()).select("legal_id", other="group_code")
    held = firsts.join(holders, on="legal_id", how="inner", maintain_order="left")
    taken = pl.col("other") != pl.col("group_code")
    findings.where(held, taken, "fault.legal_id_taken", "legal_id", {"other": pl.col("other")})
    several = firsts.filter(legal.is_not_null() & (pl.len().over("legal_id") > 1))
    twin = pl.col(ROW).first().over("legal_id")
    again = several.with_columns(twin=twin, other=pl.col("group_code").first().over("legal_id"))
    values = {"other": pl.col("other"), "twin": pl.col("twin")}
    findings.where(again, pl.col(ROW) != pl.col("twin"), "fault.legal_id_twice", "legal_id", values)

"""Rows of one table that speak of the same thing: in the same words, or contrary to each other."""

from collections.abc import Mapping, Sequence

import polars as pl

from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings


def without_repeats(
    findings: Findings,
    frame: pl.DataFrame,
    key: Sequence[str],
    contrary: Mapping[str, tuple[str, str, Sequence[str]]],
) -> pl.DataFrame:
    """Return a table without rows that say again what an earlier one says; note contrary ones.

    Parameters
    ----------
    findings
        Where faults and notes go.
    frame
        The table; rows whose key has an empty part are compared with none.
    key
        Columns that name the thing.
    contrary
        By the column at which a fault is told: its code, the column that is quoted, and the
        columns in which rows of one key differ. The first that holds is told.

    Notes
    -----
    Every row of a contrary pair is at fault, for nobody can say which is right; each names another.
    """
    named = frame.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in key))
    several = named.filter(pl.len().over(key) > 1)
    told = pl.Series(ROW, [], dtype=pl.Int64)
    for column, (code, quoted, columns) in contrary.items():
        differ = several.filter(
            pl.any_horizontal(pl.col(name).n_unique().over(key) > 1 for name in columns)
        ).with_columns(_twin(key), other=_other(quoted, key))
        fresh = ~pl.col(ROW).is_in(told.to_list())
        values = {
            "value": pl.col(quoted), "other": pl.col("other"), "twin": pl.col("twin"),
        }  # fmt: skip
        findings.where(differ, fresh, code, column, values)
        told = pl.concat([told, differ[ROW]])
    same = several.filter(~pl.col(ROW).is_in(told.to_list()))
    again = same.filter(pl.col(ROW) > pl.col(ROW).min().over(key))
    if len(again):
        findings.note("note.said_again", count=len(again))
    return frame.filter(~pl.col(ROW).is_in(again[ROW].to_list()))


def _twin(key: Sequence[str]) -> pl.Expr:
    """Return the row that each is compared with: the first of its key, for the first the second."""
    first = pl.col(ROW).min().over(key)
    second = pl.col(ROW).sort().slice(1, 1).first().over(key)
    return pl.when(pl.col(ROW) == first).then(second).otherwise(first).alias("twin")


def _other(column: str, key: Sequence[str]) -> pl.Expr:
    """Return what stands in the row that each is compared with."""
    first = pl.col(column).sort_by(ROW).first().over(key)
    second = pl.col(column).sort_by(ROW).slice(1, 1).first().over(key)
    return pl.when(pl.col(ROW) == pl.col(ROW).min().over(key)).then(second).otherwise(first)

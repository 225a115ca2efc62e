"""Rows of a file into the tables of territory: many at once, and only what is new or differs."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.db import connection
from django.db.models import Model
from psycopg import sql

from kargosha.areas.territory.frames.copying import copy_rows, table_of
from kargosha.areas.territory.models import (
    Boundary,
    Designation,
    Flow,
    Indicator,
    Observation,
    Place,
)

INCOMING = sql.Identifier("incoming")


@dataclass(frozen=True)
class Counts:
    """How many rows were not known before, were known and differed, and were as they are known."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Told:
    """A table to which rows are brought: by which columns one is known, and what else they say."""

    model: type[Model]
    key: Sequence[str]
    says: Sequence[str]


OBSERVED = Told(
    Observation,
    ("place_id", "indicator_id", "observed_on", "period"),
    ("value", "margin", "boundary_on", "source"),
)
MOVED = Told(Flow, ("origin_id", "destination_id", "from_on", "to_on"), ("persons", "source"))
DESIGNATED = Told(
    Designation,
    ("place_id", "kind", "decree_number"),
    ("decree_on", "valid_from", "valid_to", "source"),
)
BOUNDED = Told(Boundary, ("place_id", "valid_from"), ("polygons", "area_km2", "source"))


def store_observations(frame: pl.DataFrame, gives: frozenset[str]) -> Counts:
    """Store figures of known places and indicators; what the file does not say stays as it is."""
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    rows = frame.with_columns(
        _keys(frame["place_code"], _places(), "place_id"),
        _keys(frame["indicator"], indicators, "indicator_id"),
    )
    return _merged(rows, OBSERVED, gives)


def store_flows(frame: pl.DataFrame, gives: frozenset[str]) -> Counts:
    """Store flows between known places; an end without a code lies outside the province."""
    places = _places()
    rows = frame.with_columns(
        _keys(frame["origin_code"], places, "origin_id"),
        _keys(frame["destination_code"], places, "destination_id"),
    )
    return _merged(rows, MOVED, gives)


def store_designations(frame: pl.DataFrame, gives: frozenset[str]) -> Counts:
    """Store which class a decree gives to known places."""
    rows = frame.with_columns(
        _keys(frame["place_code"], _places(), "place_id"), kind=pl.col("designation")
    )
    return _merged(rows, DESIGNATED, gives)


def store_boundaries(frame: pl.DataFrame, gives: frozenset[str]) -> Counts:
    """Store the lines around known places."""
    rows = frame.with_columns(_keys(frame["place_code"], _places(), "place_id"))
    return _merged(rows, BOUNDED, gives | {"polygons", "area_km2"})


def _places() -> dict[str, int]:
    return dict(Place.objects.exclude(code="").values_list("code", "pk"))


def _keys(codes: pl.Series, known: dict[str, int], name: str) -> pl.Series:
    return codes.replace_strict(known, default=None, return_dtype=pl.Int64).alias(name)


def _merged(frame: pl.DataFrame, told: Told, gives: frozenset[str]) -> Counts:
    """Bring rows to a table: those whose key is new are added, those that differ are changed."""
    says = [name for name in told.says if name in gives]
    columns = [*told.key, *says]
    with connection.cursor() as cursor:
        cursor.execute(_made(told.model, columns))
        copy_rows(INCOMING, frame.select(columns))
        cursor.execute(_inserted(told, says))
        new, changed = cursor.fetchone()
        cursor.execute(_written(sql.SQL("DROP TABLE {}").format(INCOMING)))
    return Counts(new, changed, len(frame) - new - changed)


def _made(model: type[Model], columns: Sequence[str]) -> str:
    statement = sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    return _written(statement.format(INCOMING, _listed(columns), table_of(model)))


def _inserted(told: Told, says: Sequence[str]) -> str:
    """Return the statement that adds and changes rows and says how many of each.

    The system column ``xmax`` is 0 in a row that this statement added.
    """
    statement = sql.SQL(
        "WITH merged AS ("
        "INSERT INTO {table} AS kept ({columns}) SELECT {columns} FROM {incoming} ORDER BY {key} "
        "ON CONFLICT ({key}) DO UPDATE SET {new} WHERE ({ours}) IS DISTINCT FROM ({theirs}) "
        "RETURNING (xmax = 0) AS is_new) "
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged"
    )
    return _written(
        statement.format(
            table=table_of(told.model),
            columns=_listed([*told.key, *says]),
            incoming=INCOMING,
            key=_listed(told.key),
            new=sql.SQL(", ").join(
                sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in says
            ),
            ours=_listed(says, "kept"),
            theirs=_listed(says, "excluded"),
        )
    )


def _listed(names: Sequence[str], *table: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(*table, name) for name in names)


def _written(statement: sql.Composed) -> str:
    return statement.as_string(connection.connection)

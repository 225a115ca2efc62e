"""Many rows into a table at once, by COPY."""

import io
from collections.abc import Iterator

import polars as pl
from django.db import connection
from django.db.models import Model
from psycopg import sql

AT_ONCE = 20_000
"""Rows that are held as text at one time."""


def copy_rows(table: sql.Identifier, frame: pl.DataFrame) -> None:
    """Write each row of a frame to the columns of the same names; null is what is not known."""
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(table, columns)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement.as_string(connection.connection)) as copy,
    ):
        for text in _texts(frame):
            copy.write(text)


def table_of(model: type[Model]) -> sql.Identifier:
    """Return the name of the table in which a model's rows lie."""
    return sql.Identifier(model._meta.db_table)


def _texts(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield rows as CSV, in which an empty text is quoted and what is not known is not."""
    for part in frame.iter_slices(AT_ONCE):
        text = io.BytesIO()
        part.write_csv(text, include_header=False, quote_style="non_numeric")
        yield text.getvalue()

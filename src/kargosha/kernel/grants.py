"""What the application's database role may do: all it needs, and no change to what only grows.

Run by the owner's role after each migration.
"""

from django.apps import apps
from django.db import connection
from psycopg import sql

from kargosha.kernel.append_only import is_append_only


def grant_to(role: str) -> None:
    """Give the role its rights on every table and sequence, less UPDATE and DELETE where rows only grow."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for line in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            cursor.execute(sql.SQL(line).format(role=name))
        for table in append_only_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=name
                )
            )


def append_only_tables() -> list[str]:
    """Return the names of the tables whose rows are only ever added, in order."""
    return sorted(model._meta.db_table for model in apps.get_models() if is_append_only(model))

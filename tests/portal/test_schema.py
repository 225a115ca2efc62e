"""An empty database that is built from the models is the one that all migrations, one by one, make."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from pytest_django import DjangoDbBlocker

from kargosha.portal import schema
from kargosha.portal.postgres import OWNER, EmbeddedPostgres
from tests.databases import copied, django_on

ASPECTS = {
    "tables": """
        SELECT c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relpersistence, c.reloptions,
               c.relrowsecurity, c.relacl::text, obj_description(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind NOT IN ('i', 'I', 'c')""",
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               pg_get_expr(f.adbin, f.adrelid), a.attidentity, a.attgenerated,
               a.attcollation::regcollation::text, col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'p')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid),
               k.condeferrable, k.condeferred, k.convalidated
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE n.nspname = 'public'""",
    "indexes": """
        SELECT x.indrelid::regclass::text, pg_get_indexdef(x.indexrelid), x.indisvalid
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'""",
    "triggers": """
        SELECT t.tgrelid::regclass::text, pg_get_triggerdef(t.oid), t.tgenabled,
               obj_description(t.oid)
        FROM pg_trigger t WHERE NOT t.tgisinternal""",
    "functions": """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind <> 'a' AND n.nspname = 'public'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "types": """
        SELECT t.typname, t.typtype, array(
            SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype <> 'b' AND n.nspname = 'public'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')""",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, increment_by, cycle
        FROM pg_sequences WHERE schemaname = 'public'""",
    "extensions": "SELECT extname, extversion, extnamespace::regnamespace::text FROM pg_extension",
    "migrations": "SELECT app, name FROM django_migrations",
    "content types": "SELECT app_label, model FROM django_content_type",
    "permissions": """
        SELECT t.app_label, t.model, p.codename, p.name
        FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id""",
}
"""What is compared, less what came with an extension; the order of columns is not."""

Described = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def both_ways(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker
) -> tuple[Described, Described]:
    """Return what the migrations, one by one, make of an empty database, and what the models make."""
    with django_db_blocker.unblock():
        with _empty(postgres, "kargosha_migrated"):
            call_command("migrate", verbosity=0)
            migrated = _described()
        with _empty(postgres, "kargosha_built"):
            schema.bring_up_to_date()
            return migrated, _described()


@pytest.mark.slow
@pytest.mark.parametrize("aspect", [*ASPECTS, "rows"])
def test_models_make_what_migrations_make(
    both_ways: tuple[Described, Described], aspect: str
) -> None:
    migrated, built = both_ways

    assert migrated[aspect]
    assert built[aspect] == migrated[aspect]


def test_what_was_built_needs_no_migration(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker, template: str
) -> None:
    with (
        django_db_blocker.unblock(),
        copied(postgres, template, "kargosha_again"),
        django_on(postgres, OWNER, "kargosha_again"),
    ):
        before = _described()
        executor = MigrationExecutor(connection)

        schema.bring_up_to_date()

        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        assert _described() == before


def test_a_build_that_fails_leaves_nothing_and_begins_anew(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), _empty(postgres, "kargosha_failing"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIEW allocation_letter AS SELECT 1")
        with pytest.raises(ProgrammingError, match="allocation_letter"):
            schema.bring_up_to_date()
        left = {str(name) for name, *_ in _described()["tables"]}

        with connection.cursor() as cursor:
            cursor.execute("DROP VIEW allocation_letter")
        schema.bring_up_to_date()

        assert "procrastinate_jobs" in left
        assert not any(name.startswith("kernel_") for name in left)
        assert ("kernel_user", 0) in _described()["rows"]


def test_two_owners_at_once_build_one_database(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker
) -> None:
    with (
        django_db_blocker.unblock(),
        _empty(postgres, "kargosha_shared_build"),
        ThreadPoolExecutor(2) as owners,
    ):
        for built in [owners.submit(_build_and_leave) for _ in range(2)]:
            built.result()

        names = [row[1] for row in _described()["migrations"] if row[0] == "kernel"]
        assert names == sorted(set(names))


def test_migrations_in_python_only_mend_rows() -> None:
    """Nothing else runs them when a database is built: what they do, an empty one has no use for."""
    steps = MigrationLoader(None).disk_migrations.values()

    found = [
        f"{step.app_label}.{step.name}"
        for step in steps
        for operation in step.operations
        if type(step).__module__.startswith(schema.OURS)
        and isinstance(operation, RunPython)
        and not operation.elidable
    ]

    assert found == []


@contextmanager
def _empty(postgres: EmbeddedPostgres, name: str) -> Iterator[None]:
    """Point Django as the owner at an empty database for a while."""
    with copied(postgres, "template1", name), django_on(postgres, OWNER, name):
        yield


def _build_and_leave() -> None:
    try:
        schema.bring_up_to_date()
    finally:
        connection.close()


def _described() -> Described:
    """Return every aspect of the database at hand, each in order."""
    with connection.cursor() as cursor:
        described = {aspect: _rows(cursor, query) for aspect, query in ASPECTS.items()}
        tables = [str(row[0]) for row in described["tables"] if row[1] == "r"]
        described["rows"] = [
            (table, _rows(cursor, f'SELECT count(*) FROM "{table}"')[0][0])  # noqa: S608
            for table in tables
        ]
    return described


def _rows(cursor: CursorWrapper, query: str) -> list[tuple[object, ...]]:
    cursor.execute(query)
    return sorted(cursor.fetchall(), key=repr)

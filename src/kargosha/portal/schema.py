"""The tables: an empty database gets them from the models, any other by the migrations it has not seen.

Rendering every past state of every model is most of what migrating costs, and an empty database needs
none of it. A test holds both ways equal, so that a migration that says something else than its model
is seen before it lands.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.apps import AppConfig, apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model

OURS = "kargosha."
CHANGING = 14050902
"""The number of the lock that whoever changes the tables holds."""

Key = tuple[str, str]
"""Of which app a migration is, and its name."""


def bring_up_to_date() -> None:
    """Build the tables of an empty database, or apply to any other what it has not seen yet."""
    with _alone():
        executor = MigrationExecutor(connection)
        ours, others = _by_whose_they_are(executor)
        if executor.loader.applied_migrations.keys().isdisjoint(ours):
            executor.migrate(others)
            _build(executor.recorder, [executor.loader.get_migration(*key) for key in ours])
        elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        else:
            _name_what_is_there()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one owner at a time change the tables; whoever comes second waits, and finds them changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [CHANGING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [CHANGING])


def _by_whose_they_are(executor: MigrationExecutor) -> tuple[list[Key], list[Key]]:
    """Return all our migrations, and the last ones of the apps that we build on."""
    keys = executor.loader.graph.nodes
    ours = [key for key in keys if _is_ours(apps.get_app_config(key[0]))]
    return ours, [key for key in executor.loader.graph.leaf_nodes() if key not in ours]


@transaction.atomic
def _build(recorder: MigrationRecorder, ours: Sequence[Migration]) -> None:
    """Make all our tables from the models, all or none, and write down that ours are applied."""
    _run(CreateExtension, ours)
    with connection.schema_editor() as editor:
        for model in _our_models():
            editor.create_model(model)
    for model in _our_models():
        for trigger in getattr(model._meta, "triggers", []):
            trigger.install(model)
    _run(RunSQL, ours)
    for step in ours:
        recorder.record_applied(step.app_label, step.name)
    _name_what_is_there()


def _name_what_is_there() -> None:
    """Write down Django's content types and permissions, where one who was killed has not."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _run(kind: type[CreateExtension] | type[RunSQL], steps: Iterable[Migration]) -> None:
    """Run what migrations alone can say, unless it only mends rows that were there before (`elidable`)."""
    unused = ProjectState()
    for step in steps:
        for operation in step.operations:
            if isinstance(operation, kind) and not operation.elidable:
                with connection.schema_editor() as editor:
                    operation.database_forwards(step.app_label, editor, unused, unused)


def _our_models() -> list[type[Model]]:
    """Return the models with a table of their own; those of many-to-many fields come with them."""
    ours = [config for config in apps.get_app_configs() if _is_ours(config)]
    return [model for config in ours for model in config.get_models() if _has_table(model)]


def _has_table(model: type[Model]) -> bool:
    return model._meta.can_migrate(connection)


def _is_ours(config: AppConfig) -> bool:
    return config.name.startswith(OURS)

"""Runs what `kernel.jobs.later` wrote: maps the name of a job to its task; and what falls due by itself.

That is: the journal is sealed, messages that did not leave are tried again, late duties escalate.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from django.db import connections

from kargosha.areas import FLOW
from kargosha.kernel import clock, jobs, journal
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission
from kargosha.portal import tasks

if TYPE_CHECKING:
    from procrastinate import App

SEALER = system("kernel.sealer", Permission.JOURNAL_SEAL)
AT_ONCE = 4
"""Jobs at a time. Solving is done in child processes, so these threads only wait."""

STALLED_SECONDS = 60
"""A worker that has not been heard of for so long is taken for dead, and its jobs are run again."""


def task_named(name: str) -> Callable[[int], None]:
    """Return the task of a name such as ``allocation.solve_run``.

    Raises
    ------
    LookupError
        No area has such a task, nor the kernel.
    """
    area, _, task = name.partition(".")
    if area not in {*FLOW, "kernel"}:
        raise LookupError(name)
    place = "kargosha.portal" if area == "kernel" else f"kargosha.areas.{area}"
    found = getattr(import_module(f"{place}.tasks"), task, None)
    if not callable(found):
        raise LookupError(name)
    return found  # type: ignore[no-any-return]


def work() -> None:
    """Run jobs until told to stop."""
    queue().run_worker(
        concurrency=AT_ONCE, fetch_job_polling_interval=2.0, shutdown_graceful_timeout=5.0
    )


def work_off(name: str) -> None:
    """Run the waiting jobs of one name, and those that a killed worker left half done, and return.

    Only where no other worker lives: the start holds the folder's lock, a test its own database.
    """
    worker = queue()
    with worker.open():
        for job in worker.job_manager.list_jobs(queue=name, status="doing"):
            worker.job_manager.retry_job_by_id(int(job.id or 0), clock.now())
    worker.run_worker(
        queues=[name],
        wait=False,
        concurrency=1,
        install_signal_handlers=False,
        listen_notify=False,
    )


def queue() -> "App":
    """Return the queue on connections of the worker's own.

    Django's queue keeps Django's connection, so that a job deferred inside a task still belongs to
    the transaction of the action that defers it.
    """
    from procrastinate import App, JobContext
    from procrastinate.contrib.django.django_connector import DjangoConnector

    worker = App(connector=DjangoConnector().get_worker_connector())

    @worker.task(name=jobs.TASK)
    def run(name: str, key: int) -> None:
        with own_connection():
            task_named(name)(key)

    @worker.periodic(cron="* * * * *")
    @worker.task(name="kargosha.seal", queueing_lock="kargosha.seal")
    def seal(timestamp: int) -> None:
        with own_connection():
            journal.seal_journal(by=SEALER)

    @worker.periodic(cron="* * * * *")
    @worker.task(name="kargosha.send", queueing_lock="kargosha.send")
    def send(timestamp: int) -> None:
        with own_connection():
            tasks.send_messages()

    @worker.periodic(cron="5 * * * *")
    @worker.task(name="kargosha.escalate", queueing_lock="kargosha.escalate")
    def escalate(timestamp: int) -> None:
        with own_connection():
            tasks.escalate_duties()

    @worker.periodic(cron="* * * * *")
    @worker.task(name="kargosha.reap", queueing_lock="kargosha.reap", pass_context=True)
    async def reap(context: JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await manager.retry_job(job)

    return worker


@contextmanager
def own_connection() -> Iterator[None]:
    """Close, when a task is done, the connection that its thread has opened."""
    try:
        yield
    finally:
        connections.close_all()

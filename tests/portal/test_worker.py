import pytest

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Run, Solution
from kargosha.kernel.journal import seal_journal
from kargosha.kernel.models import JournalSeal
from kargosha.portal import worker
from tests import universe


def test_a_job_is_mapped_to_the_areas_task() -> None:
    assert worker.task_named("allocation.solve_run").__module__ == "kargosha.areas.allocation.tasks"


@pytest.mark.parametrize(
    "name", ["allocation.no_such_task", "kitchen.cook", "allocation", "kernel.cook"]
)
def test_a_job_that_nobody_does_is_an_error(name: str) -> None:
    with pytest.raises((LookupError, ModuleNotFoundError)):
        worker.task_named(name)


def test_the_worker_solves_what_was_asked_for(own_database: str) -> None:
    people = universe.people()
    universe.money()
    universe.call()
    run = actions.propose_run(call_code="spring", by=people.officer)

    worker.work_off("allocation.solve_run")

    assert Solution.objects.get(run=run).outcome == "solved"
    assert Run.objects.count() == 1


def test_the_sealer_may_seal(own_database: str) -> None:
    universe.people()

    seal_journal(by=worker.SEALER)

    assert JournalSeal.objects.count() == 1

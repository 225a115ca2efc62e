import pytest

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Run
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission
from tests import universe

SOLVER = system("test.solver", Permission.RUN_SOLVE)


@pytest.fixture
def district(people: universe.People) -> universe.People:
    """The whole district: people, money and the frozen spring call."""
    universe.money()
    universe.call()
    return people


@pytest.fixture
def own_district(own_database: str, settings) -> universe.People:  # type: ignore[no-untyped-def]
    """The district in a database of its own, where an action may decide outside a transaction."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call()
    return people


@pytest.fixture
def solved(own_district: universe.People) -> Run:
    """The spring call's run, solved and waiting for its decision."""
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    return run

"""Work done later: load, and call one action."""

from kargosha.areas.allocation import actions
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission

SOLVER = system("allocation.solver", Permission.RUN_SOLVE)


def solve_run(key: int) -> None:
    actions.solve_run(run_id=key, by=SOLVER)


def verify_nearest(key: int) -> None:
    actions.verify_nearest(run_id=key, by=SOLVER)


def find_changes(key: int) -> None:
    actions.find_changes(candidate_id=key, by=SOLVER)


def price_quotas(key: int) -> None:
    actions.price_quotas(run_id=key, by=SOLVER)

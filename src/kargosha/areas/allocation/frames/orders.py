"""Which counties have a borderline to order in a run, and the duty that each owes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from kargosha.areas.allocation.models import Run, Solution
from kargosha.kernel.duties import PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.models import Office
from kargosha.kernel.roles import CountyWorkingGroup

STEP = "order-borderline"


def borderline_of(run: Run) -> Sequence[Mapping[str, Any]]:
    """Return the counties whose borderline is to be ordered in a run, each with its cases."""
    solved = Solution.objects.filter(run=run).first()
    counties: Sequence[Mapping[str, Any]] = solved.figures.get("borderline", ()) if solved else ()
    return counties


def order_subject(run: Run, county: str) -> str:
    """Return the subject of the duty to order a county's borderline."""
    return f"borderline:{run.pk}/{county}"


def open_orders(run: Run) -> None:
    """Open what each county's working group owes: it sits in the office where someone holds that role,
    else in an office of the county; where there is none, the programme office owes it."""
    for county in borderline_of(run):
        office = _office_of(county["code"])
        owner = office.code if office else PROGRAMME_OFFICE
        open_duty(order_subject(run, county["code"]), _step(owner))


def close_order(run: Run, county: str) -> None:
    """Close what a county owes: it has ordered, or it is too late."""
    close_duty(order_subject(run, county), _step(PROGRAMME_OFFICE))


def close_orders(run: Run) -> None:
    """Close what the counties of a run still owe."""
    for county in borderline_of(run):
        close_order(run, county["code"])


def _step(owner: str) -> Step:
    return Step(STEP, owner, PROGRAMME_OFFICE, "duty.borderline_days")


def _office_of(county: str) -> Office | None:
    sits = Q(
        users__is_active=True,
        users__roles__role=CountyWorkingGroup.code,
        users__roles__scope=county,
        users__roles__ended_at=None,
    )
    sitting = Office.objects.filter(sits).order_by("code").first()
    return sitting or Office.objects.filter(place_code=county).order_by("code").first()

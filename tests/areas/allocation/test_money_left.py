"""What a decided call leaves of an agreement is there for later calls."""

import pytest

from kargosha.areas.allocation import actions
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.frames.call_money import left_of_agreements
from kargosha.areas.funding import actions as funding
from kargosha.areas.funding.models import Agreement, Reservation
from kargosha.kernel.errors import Refused
from tests import universe
from tests.areas.allocation.borders import CALL, WEAVERS, border_call, take_back
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People


def left() -> int:
    """Return the rials of the border line that no call takes."""
    return left_of_agreements([Agreement.objects.get(code="border-line")])["border-line"]


def open_later_call(amount: int) -> None:
    """Open another call on the money of the border line."""
    applications.open_call(
        code="later",
        text=applications.CallText("دور بعد", "Later round", "متن", "Text"),
        terms=applications.CallTerms(
            universe.OPENS, universe.CLOSES, universe.CLOSES, {"border-line": amount}, []
        ),
        by=STAGE,
    )


@pytest.mark.parametrize("is_given_back", [False, True])
def test_what_a_decided_call_did_not_grant_is_there_for_later_calls(
    own_district: People, is_given_back: bool
) -> None:
    border_call()
    for code in WEAVERS:
        take_back(code)
    run = actions.propose_run(call_code=CALL, by=own_district.officer)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    assert left() == 0

    actions.decide_run(run_id=run.pk, verdict="approved", note="", by=own_district.chair)
    assert left() == 0
    actions.publish_run(run_id=run.pk, by=own_district.secretary)
    if is_given_back:
        code = Reservation.objects.latest("pk").code
        funding.release(codes=[code], reason="withdrawn", note="", by=STAGE)

    free = (20 if is_given_back else 10) * BILLION
    assert left() == free
    with pytest.raises(Refused, match=rf"over_agreement .*'left': {free}"):
        open_later_call(free + 1)
    open_later_call(free)
    assert left() == 0

"""The counties order their borderline, and a run of its own takes the order over."""

import pytest

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Award, BorderlineOrder, Candidate, Run
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.areas.allocation.borders import (
    CALL,
    HASHTRUD,
    TABRIZ,
    border_run,
    lines,
    order,
    ordered_run,
    take_back,
    working_group,
)
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People


@pytest.fixture
def border(own_district: People) -> Run:
    return border_run(own_district.officer)


def outcomes(run: Run) -> dict[str, str]:
    return dict(Candidate.objects.filter(run=run).values_list("application__code", "outcome"))


def owed() -> dict[str, str]:
    duties = Duty.objects.filter(step="order-borderline", done_at=None)
    return dict(duties.values_list("subject", "owner__code"))


def test_the_counties_where_the_cut_off_divides_equals_owe_an_order(border: Run) -> None:
    counties = {each["code"]: each for each in border.solution.figures["borderline"]}

    assert outcomes(border) == {
        "weavers-a": "granted",
        "weavers-b": "granted",
        "weavers-c": "refused",
        "cobblers-a": "granted",
        "cobblers-b": "refused",
        "idle": "ineligible",
    }
    assert counties[HASHTRUD]["share_amount"] == 20 * BILLION
    assert counties[HASHTRUD]["cases"] == ["weavers-a", "weavers-b", "weavers-c"]
    assert counties[TABRIZ]["granted_count"] == 1
    assert owed() == {
        f"borderline:{border.pk}/{HASHTRUD}": "hashtrud",
        f"borderline:{border.pk}/{TABRIZ}": "programme-office",
    }


def test_a_county_orders_its_borderline_once_with_votes_and_reasons(border: Run) -> None:
    county = working_group()

    order(border, HASHTRUD, "weavers-c", "weavers-a", "weavers-b", by=county)

    made = BorderlineOrder.objects.get(run=border)
    assert [case.candidate.application.code for case in made.cases.all()] == [
        "weavers-c",
        "weavers-a",
        "weavers-b",
    ]
    assert made.ordered_by_id == county.user_id
    entry = JournalEntry.objects.get(event="borderline.ordered")
    assert (entry.subject, entry.detail) == (border.subject, {"county": HASHTRUD, "count": 3})
    assert owed() == {f"borderline:{border.pk}/{TABRIZ}": "programme-office"}
    with pytest.raises(Conflict, match="borderline_ordered"):
        order(border, HASHTRUD, "weavers-a", "weavers-b", "weavers-c", by=county)


def test_only_the_working_group_of_the_county_orders_it(border: Run, own_district: People) -> None:
    county = working_group()

    for by, place in (
        (county, TABRIZ),
        (own_district.county, HASHTRUD),
        (own_district.officer, HASHTRUD),
    ):
        with pytest.raises(NotAllowed):
            order(border, place, "weavers-a", by=by)


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (["weavers-a", "weavers-b"], r"order_misses .*weavers-c"),
        (["weavers-a", "weavers-b", "weavers-c", "cobblers-a"], r"order_strange .*cobblers-a"),
        (["weavers-a", "weavers-a", "weavers-b", "weavers-c"], r"order_twice .*weavers-a"),
        (["idle", "weavers-a"], r"order_misses .*order_strange .*idle"),
    ],
)
def test_an_order_names_each_case_of_the_county_once(
    border: Run, codes: list[str], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        order(border, HASHTRUD, *codes, by=working_group())
    assert not BorderlineOrder.objects.exists()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"votes_for": 0, "votes_against": 0}, r"order_votes .*cobblers-a"),
        ({"reason": "  "}, r"order_reason .*cobblers-a"),
        ({"reason": "x" * 301}, r"unfit .*reason"),
        ({"votes_against": -1}, r"unfit .*votes_against"),
    ],
)
def test_each_case_has_votes_and_a_reason(
    border: Run, changed: dict[str, object], reason: str
) -> None:
    first, second = lines("cobblers-a", "cobblers-b")
    line = actions.OrderedLine(**(vars(first) | changed))  # type: ignore[arg-type]
    by = working_group(TABRIZ)

    with pytest.raises(Refused, match=reason):
        actions.order_borderline(
            run_id=border.pk, place_code=TABRIZ, minutes="Minutes", cases=[line, second], by=by
        )
    with pytest.raises(Refused, match=r"unfit .*minutes"):
        actions.order_borderline(
            run_id=border.pk, place_code=TABRIZ, minutes="", cases=[first, second], by=by
        )


def test_a_county_without_a_borderline_has_nothing_to_order(border: Run) -> None:
    with pytest.raises(Refused, match=r"no_borderline .*0302"):
        order(border, "0302", "weavers-a", by=working_group("0302"))
    with pytest.raises(NotFound):
        order(Run(pk=0), HASHTRUD, by=working_group())


def test_the_ordered_run_grants_each_county_its_order_within_its_share(
    border: Run, own_district: People
) -> None:
    order(border, HASHTRUD, "weavers-c", "weavers-b", "weavers-a", by=working_group())
    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))

    ordered = ordered_run(border, own_district.officer)

    assert outcomes(ordered) == {
        "weavers-a": "refused",
        "weavers-b": "granted",
        "weavers-c": "granted",
        "cobblers-a": "refused",
        "cobblers-b": "granted",
        "idle": "ineligible",
    }
    reasons = dict(
        Candidate.objects.filter(run=ordered).values_list("application__code", "reason__code")
    )
    assert reasons["weavers-c"] == "granted.ordered"
    assert reasons["weavers-a"] == "refused.ordered.share"
    assert reasons["idle"] == "eligibility.pledges"
    told = ordered.solution
    assert told.figures["ordered"]["counties"] == [TABRIZ, HASHTRUD]
    assert told.figures["ordered"]["loss"] == pytest.approx(
        border.solution.objective - told.objective  # type: ignore[operator]
    )
    assert told.bound == border.solution.bound
    assert told.gap > 0
    assert sum(Award.objects.filter(candidate__run=ordered).values_list("amount", flat=True)) == (
        30 * BILLION
    )
    assert Duty.objects.get(step="decide-run", done_at=None).subject == ordered.subject
    assert owed() == {}
    entry = JournalEntry.objects.get(event="ordered_run.proposed")
    assert (entry.subject, entry.detail) == (ordered.subject, {"call": CALL, "basis": border.pk})


def test_a_county_that_gives_no_order_keeps_what_was_computed(
    border: Run, own_district: People
) -> None:
    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))

    found = outcomes(ordered_run(border, own_district.officer))

    assert [found[code] for code in ("weavers-a", "weavers-b", "weavers-c")] == [
        "granted",
        "granted",
        "refused",
    ]
    assert found["cobblers-b"] == "granted"


def test_an_ordered_run_needs_an_order_and_one_run_at_a_time(
    border: Run, own_district: People
) -> None:
    with pytest.raises(Refused, match="nothing_ordered"):
        actions.propose_ordered(run_id=border.pk, by=own_district.officer)
    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))
    with pytest.raises(NotAllowed):
        actions.propose_ordered(run_id=border.pk, by=own_district.chair)
    actions.propose_ordered(run_id=border.pk, by=own_district.officer)
    with pytest.raises(Refused, match="run_waiting"):
        actions.propose_ordered(run_id=border.pk, by=own_district.officer)
    waiting = Run.objects.latest("pk")
    with pytest.raises(Refused, match="no_portfolio"):
        actions.propose_ordered(run_id=waiting.pk, by=own_district.officer)


def test_who_took_the_proposal_back_is_not_ordered_into_the_money(
    border: Run, own_district: People
) -> None:
    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))
    take_back("cobblers-b")

    with pytest.raises(Refused, match=r"withdrawn_since .*cobblers-b"):
        actions.propose_ordered(run_id=border.pk, by=own_district.officer)

    again = actions.propose_run(call_code=CALL, by=own_district.officer)
    actions.solve_run(run_id=again.pk, by=SOLVER)
    assert "cobblers-b" not in outcomes(again)


def test_the_committee_decides_on_the_order_and_not_over_it(
    border: Run, own_district: People
) -> None:
    def approve(run: Run, by: Actor = own_district.chair) -> None:
        actions.decide_run(run_id=run.pk, verdict="approved", note="", by=by)

    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))
    with pytest.raises(Refused, match=r"order_unheard .*1"):
        approve(border)
    first = ordered_run(border, own_district.officer)
    order(border, HASHTRUD, "weavers-c", "weavers-b", "weavers-a", by=working_group())
    with pytest.raises(Refused, match="order_unheard"):
        approve(first)
    second = ordered_run(border, own_district.officer)

    approve(second)

    assert not Duty.objects.filter(step__in=["decide-run", "order-borderline"], done_at=None)
    with pytest.raises(Conflict, match="call_approved"):
        approve(first)
    with pytest.raises(Refused, match="order_late"):
        order(border, HASHTRUD, "weavers-a", "weavers-b", "weavers-c", by=STAGE)
    with pytest.raises(Refused, match="order_late"):
        actions.propose_ordered(run_id=border.pk, by=own_district.officer)

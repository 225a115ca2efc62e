import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Award, Candidate, Change, Decision, Run, Solution
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.models import CallQuota
from kargosha.areas.funding import actions as funding
from kargosha.files import allocation as method
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests import universe
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, CLOSES, OPENS, STAGE, People


def events(run: Run) -> list[str]:
    return list(
        JournalEntry.objects.filter(subject=run.subject)
        .order_by("id")
        .values_list("event", flat=True)
    )


def jobs() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def decide(run: Run, by: Actor, verdict: str = "approved", note: str = "") -> Decision:
    return actions.decide_run(run_id=run.pk, verdict=verdict, note=note, by=by)


def autumn(
    activity: str = "dairy",
    quota: str = "hashtrud",
    closes_on: date = CLOSES,
    jobs_pledged: int = 2,
) -> str:
    """Open a call on an agreement of its own, with one proposal; return its code."""
    funding.sign_agreement(
        code="autumn-line",
        source_code="bank",
        names=("خط پاییز", "Autumn line"),
        terms=funding.Terms(20 * BILLION),
        signed_on=OPENS,
        by=STAGE,
    )
    applications.open_call(
        code="autumn",
        text=applications.CallText("دور پاییز", "Autumn round", "متن", "Text"),
        terms=applications.CallTerms(
            OPENS, closes_on, CLOSES, {"autumn-line": 20 * BILLION}, [quota]
        ),
        by=STAGE,
    )
    row = universe.application(
        "late-weavers", "0311", 8 * BILLION, activity=activity, jobs_pledged=jobs_pledged
    )
    applications.receive_applications(call_code="autumn", applications=[row], by=STAGE)
    if closes_on == CLOSES:
        universe.freeze("autumn")
    return "autumn"


def made_quota(code: str, members: str, floor: int):  # type: ignore[no-untyped-def]
    row = funding.QuotaRow(
        code, "ق", "Q", members, "amount", Decimal(floor), None, False, "quota.x", "law"
    )
    (made,) = funding.set_quotas(quotas=[row], by=STAGE)
    return made


def set_quota(code: str, members: str, floor: int) -> str:
    return str(made_quota(code, members, floor).code)


def unmeetable() -> str:
    return autumn(quota=set_quota("too-much", "place:0311", 25 * BILLION))


def unreadable() -> str:
    """Open a call to which nobody proposes whom the rules admit."""
    return autumn(jobs_pledged=0)


def unpriced() -> str:
    row = applications.ActivityRow("alchemy", "industry", "کیمیاگری", "alchemy")
    applications.register_activities(activities=[row], by=STAGE)
    return autumn(activity="alchemy")


def test_a_run_is_asked_for_by_the_rules_of_the_calls_day(district: People) -> None:
    run = actions.propose_run(call_code="spring", by=district.officer)

    assert (run.rules_on, run.gap) == (date(2026, 5, 21), 1e-4)
    assert events(run) == ["run.proposed"]
    assert jobs() == [{"name": "allocation.solve_run", "key": run.pk}]


def test_a_run_is_asked_for_once_at_a_time_and_only_of_a_closed_call(district: People) -> None:
    with pytest.raises(NotFound):
        actions.propose_run(call_code="winter", by=district.officer)
    actions.propose_run(call_code="spring", by=district.officer)
    with pytest.raises(Refused, match="run_waiting"):
        actions.propose_run(call_code="spring", by=district.officer)
    with pytest.raises(Refused, match="call_open"):
        actions.propose_run(call_code=autumn(closes_on=clock.today()), by=district.officer)
    with pytest.raises(NotAllowed):
        actions.propose_run(call_code="spring", by=district.chair)


def test_the_solver_stores_a_proven_portfolio_with_reasons(solved: Run) -> None:
    solution = Solution.objects.get(run=solved)

    assert solution.outcome == "solved"
    assert solution.bound >= solution.objective > 0
    assert set(Candidate.objects.values_list("application__code", "outcome")) == {
        ("weavers", "granted"),
        ("dairy", "granted"),
        ("cobblers", "refused"),
    }
    assert sum(Award.objects.values_list("amount", flat=True)) == 22 * BILLION
    assert not Candidate.objects.filter(reason=None).exists()
    assert events(solved) == ["run.proposed", "run.solved"]
    assert Duty.objects.get(subject=solved.subject, done_at=None).step == "decide-run"
    assert jobs()[-1]["name"] == "allocation.verify_nearest"


def test_a_solved_run_keeps_its_solution(solved: Run) -> None:
    first = Solution.objects.get(run=solved)

    assert actions.solve_run(run_id=solved.pk, by=SOLVER) == first
    with pytest.raises(NotFound):
        actions.solve_run(run_id=0, by=SOLVER)


def test_quotas_that_cannot_be_met_are_answered_with_their_conflict(own_district: People) -> None:
    run = actions.propose_run(call_code=unmeetable(), by=own_district.officer)

    solution = actions.solve_run(run_id=run.pk, by=SOLVER)

    assert solution.outcome == "infeasible"
    assert "floor:too-much" in [each["name"] for each in solution.figures["conflict"]]
    with pytest.raises(Refused, match="no_portfolio"):
        decide(run, own_district.chair)


def test_a_killed_solve_leaves_word_and_nothing_half_written(
    own_district: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    monkeypatch.setattr(method, "START", -2000.0)

    solution = actions.solve_run(run_id=run.pk, by=SOLVER)

    assert (solution.outcome, solution.provenance["cause"]) == ("failed", "overran")
    assert not Candidate.objects.exists()
    assert events(run)[-1] == "run.failed"


@pytest.mark.parametrize(
    ("prepare", "cause", "key", "value"),
    [(unreadable, "bad_table", "code", "fault.no_candidates"),
     (unpriced, "unknown_rule", "key", "cost_per_job.alchemy")],
)  # fmt: skip
def test_what_cannot_be_decided_by_is_told_and_can_be_proposed_again(
    own_district: People, prepare: Callable[[], str], cause: str, key: str, value: str
) -> None:
    call = prepare()
    run = actions.propose_run(call_code=call, by=own_district.officer)

    solution = actions.solve_run(run_id=run.pk, by=SOLVER)

    told = solution.provenance
    assert (solution.outcome, told["cause"]) == ("failed", cause)
    assert (told["faults"][0] if "faults" in told else told)[key] == value
    assert not Candidate.objects.exists()
    assert events(run)[-1] == "run.failed"
    again = actions.propose_run(call_code=call, by=own_district.officer)
    assert again.state == "waiting"


def test_rows_that_change_while_it_is_solved_make_the_result_void(
    own_district: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    decide_apart = method.decide_apart

    def slowly(*args, **kwargs):  # type: ignore[no-untyped-def]
        found = decide_apart(*args, **kwargs)
        late = made_quota("late", "place:0311", 6 * BILLION)
        CallQuota.objects.create(call=run.call, quota=late)
        return found

    monkeypatch.setattr(method, "decide_apart", slowly)

    solution = actions.solve_run(run_id=run.pk, by=SOLVER)

    assert (solution.outcome, solution.provenance) == ("failed", {"cause": "inputs_changed"})
    assert not Candidate.objects.exists()
    actions.propose_run(call_code="spring", by=own_district.officer)


def test_an_action_that_decides_refuses_to_hold_a_transaction(district: People) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        actions.solve_run(run_id=1, by=SOLVER)


def test_another_person_approves_and_a_third_publishes(solved: Run, own_district: People) -> None:
    decide(solved, own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)

    assert events(solved)[-2:] == ["run.approved", "run.published"]
    assert not Duty.objects.filter(subject=solved.subject, done_at=None).exists()
    assert not Duty.objects.filter(subject="call:spring", done_at=None).exists()
    with pytest.raises(Conflict, match="already_published"):
        actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    with pytest.raises(Refused, match="already_published"):
        actions.propose_run(call_code="spring", by=own_district.officer)


def test_the_proposer_cannot_decide_even_in_another_role(solved: Run, own_district: People) -> None:
    officer = own_district.officer
    both = Actor(officer.code, officer.user_id, officer.office_id, own_district.chair.grants)

    with pytest.raises(Refused, match="same_person"):
        decide(solved, both)
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        Decision.objects.create(
            run=solved,
            verdict="approved",
            proposed_by_id=officer.user_id,
            decided_by_id=officer.user_id,
            decided_at=clock.now(),
        )


def test_a_rejection_gives_its_reason_and_nothing_is_published(
    solved: Run, own_district: People
) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        decide(solved, own_district.chair, "rejected", "  ")
    with pytest.raises(Refused, match="no_such_verdict"):
        decide(solved, own_district.chair, "perhaps")
    with pytest.raises(Refused, match=r"unfit .*note"):
        decide(solved, own_district.chair, "approved", "well\x00done")
    decide(solved, own_district.chair, "rejected", "the floor of Hashtrud was misread")

    with pytest.raises(Refused, match="not_approved"):
        actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    assert events(solved)[-1] == "run.rejected"


def test_what_is_not_there_is_not_found(own_district: People) -> None:
    with pytest.raises(NotFound):
        actions.decide_run(run_id=0, verdict="approved", note="", by=own_district.chair)
    with pytest.raises(NotFound):
        actions.publish_run(run_id=0, by=own_district.secretary)
    with pytest.raises(NotFound):
        actions.request_changes(run_id=0, code="weavers", by=own_district.officer)
    with pytest.raises(NotFound):
        actions.find_changes(candidate_id=0, by=SOLVER)
    with pytest.raises(NotFound):
        actions.verify_nearest(run_id=0, by=SOLVER)


def test_two_officers_who_approve_at_once_are_heard_one_after_the_other(
    solved: Run, own_district: People
) -> None:
    def approve(_: int) -> str:
        try:
            decide(solved, own_district.chair)
        except Conflict as conflict:
            return conflict.reason.code
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as officers:
        heard = sorted(officers.map(approve, range(2)))

    assert heard == ["approved", "conflict.run_decided"]
    assert Decision.objects.count() == 1


def test_what_would_have_won_is_found_by_solving_again(solved: Run, own_district: People) -> None:
    candidate = actions.request_changes(run_id=solved.pk, code="cobblers", by=own_district.officer)
    count = actions.find_changes(candidate_id=candidate.pk, by=SOLVER)

    less = Change.objects.get(candidate=candidate, kind="change.less_money")
    assert count == Change.objects.count()
    assert less.is_verified
    assert less.is_for_applicant
    assert 0 < less.values["amount"] < candidate.amount
    assert events(solved)[-2:] == ["changes.requested", "changes.found"]


def test_the_nearest_are_verified_together(solved: Run) -> None:
    count = actions.verify_nearest(run_id=solved.pk, by=SOLVER)

    assert count == Change.objects.filter(candidate__application__code="cobblers").count() > 0


def test_only_a_refused_proposal_is_asked_about_and_only_by_who_sees_it(
    solved: Run, own_district: People
) -> None:
    with pytest.raises(Refused, match="not_refused"):
        actions.request_changes(run_id=solved.pk, code="weavers", by=own_district.officer)
    with pytest.raises(NotFound):
        actions.request_changes(run_id=solved.pk, code="cobblers", by=own_district.county)
    with pytest.raises(NotFound):
        actions.request_changes(run_id=solved.pk, code="weavers", by=own_district.county)
    decide(solved, own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    with pytest.raises(NotAllowed):
        actions.request_changes(run_id=solved.pk, code="cobblers", by=own_district.county)
    with pytest.raises(Refused, match="not_refused"):
        actions.request_changes(run_id=solved.pk, code="weavers", by=own_district.county)

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Candidate, Run
from kargosha.kernel.asking import Asked

router = Router()


class RunShape(Schema):
    id: int
    call: str
    state: str
    proposed_at: datetime
    objective: float | None
    bound: float | None
    gap: float | None


class LineShape(Schema):
    code: str
    name_fa: str | None
    name_en: str | None
    place_code: str | None
    activity: str
    kind: str
    outcome: str
    reason: str
    amount: int | None
    band_from: int
    band_to: int
    granted_amount: int | None
    jobs: float | None


class RunRequest(Schema):
    call: str


class DecisionRequest(Schema):
    verdict: str
    note: str = ""


@router.get("/runs", response=list[RunShape], auth=None, summary="Runs")
def runs(request: Asked):  # type: ignore[no-untyped-def]
    return [_run(run) for run in queries.rounds(by=request.actor)]


@router.post("/runs", response={201: RunShape}, summary="Propose a run")
def propose_run(request: Asked, asked: RunRequest):  # type: ignore[no-untyped-def]
    return Status(201, _run(actions.propose_run(call_code=asked.call, by=request.actor)))


@router.get("/runs/{run_id}/candidates", response=list[LineShape], auth=None, summary="Portfolio")
@paginate
def candidates(  # type: ignore[no-untyped-def]
    request: Asked, run_id: int, outcome: str = "", place: str = "", search: str = ""
):
    found = queries.portfolio(
        by=request.actor, run_id=run_id, outcome=outcome, place=place, search=search
    )
    return [_line(candidate, request) for candidate in found]


@router.post("/runs/{run_id}/decision", response={201: RunShape}, summary="Approve or reject")
def decide_run(request: Asked, run_id: int, decision: DecisionRequest):  # type: ignore[no-untyped-def]
    made = actions.decide_run(run_id=run_id, by=request.actor, **decision.dict())
    return Status(201, _run(made.run))


@router.post("/runs/{run_id}/publication", response={201: RunShape}, summary="Publish")
def publish_run(request: Asked, run_id: int):  # type: ignore[no-untyped-def]
    return Status(201, _run(actions.publish_run(run_id=run_id, by=request.actor).run))


@router.post(
    "/runs/{run_id}/candidates/{code}/changes",
    response={202: None},
    summary="Ask what would have won",
)
def request_changes(request: Asked, run_id: int, code: str):  # type: ignore[no-untyped-def]
    actions.request_changes(run_id=run_id, code=code, by=request.actor)
    return Status(202, None)


def _run(run: Run) -> RunShape:
    solution: Any = getattr(run, "solution", None)
    return RunShape(
        id=run.pk,
        call=run.call.code,
        state=run.state,
        proposed_at=run.proposed_at,
        objective=solution and solution.objective,
        bound=solution and solution.bound,
        gap=solution and solution.gap,
    )


def _line(candidate: Candidate, request: Asked) -> LineShape:
    line = queries.line_of(candidate=candidate, by=request.actor)
    return LineShape(
        code=line.code,
        name_fa=line.name_fa,
        name_en=line.name_en,
        place_code=line.place.code,
        activity=line.activity.code,
        kind=line.kind,
        outcome=line.outcome,
        reason=line.reason,
        amount=line.amount,
        band_from=line.band[0],
        band_to=line.band[1],
        granted_amount=line.granted_amount,
        jobs=line.jobs,
    )

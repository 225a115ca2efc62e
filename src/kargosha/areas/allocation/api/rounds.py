from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Run
from kargosha.areas.allocation.queries import Case, FundLine, Line, ProposalTurn
from kargosha.areas.territory.models import IndexVersion
from kargosha.kernel.asking import Asked

router = Router()


class RunShape(Schema):
    id: int
    call: str
    purpose: str
    state: str
    deprivation_version: int | None
    emigration_version: int | None
    proposed_at: datetime
    basis: int | None
    objective: float | None
    bound: float | None
    gap: float | None


class FundShape(Schema):
    code: str
    name_fa: str
    name_en: str
    amount: int
    granted_amount: int
    cut_off: float | None

    @staticmethod
    def resolve_code(line: FundLine) -> str:
        return line.agreement.code

    @staticmethod
    def resolve_name_fa(line: FundLine) -> str:
        return line.agreement.name_fa

    @staticmethod
    def resolve_name_en(line: FundLine) -> str:
        return line.agreement.name_en


class ConditionShape(Schema):
    condition: str
    side: str
    price: float
    slack: float
    cost_value: float | None
    cost_kept_jobs: float | None


class HeldShape(Schema):
    firm_amount: int
    waiting_amount: int
    firm_count: int
    waiting_count: int


class RoundShape(RunShape):
    figures: dict[str, Any]
    smallest_cell: int | None
    funds: list[FundShape]
    conditions: list[ConditionShape]
    held: HeldShape | None


class LineShape(Schema):
    code: str
    name_fa: str | None
    name_en: str | None
    place_code: str | None
    activity: str
    kind: str
    outcome: str
    reason: str
    values: dict[str, Any]
    amount: int | None
    band_from: int | None
    band_to: int | None
    granted_amount: int | None
    jobs: float | None
    money: str
    turns: dict[str, int]

    @staticmethod
    def resolve_place_code(line: Line) -> str | None:
        return line.place.code

    @staticmethod
    def resolve_activity(line: Line) -> str:
        return line.activity.code

    @staticmethod
    def resolve_band_from(line: Line) -> int | None:
        return line.band[0] if line.band else None

    @staticmethod
    def resolve_band_to(line: Line) -> int | None:
        return line.band[1] if line.band else None


class AwardShape(Schema):
    agreement: str
    amount: int


class ChangeShape(Schema):
    kind: str
    values: dict[str, Any]
    is_verified: bool


class CaseShape(Schema):
    line: LineShape
    rules_on: date
    awards: list[AwardShape]
    changes: list[ChangeShape]
    search: str

    @staticmethod
    def resolve_awards(case: Case) -> list[AwardShape]:
        return [
            AwardShape(agreement=agreement.code, amount=amount) for agreement, amount in case.awards
        ]


class WorthShape(Schema):
    of_before: float
    of_after: float


class ProposalTurnShape(Schema):
    code: str
    place_code: str
    before_amount: int
    after_amount: int
    before_need: float
    after_need: float

    @staticmethod
    def resolve_code(turn: ProposalTurn) -> str:
        return turn.application.code

    @staticmethod
    def resolve_place_code(turn: ProposalTurn) -> str:
        return turn.application.place_code


class CountyTurnShape(Schema):
    code: str
    name_fa: str
    name_en: str
    before: dict[str, Any]
    after: dict[str, Any]


class DifferenceShape(Schema):
    is_solved: bool
    by_need_before: WorthShape | None
    by_need_after: WorthShape | None
    turns: list[ProposalTurnShape]
    counties: list[CountyTurnShape]


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


@router.post(
    "/runs/{run_id}/ordered",
    response={201: RunShape},
    summary="Propose a run with the borderline as the counties ordered it",
)
def propose_ordered(request: Asked, run_id: int):  # type: ignore[no-untyped-def]
    return Status(201, _run(actions.propose_ordered(run_id=run_id, by=request.actor)))


@router.post("/comparisons", response={201: RunShape}, summary="Compare under the latest indices")
def compare_run(request: Asked, asked: RunRequest):  # type: ignore[no-untyped-def]
    return Status(201, _run(actions.compare_run(call_code=asked.call, by=request.actor)))


@router.get(
    "/runs/{run_id}/against/{other_id}",
    response=DifferenceShape,
    summary="What a run does otherwise than another of its call",
)
def difference(request: Asked, run_id: int, other_id: int):  # type: ignore[no-untyped-def]
    return queries.difference(by=request.actor, run_id=run_id, other_id=other_id)


@router.get("/runs/{run_id}", response=RoundShape, auth=None, summary="A run with its figures")
def round_page(request: Asked, run_id: int):  # type: ignore[no-untyped-def]
    found = queries.round_page(by=request.actor, run_id=run_id)
    return _run(found.run).dict() | {
        "figures": found.figures,
        "smallest_cell": found.smallest_cell,
        "funds": found.funds,
        "conditions": found.quotas,
        "held": found.held,
    }


@router.get("/runs/{run_id}/candidates", response=list[LineShape], auth=None, summary="Portfolio")
@paginate
def candidates(  # type: ignore[no-untyped-def]
    request: Asked, run_id: int, outcome: str = "", place: str = "", search: str = ""
):
    return queries.portfolio(
        by=request.actor, run_id=run_id, outcome=outcome, place=place, search=search
    )


@router.get(
    "/runs/{run_id}/candidates/{code}",
    response=CaseShape,
    auth=None,
    summary="Why, for one proposal",
)
def case(request: Asked, run_id: int, code: str):  # type: ignore[no-untyped-def]
    return queries.case(by=request.actor, run_id=run_id, code=code)


@router.get("/runs/{run_id}/files", auth=None, summary="Files that decide a run again (ZIP)")
def export(request: Asked, run_id: int):  # type: ignore[no-untyped-def]
    archive = queries.export(by=request.actor, run_id=run_id)
    return FileResponse(archive.file, as_attachment=True, filename=archive.name)


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
        purpose=run.purpose,
        state=run.state,
        deprivation_version=_number(run.deprivation),
        emigration_version=_number(run.emigration),
        proposed_at=run.proposed_at,
        basis=run.basis_id,
        objective=solution and solution.objective,
        bound=solution and solution.bound,
        gap=solution and solution.gap,
    )


def _number(version: IndexVersion | None) -> int | None:
    return None if version is None else version.number

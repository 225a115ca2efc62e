"""Proposals: hand in, receive in bulk, keep a draft, withdraw, read with what the rules say."""

from datetime import date
from typing import Any

from ninja import File, Router, Schema, UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.analysis.applications import Finding
from kargosha.areas.applications import actions, queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.attachments import MOST_BYTES

router = Router()


class ProposalShape(Schema):
    code: str
    call: str
    group: str | None
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    own_amount: int
    jobs_promised: int
    jobs_pledged: int
    member_count: int
    record_member_count: int
    submitted_on: date
    rolled_count: int
    state: str
    failed_rules: list[str]


class FindingShape(Schema):
    code: str
    values: dict[str, Any]
    rule: str
    source: str


class ProposalPageShape(ProposalShape):
    credible_jobs: float
    failures: list[FindingShape]
    unknown: list[FindingShape]
    passed: list[FindingShape]


class PledgeShape(Schema):
    title: str
    person_id: int | None = None


class MemberShape(Schema):
    person_id: int
    production_years: int = 0
    is_without_earner: bool | None = None


class DraftRequest(Schema):
    activity: str | None = None
    place_code: str | None = None
    amount: int | None = None
    own_amount: int | None = None
    pledges: list[PledgeShape] = []


class ProposalRequest(Schema):
    group: str
    activity: str
    amount: int
    own_amount: int
    pledges: list[PledgeShape]
    place_code: str = ""
    jobs_payable: float | None = None
    is_confirmed: bool = False


class ApplicationRequest(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    own_amount: int
    jobs_promised: int
    jobs_pledged: int
    jobs_payable: float
    member_count: int
    no_earner_share: float
    has_record: bool
    has_conduct: bool
    has_course: bool
    submitted_on: date
    tags: list[str] = []
    group: str = ""
    production_years: int = 0
    record_member_count: int = 0
    members: list[MemberShape] = []
    pledges: list[PledgeShape] = []


class ReceivedShape(Schema):
    count: int


class WithdrawRequest(Schema):
    reason: str = ""


@router.get("/proposals", response=list[ProposalShape], summary="Proposals one may see")
@paginate
def proposals(  # type: ignore[no-untyped-def]
    request: Asked,
    call: str = "",
    search: str = "",
    state: str = "",
    activity: str = "",
    place: str = "",
):
    asked = {
        "call": call,
        "search": search,
        "state": state,
        "activity": activity,
        "place": place,
    }
    return [each.row for each in queries.application_lines(by=request.actor, asked=asked)]


@router.get("/proposals/{code}", response=ProposalPageShape, summary="A proposal, rule by rule")
def proposal(request: Asked, code: str):  # type: ignore[no-untyped-def]
    return _told(request, code)


@router.post(
    "/calls/{code}/proposals", response={201: ProposalPageShape}, summary="Hand in a proposal"
)
def submit(request: Asked, code: str, asked: ProposalRequest):  # type: ignore[no-untyped-def]
    said = asked.dict()
    group, pledges = said.pop("group"), said.pop("pledges")
    made = actions.submit_proposal(
        group_code=group,
        call_code=code,
        proposal=actions.Proposal(**said, pledges=[actions.Pledge(**each) for each in pledges]),
        by=request.actor,
    )
    return Status(201, _told(request, made.code))


@router.put(
    "/calls/{code}/drafts/{group}", response={204: None}, summary="Keep a draft of a proposal"
)
def save_draft(request: Asked, code: str, group: str, asked: DraftRequest):  # type: ignore[no-untyped-def]
    jobs = [{"title": each.title, "person": each.person_id} for each in asked.pledges]
    kept = asked.dict(exclude={"pledges"}, exclude_none=True)
    if "amount" in kept:
        kept.setdefault("own_amount", 0)
    actions.save_draft(
        group_code=group, call_code=code, values=kept | {"jobs": jobs}, by=request.actor
    )
    return Status(204, None)


@router.post(
    "/calls/{code}/applications/bulk",
    response={201: ReceivedShape},
    summary="Receive proposals, all or none",
)
def receive(request: Asked, code: str, asked: list[ApplicationRequest]):  # type: ignore[no-untyped-def]
    rows = [_row(each) for each in asked]
    count = actions.receive_applications(call_code=code, applications=rows, by=request.actor)
    return Status(201, {"count": count})


@router.post(
    "/calls/{code}/applications/list",
    response={201: ReceivedShape},
    summary="Receive the proposals of a CSV or XLSX file, all or none",
)
def receive_list(request: Asked, code: str, file: File[UploadedFile]):  # type: ignore[no-untyped-def]
    count = actions.receive_list(
        call_code=code,
        name=file.name or "",
        content=file.read(MOST_BYTES + 1),
        by=request.actor,
    )
    return Status(201, {"count": count})


@router.post(
    "/proposals/{code}/withdrawal", response=ProposalPageShape, summary="Withdraw a proposal"
)
def withdraw(request: Asked, code: str, asked: WithdrawRequest):  # type: ignore[no-untyped-def]
    actions.withdraw_application(code=code, reason=asked.reason, by=request.actor)
    return _told(request, code)


def _row(asked: ApplicationRequest) -> actions.ApplicationRow:
    said = asked.dict()
    members = [actions.MemberLine(**each) for each in said.pop("members")]
    pledges = [actions.Pledge(**each) for each in said.pop("pledges")]
    return actions.ApplicationRow(**said, members=members, pledges=pledges)


def _told(request: Asked, code: str) -> dict[str, object]:
    page = queries.application_page(by=request.actor, code=code)
    verdict = page.verdict
    return queries.ProposalSeen(page.application).row | {
        "credible_jobs": page.credible.jobs,
        "failures": [_finding(each) for each in verdict.failures],
        "unknown": [_finding(each) for each in verdict.unknown],
        "passed": [_finding(each) for each in verdict.passed],
    }


def _finding(found: Finding) -> dict[str, object]:
    return {**vars(found), "values": dict(found.values)}

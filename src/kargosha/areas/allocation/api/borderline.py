from datetime import date, datetime

from ninja import Router, Schema
from ninja.responses import Status

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.queries import BorderlineCase, BorderlinePage, CountyOrder
from kargosha.kernel.asking import Asked

router = Router()


class CountyOrderShape(Schema):
    place_code: str
    name_fa: str
    name_en: str
    cases: int
    share_amount: int
    state: str
    due_on: date | None
    ordered_at: datetime | None


class BorderlineCaseShape(Schema):
    code: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    jobs: float
    member_count: int
    outcome: str
    value_per_billion: float | None
    cut_off: float | None
    turn: int | None
    votes_for: int | None
    votes_against: int | None
    reason: str | None


class BorderlineShape(CountyOrderShape):
    minutes: str | None
    lines: list[BorderlineCaseShape]


class OrderedLineRequest(Schema):
    code: str
    votes_for: int
    votes_against: int = 0
    reason: str


class OrderRequest(Schema):
    minutes: str
    cases: list[OrderedLineRequest]


@router.get(
    "/runs/{run_id}/borderline",
    response=list[CountyOrderShape],
    summary="The counties whose borderline is to be ordered",
)
def borderline_state(request: Asked, run_id: int):  # type: ignore[no-untyped-def]
    state = queries.borderline_state(by=request.actor, run_id=run_id)
    return [_county(each) for each in state.counties]


@router.get(
    "/runs/{run_id}/borderline/{place_code}",
    response=BorderlineShape,
    summary="A county's borderline proposals",
)
def borderline(request: Asked, run_id: int, place_code: str):  # type: ignore[no-untyped-def]
    return _page(queries.borderline_page(by=request.actor, run_id=run_id, place_code=place_code))


@router.post(
    "/runs/{run_id}/borderline/{place_code}",
    response={201: BorderlineShape},
    summary="Put a county's borderline in order",
)
def order_borderline(request: Asked, run_id: int, place_code: str, asked: OrderRequest):  # type: ignore[no-untyped-def]
    actions.order_borderline(
        run_id=run_id,
        place_code=place_code,
        minutes=asked.minutes,
        cases=[actions.OrderedLine(**line.dict()) for line in asked.cases],
        by=request.actor,
    )
    seen = queries.borderline_page(by=request.actor, run_id=run_id, place_code=place_code)
    return Status(201, _page(seen))


@router.get("/borderlines", response=list[CountyOrderShape], summary="Borderlines to order")
def orders_owed(request: Asked):  # type: ignore[no-untyped-def]
    return [_county(county) for _run, county in queries.orders_owed(by=request.actor)]


def _county(county: CountyOrder) -> CountyOrderShape:
    return CountyOrderShape(
        place_code=county.place.code,
        name_fa=county.place.name_fa,
        name_en=county.place.name_en,
        cases=len(county.cases),
        share_amount=county.share_amount,
        state=county.state,
        due_on=county.duty.due_on if county.duty else None,
        ordered_at=county.order.ordered_at if county.order else None,
    )


def _page(seen: BorderlinePage) -> BorderlineShape:
    return BorderlineShape(
        **_county(seen.county).dict(),
        minutes=seen.county.order.minutes if seen.county.order else None,
        lines=[_case(each) for each in seen.cases],
    )


def _case(case: BorderlineCase) -> BorderlineCaseShape:
    candidate, ordered = case.candidate, case.ordered
    application = candidate.application
    return BorderlineCaseShape(
        code=application.code,
        name_fa=application.name_fa,
        name_en=application.name_en,
        place_code=application.place_code,
        activity=application.activity.code,
        amount=candidate.amount,
        jobs=candidate.jobs,
        member_count=application.member_count,
        outcome=candidate.outcome,
        value_per_billion=case.value_per_billion,
        cut_off=case.cut_off,
        turn=ordered.turn if ordered else None,
        votes_for=ordered.votes_for if ordered else None,
        votes_against=ordered.votes_against if ordered else None,
        reason=ordered.reason if ordered else None,
    )

from datetime import date

from ninja import Router, Schema
from ninja.pagination import paginate

from kargosha.kernel.asking import Asked
from kargosha.portal.rooms.desk import queries

router = Router()


class DutyShape(Schema):
    subject: str
    step: str
    owner: str
    escalates_to: str
    due_on: date
    days_left: int


class FigureShape(Schema):
    code: str
    amount: int
    on: date | None


@router.get("/duties", response=list[DutyShape], summary="What one's office owes, late first")
@paginate
def duties(request: Asked, step: str = "", state: str = ""):  # type: ignore[no-untyped-def]
    asked = {"step": step, "state": state}
    return [each.row for each in queries.owed(by=request.actor, asked=asked)]


@router.get("/figures", response=list[FigureShape], summary="The programme in one line of figures")
def figures(request: Asked):  # type: ignore[no-untyped-def]
    return queries.programme_line(by=request.actor)

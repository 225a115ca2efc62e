from datetime import datetime
from typing import Any

from ninja import Router, Schema
from ninja.pagination import paginate

from kargosha.areas.allocation import queries
from kargosha.areas.allocation.models import Letter
from kargosha.areas.allocation.queries import LetterPage
from kargosha.kernel.asking import Asked

router = Router()


class LetterShape(Schema):
    run: int
    application: str
    letter: str
    reason: str
    reason_values: dict[str, Any]
    amount: int
    firm_amount: int
    waiting_amount: int
    queued_at: datetime

    @staticmethod
    def resolve_run(letter: Letter) -> int:
        return letter.candidate.run_id

    @staticmethod
    def resolve_application(letter: Letter) -> str:
        return letter.candidate.application.code

    @staticmethod
    def resolve_letter(letter: Letter) -> str:
        return letter.code.removeprefix("letter.")

    @staticmethod
    def resolve_reason(letter: Letter) -> str:
        return str(letter.values["reason"])

    @staticmethod
    def resolve_reason_values(letter: Letter) -> dict[str, Any]:
        return dict(letter.values["reason_values"])

    @staticmethod
    def resolve_amount(letter: Letter) -> int:
        return int(letter.values["amount"])

    @staticmethod
    def resolve_firm_amount(letter: Letter) -> int:
        return int(letter.values["firm_amount"])

    @staticmethod
    def resolve_waiting_amount(letter: Letter) -> int:
        return int(letter.values["waiting_amount"])


class LetterPageShape(Schema):
    letter: LetterShape
    money: str
    turns: dict[str, int]
    goes_on: bool


@router.get("/runs/{run_id}/letters", response=list[LetterShape], summary="Letters of a round")
@paginate
def letters(  # type: ignore[no-untyped-def]
    request: Asked,
    run_id: int,
    kind: str = "",
    place: str = "",
    search: str = "",
    sort: str = "code",
):
    return queries.letters(
        by=request.actor, run_id=run_id, kind=kind, place=place, search=search, sort=sort
    )


@router.get(
    "/runs/{run_id}/letters/{code}",
    response=LetterPageShape,
    summary="The letter of a proposal, and where its money stands",
)
def letter(request: Asked, run_id: int, code: str) -> LetterPage:
    return queries.letter(by=request.actor, run_id=run_id, code=code)


@router.get("/letters", response=list[LetterShape], summary="Letters to the own groups")
def own_letters(request: Asked):  # type: ignore[no-untyped-def]
    return queries.own_letters(by=request.actor)

"""Turns errors into what a person meets: a page, a problem document, or an exit code. No other place does."""

import re
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus

from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kargosha.analysis.errors import BadTable, Fault, MethodError
from kargosha.analysis.rules import UnknownRule
from kargosha.files.faults import all_told
from kargosha.files.words import Language, say
from kargosha.kernel.access import ANYONE
from kargosha.kernel.asking import current_language
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, ProgrammeError, Refusal, Refused
from kargosha.kernel.models import User

Reply = Callable[[HttpRequest], HttpResponse]

Known = ProgrammeError | MethodError | DatabaseError | InterfaceError

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that are no text: all of ASCII's controls but tab and line ends."""


class Illegible(ProgrammeError):
    """A request that holds what is no text."""


class Unparsed(ProgrammeError):
    """A request whose body is not of the format that it should be."""


class Unproven(ProgrammeError):
    """A write without the token by which a page of this program is known."""


STATUS: dict[type[ProgrammeError], HTTPStatus] = {
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    Illegible: HTTPStatus.BAD_REQUEST,
    Unparsed: HTTPStatus.BAD_REQUEST,
    Unproven: HTTPStatus.FORBIDDEN,
}
EXIT_CODE: dict[type[Exception], int] = {
    NotAllowed: 5,
    NotFound: 2,
    Refused: 2,
    Conflict: 6,
    OperationalError: 7,
    InterfaceError: 7,
}


class ActorMiddleware:
    """Gives each request the actor behind it: the signed-in user with the roles held, or anyone."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = user.actor() if isinstance(user, User) else ANYONE  # type: ignore[attr-defined]
        return self.get_response(request)


class LegibleMiddleware:
    """Answers a request whose texts hold what is no text, such as a zero byte that no row can keep."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if CONTROL.search(request.path_info) or any(map(CONTROL.search, _texts(request))):
            return answer(request, Illegible("the request holds control characters"))
        return self.get_response(request)


class AnswersMiddleware:
    """Answers a refusal of the programme with a page, or with a problem document under ``/api/``."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, ProgrammeError | BadTable) else None


def answer(request: HttpRequest, error: Known) -> HttpResponse:
    """Return an error as a page, or as a problem document under ``/api/``."""
    if request.path.startswith("/api/"):
        return problem(error)
    status = status_of(error)
    stranger = isinstance(error, NotAllowed) and not request.user.is_authenticated
    return render(
        request,
        "answer.html",
        {"status": int(status), "sentences": sentences(error), "may_sign_in": stranger},
        status=status,
    )


def problem(error: Known) -> JsonResponse:
    """Return an error as a problem document (RFC 9457)."""
    status = status_of(error)
    return JsonResponse(
        {
            "title": status.phrase,
            "status": int(status),
            "detail": " ".join(sentences(error)),
            "reasons": [
                {"code": reason.code, "values": {**reason.values}} for reason in reasons(error)
            ],
        },
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False, "default": str},
    )


def status_of(error: Known) -> HTTPStatus:
    """Return the status that a kind of error is answered with."""
    return next(
        (status for kind, status in STATUS.items() if isinstance(error, kind)),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def exit_code(error: Known) -> int:
    """Return the exit code that a kind of error ends a command with."""
    return next((code for kind, code in EXIT_CODE.items() if isinstance(error, kind)), 2)


def reasons(error: Known) -> Sequence[Refusal]:
    """Return the codes and values that an error says."""
    match error:
        case Refused():
            return error.reasons
        case Conflict():
            return (error.reason,)
        case NotFound():
            return (Refusal("refusal.not_found", {"what": error.what, "key": error.key}),)
        case BadTable():
            return tuple(Refusal(fault.code, _placed(fault)) for fault in error.faults)
        case UnknownRule():
            return (Refusal("refusal.rule_missing", {"key": error.key, "day": error.day}),)
        case MethodError():
            return (Refusal("refusal.not_converged"),)
        case Illegible():
            return (Refusal("refusal.control_character"),)
        case Unparsed():
            return (Refusal("refusal.body_unparsed"),)
        case Unproven():
            return (Refusal("refusal.token_missing"),)
        case DataError():
            return (Refusal("refusal.value_unfit"),)
        case DatabaseError() | InterfaceError():
            return (Refusal("refusal.database_down"),)
        case _:
            return (Refusal("refusal.not_allowed"),)


def sentences(error: Known, language: Language | None = None) -> list[str]:
    """Return what an error says, in words of the given or the current language."""
    spoken = language or current_language()
    if isinstance(error, BadTable):
        return list(all_told(error.faults, {}, spoken))
    return [say(reason.code, reason.values, spoken) for reason in reasons(error)]


def _placed(fault: Fault) -> dict[str, object]:
    """Return the values of a fault with where it stands."""
    return {**fault.values, "row": fault.row, "column": fault.column}


def _texts(request: HttpRequest) -> Iterator[str]:
    """Yield the names and values of a request's query and form."""
    for fields in (request.GET, request.POST):
        for name, values in fields.lists():
            yield name
            yield from map(str, values)

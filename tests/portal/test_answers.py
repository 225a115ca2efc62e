import json
from datetime import date

import pytest
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from kargosha.analysis.errors import BadTable, Fault, MethodError, NotConverged
from kargosha.analysis.rules import UnknownRule
from kargosha.kernel.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    ProgrammeError,
    Refusal,
    Refused,
)
from kargosha.kernel.models import User
from kargosha.portal import answers
from tests import universe

REFUSED = Refused(Refusal("refusal.code_taken", {"code": "p1"}), Refusal("refusal.not_approved"))
BAD = BadTable([Fault("fault.negative", "candidates", 7, "amount", {"value": -5})])


@pytest.mark.parametrize(
    ("error", "status", "exit_code"),
    [
        (NotAllowed("run.view"), 403, 5),
        (NotFound("run", 3), 404, 2),
        (REFUSED, 422, 2),
        (Conflict("conflict.run_decided", run=3), 409, 6),
        (BAD, 422, 2),
        (UnknownRule("need.weight", date(2026, 11, 23)), 422, 2),
        (NotConverged("slow"), 422, 2),
        (answers.Illegible("a zero byte"), 400, 2),
    ],
)
def test_each_mistake_has_its_status_and_exit_code(
    error: ProgrammeError | MethodError, status: int, exit_code: int
) -> None:
    document = answers.problem(error)

    assert document.status_code == status
    assert json.loads(document.content)["status"] == status
    assert answers.exit_code(error) == exit_code
    assert all(answers.sentences(error, language) for language in ("fa", "en"))


@pytest.mark.parametrize(
    ("error", "exit_code", "sentence"),
    [
        (OperationalError("refused"), 7, "The database does not answer."),
        (InterfaceError("closed"), 7, "The database does not answer."),
        (DataError("too long"), 2, "A value is too long or too large to be stored."),
    ],
)
def test_what_the_database_refuses_is_a_sentence(
    error: DatabaseError | InterfaceError, exit_code: int, sentence: str
) -> None:
    assert answers.exit_code(error) == exit_code
    assert answers.sentences(error, "en")[0].startswith(sentence)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/territory/?search=a%00b", "/territory/?%1f=a", "/territory/%00/"]
)
def test_what_is_no_text_is_answered_with_a_sentence(client: Client, address: str) -> None:
    page = client.get(address, headers={"accept-language": "en"})
    form = client.post("/account/sign-in/", {"username": "a\x00", "password": "b"})
    interface = client.get("/api/allocation/runs/1/candidates?outcome=%00")

    assert (page.status_code, form.status_code, interface.status_code) == (400, 400, 400)
    assert "a sign that is no text" in page.content.decode()
    assert interface.json()["reasons"][0]["code"] == "refusal.control_character"


@pytest.mark.django_db
def test_tabs_and_lines_are_text(client: Client) -> None:
    page = client.post("/account/sign-in/", {"username": "a\tb\r\nc", "password": "b"})

    assert page.status_code != 400


def test_a_refusal_says_all_its_reasons_in_the_readers_language() -> None:
    with translation.override("en"):
        english = answers.sentences(REFUSED)
    with translation.override("fa"):
        persian = answers.sentences(REFUSED)

    assert english[0].startswith("The code p1 is taken.")
    assert persian[0].startswith("کد p1")
    assert len(english) == len(persian) == 2


def test_a_bug_is_not_dressed_up_as_an_answer() -> None:
    middleware = answers.AnswersMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]

    assert middleware.process_exception(RequestFactory().get("/"), ValueError("bug")) is None


@pytest.mark.django_db
def test_a_stranger_is_shown_the_way_in_and_a_user_is_not(client: Client) -> None:
    universe.people()
    stranger = client.get("/office/journal/", headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="officer"))
    officer = client.get("/office/journal/", headers={"accept-language": "en"})

    assert (stranger.status_code, officer.status_code) == (403, 403)
    assert "/account/sign-in/" in stranger.content.decode().split("<main")[1]
    assert "/account/sign-in/" not in officer.content.decode().split("<main")[1]


@pytest.mark.django_db
def test_the_api_answers_with_a_problem_document(client: Client) -> None:
    answer = client.get("/api/allocation/runs/77/candidates")

    assert answer.status_code == 404
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["reasons"][0]["code"] == "refusal.not_found"

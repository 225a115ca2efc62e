import json

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from kargosha.analysis.errors import BadTable, Fault, NotConverged
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
    ],
)
def test_each_mistake_has_its_status_and_exit_code(
    error: ProgrammeError | BadTable, status: int, exit_code: int
) -> None:
    document = answers.problem(error)

    assert document.status_code == status
    assert json.loads(document.content)["status"] == status
    assert answers.exit_code(error) == exit_code
    assert all(answers.sentences(error, language) for language in ("fa", "en"))


def test_a_method_that_stops_early_ends_with_bad_input() -> None:
    assert answers.exit_code(NotConverged("slow")) == 2


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

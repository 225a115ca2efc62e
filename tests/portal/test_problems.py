"""What the API really answers when it refuses is what its document says, operation by operation."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from django.test import Client

from kargosha.kernel import actions as kernel
from kargosha.kernel.models import User
from kargosha.portal.api import api
from tests import universe
from tests.universe import STAGE

pytestmark = pytest.mark.django_db

PLAIN: Mapping[str, type] = {"string": str, "integer": int}
ENTRY = {
    "figure": "deposited",
    "amount": 1,
    "dated_on": "2026-06-01",
    "reference": "paper 1",
    "source": "the bank",
}
ENTRIES = "/api/funding/agreements/{code}/entries"
CANDIDATES = "/api/allocation/runs/{run_id}/candidates"
PASSWORD = "/api/account/password"


@cache
def document() -> Mapping[str, Any]:
    """Return the API's document."""
    return api.get_openapi_schema()


def fits(value: object, schema: Mapping[str, Any]) -> bool:
    """Say whether a value is what a schema of the document describes."""
    if "$ref" in schema:
        return fits(value, _meant(schema["$ref"]))
    match schema["type"]:
        case "object" if "properties" in schema:
            return (
                isinstance(value, dict)
                and {*schema["required"]} <= {*value} <= {*schema["properties"]}
                and all(fits(value[name], schema["properties"][name]) for name in value)
            )
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
        case kind:
            return isinstance(value, PLAIN[kind])


def _meant(reference: str) -> Any:
    found: Any = document()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def documented(path: str, method: str, status: int) -> Any:
    """Return the content that the document gives to an operation's answer of a status."""
    answer = document()["paths"][path][method]["responses"][status]
    return _meant(answer["$ref"])["content"]


def enter(client: Client, entry: object = ENTRY, code: str = "rural") -> Any:
    return client.post(
        ENTRIES.format(code=code),
        entry if isinstance(entry, str) else json.dumps(entry),
        content_type="application/json",
    )


def twice(client: Client) -> Any:
    enter(client, {**ENTRY, "figure": "allotted"})
    return enter(client, {**ENTRY, "figure": "allotted"})


REFUSED: Mapping[str, tuple[Callable[[Client], Any], str, str, int, str]] = {
    "a sign that is no text": (
        lambda client: client.get("/api/allocation/runs/1/candidates?outcome=%00"),
        CANDIDATES, "get", 400, "refusal.control_character",
    ),
    "a body that is no JSON": (
        lambda client: enter(client, "{"), ENTRIES, "post", 400, "refusal.body_unparsed",
    ),
    "a write without the token": (
        lambda client: enter(_strict(client)), ENTRIES, "post", 403, "refusal.token_missing",
    ),
    "a stranger who writes": (
        lambda client: enter(Client()), ENTRIES, "post", 403, "refusal.not_allowed",
    ),
    "a stranger without a password": (
        lambda client: Client().post(
            PASSWORD, {"old": "a", "new": "b"}, content_type="application/json"
        ),
        PASSWORD, "post", 403, "refusal.not_allowed",
    ),
    "a run that is not there": (
        lambda client: client.get("/api/allocation/runs/77/candidates"),
        CANDIDATES, "get", 404, "refusal.not_found",
    ),
    "an agreement that is not there": (
        lambda client: enter(client, code="nowhere"), ENTRIES, "post", 404, "refusal.not_found",
    ),
    "a paper entered twice": (twice, ENTRIES, "post", 409, "conflict.money_entered"),
    "more than was allotted": (
        enter, ENTRIES, "post", 422, "refusal.deposited_above_allotted",
    ),
    "fields that do not fit": (
        lambda client: enter(client, {**ENTRY, "amount": "much", "dated_on": None}),
        ENTRIES, "post", 422, "refusal.fields_unfit",
    ),
}  # fmt: skip


def _strict(client: Client) -> Client:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


@pytest.fixture
def finance(client: Client) -> Client:
    universe.people()
    universe.money()
    kernel.assign_role(username="nobody", role="finance_officer", scope="", by=STAGE)
    client.force_login(User.objects.get(username="nobody"))
    return client


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_what_the_document_says(finance: Client, case: str) -> None:
    ask, path, method, status, code = REFUSED[case]

    answer = ask(finance)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    ((kind, content),) = documented(path, method, status).items()
    assert answer["content-type"] == kind
    assert fits(answer.json(), content["schema"])
    assert code in [reason["code"] for reason in answer.json()["reasons"]]


def test_what_does_not_fit_is_named(finance: Client) -> None:
    (reason,) = enter(finance, {**ENTRY, "amount": "much"}).json()["reasons"]

    assert [field.split(".")[-1] for field in reason["values"]["fields"]] == ["amount"]


def test_every_operation_tells_its_refusals() -> None:
    for operations in document()["paths"].values():
        for method, operation in operations.items():
            refusals = {status for status in operation["responses"] if status >= 400}
            assert refusals == {400, 403, 404, 422} | ({409} if method != "get" else set())


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"title": "Conflict", "status": "409", "detail": "", "reasons": []},
        {"title": "Conflict", "status": 409, "detail": "", "reasons": [{"code": "a"}]},
        {"title": "Conflict", "status": 409, "detail": "", "reasons": [], "more": 1},
    ],
)
def test_another_shape_would_be_seen(other: object) -> None:
    assert not fits(other, {"$ref": "#/components/schemas/Problem"})

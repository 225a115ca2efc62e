"""Every page, as everyone: it answers, and asks the database at most fifteen times."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.allocation import actions
from kargosha.kernel.models import User
from kargosha.portal import worker
from tests import universe

MOST_QUERIES = 15
PUBLIC = ("/", "/territory/", "/territory/?axis=emigration", "/territory/quadrants/",
          "/territory/places/", "/territory/places/?search=hashtrood", "/territory/need.csv",
          "/territory/need.xlsx", "/territory/places.csv", "/territory/figures.xlsx",
          "/territory/places/hashtrud/figures.csv",
          "/territory/places/hashtrud/", "/territory/places/torkamanchay/",
          "/territory/migration/", "/territory/migration.csv",
          "/territory/places/east-azerbaijan/", "/applications/calls/",
          "/applications/calls/spring/", "/applications/activities/",
          "/allocation/runs/", "/allocation/runs/{run}/",
          "/allocation/runs/{run}/instruments/", "/allocation/runs/{run}/instruments/curves.csv",
          "/allocation/runs/{run}/candidates/cobblers/", "/account/sign-in/", "/office/rules/")  # fmt: skip
INDICES = (
    "/territory/indices/",
    "/territory/indices/deprivation/1/",
    "/territory/workshop/emigration/",
)
INSIDE = (
    "/desk/",
    "/funding/",
    "/funding/agreements/",
    "/funding/agreements/rural/",
    "/funding/entries/",
    "/funding/waiting/",
    "/funding/quotas/",
    "/registry/",
    "/registry/people/",
    "/registry/interest/",
    "/registry/proposed/",
    "/applications/proposals/",
    "/applications/proposals/weavers/",
    "/allocation/runs/{run}/letters/",
    "/allocation/runs/{run}/letters/weavers/",
)
OPENING = (
    "/applications/open-a-call/",
    "/applications/calls/spring/list/",
    "/applications/activities/list/",
    "/funding/sign/",
    "/registry/registration/",
    "/registry/rosters/new/",
)
OVERSIGHT = ("/office/journal/", "/office/users/")
IMPORTS = ("/territory/imports/", "/territory/imports/new/")


@pytest.fixture
def run_id(own_database: str, settings) -> int:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call()
    run = actions.propose_run(call_code="spring", by=people.officer)
    for name in ("solve_run", "price_quotas", "verify_nearest"):
        worker.work_off(f"allocation.{name}")
    actions.decide_run(run_id=run.pk, verdict="approved", note="", by=people.chair)
    actions.publish_run(run_id=run.pk, by=people.secretary)
    return run.pk


def test_every_page_answers_and_asks_the_database_little(run_id: int) -> None:
    seen = {}
    for username, addresses in {
        None: PUBLIC + INDICES,
        "county": PUBLIC,
        "chair": PUBLIC + INSIDE,
        "officer": PUBLIC + INSIDE + OPENING + INDICES,
        "auditor": PUBLIC + INSIDE + OVERSIGHT,
        "analyst": PUBLIC + INSIDE + IMPORTS,
    }.items():
        client = Client()
        if username:
            client.force_login(User.objects.get(username=username))
        for address in addresses:
            if username and address == "/account/sign-in/":
                continue
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address.format(run=run_id))
            seen[username, address] = (answer.status_code, len(queries))

    assert {key: answer for key, answer in seen.items() if answer[0] != 200} == {}
    assert {key: answer for key, answer in seen.items() if answer[1] > MOST_QUERIES} == {}


def test_a_page_that_is_not_there_says_so(run_id: int) -> None:
    for address in ("/allocation/runs/999/", "/territory/places/atlantis/", "/nothing/here/"):
        assert Client().get(address).status_code == 404


def test_an_empty_programme_teaches_what_to_do(db: None) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/")

    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()

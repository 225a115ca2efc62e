"""The doors of the borderline and the letters: pages, API and command."""

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.cli import command
from kargosha.areas.allocation.models import BorderlineOrder, Run
from kargosha.areas.registry import actions as registry
from kargosha.areas.registry.models import Membership
from kargosha.files.words import say
from kargosha.kernel.access import Actor
from kargosha.kernel.models import User
from tests.areas.allocation.borders import (
    HASHTRUD,
    TABRIZ,
    border_run,
    lines,
    order,
    ordered_run,
    working_group,
)
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People

MOST_QUERIES = 15
CASES = ("weavers-c", "weavers-a", "weavers-b")


@pytest.fixture
def border(own_district: People) -> Run:
    run = border_run(own_district.officer, deposited=15 * BILLION)
    working_group()
    return run


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def sitting() -> Actor:
    """Return the member of Hashtrud's working group."""
    return User.objects.get(username=f"group-{HASHTRUD}").actor()


def typed(**changed: str) -> dict[str, str]:
    """Return what the working group types, in Persian digits."""
    filled = {"minutes": "Four sat together."}
    for turn, code in zip("۱۲۳", CASES, strict=True):
        filled |= {
            f"turn-{code}": turn,
            f"for-{code}": "۴",
            f"against-{code}": "",
            f"reason-{code}": f"{code} is known",
        }
    return filled | changed


def run_command(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def test_the_working_group_orders_its_county_in_the_browser(border: Run) -> None:
    client = signed_in(f"group-{HASHTRUD}")
    address = f"/allocation/runs/{border.pk}/borderline/{HASHTRUD}/"

    assert address in client.get("/allocation/runs/").content.decode()
    shown = client.get(address).content.decode()
    assert "سکینه" in shown
    twice = client.post(address, typed(**{"turn-weavers-a": "1"}))
    assert (twice.status_code, "no two have the same" in twice.content.decode()) == (422, True)
    assert 'value="۴"' in twice.content.decode()
    unvoted = client.post(address, typed(**{"for-weavers-a": "0"}))
    assert (unvoted.status_code, "Nobody has voted" in unvoted.content.decode()) == (422, True)
    assert client.post(address, typed(minutes="")).status_code == 422
    assert not BorderlineOrder.objects.exists()

    assert client.post(address, typed()).status_code == 302

    made = BorderlineOrder.objects.get()
    assert [case.candidate.application.code for case in made.cases.all()] == list(CASES)
    again = client.post(address, typed())
    assert (again.status_code, "ordered already" in again.content.decode()) == (409, True)
    assert "Four sat together." in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_answers_and_asks_the_database_little(
    border: Run, own_district: People, language: str
) -> None:
    order(border, HASHTRUD, *CASES, by=sitting())
    ordered = ordered_run(border, own_district.officer)
    actions.decide_run(run_id=ordered.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=ordered.pk, by=own_district.secretary)
    head = Membership.objects.get(group__code="weavers-a", role="head")
    member = registry.let_sign_in(person_id=head.person_id, by=STAGE).user
    assert member is not None
    letter = f"/allocation/runs/{ordered.pk}/letters/weavers-a/"
    addresses = {
        "officer": [
            f"/allocation/runs/{border.pk}/",
            f"/allocation/runs/{border.pk}/borderline/",
            f"/allocation/runs/{border.pk}/borderline/{HASHTRUD}/",
            f"/allocation/runs/{ordered.pk}/",
            f"/allocation/runs/{ordered.pk}/candidates/weavers-c/",
            f"/allocation/runs/{ordered.pk}/candidates/idle/",
            f"/allocation/runs/{ordered.pk}/letters/",
            f"/allocation/runs/{ordered.pk}/letters/idle/",
            letter,
        ],
        f"group-{HASHTRUD}": [
            "/allocation/runs/",
            f"/allocation/runs/{border.pk}/borderline/{HASHTRUD}/",
        ],
        member.username: ["/allocation/letters/", letter],
    }
    for username, several in addresses.items():
        client = signed_in(username, language)
        for address in several:
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            assert answer.status_code == 200, address
            assert len(asked) <= MOST_QUERIES, address
    text = signed_in(member.username, language).get(letter).content.decode()
    assert say("letter.no_fee", {}, language) in text  # type: ignore[arg-type]
    assert Client().get(letter).status_code == 404
    public = Client(headers={"accept-language": language}).get(f"/allocation/runs/{ordered.pk}/")
    assert public.status_code == 200
    file = signed_in("officer").get(f"/allocation/runs/{ordered.pk}/letters.csv?kind=ineligible")
    assert file.content.decode("utf-8-sig").count("idle") >= 1


def test_the_officer_has_the_ordered_portfolio_computed_in_the_browser(border: Run) -> None:
    order(border, HASHTRUD, *CASES, by=sitting())
    client = signed_in("officer")

    assert (
        "Ordered by 1 of 2 counties"
        in client.get(f"/allocation/runs/{border.pk}/").content.decode()
    )
    answer = client.post(f"/allocation/runs/{border.pk}/ordered/")

    made = Run.objects.get(basis=border)
    assert (answer.status_code, answer["Location"]) == (302, f"/allocation/runs/{made.pk}/")


def test_the_order_goes_through_the_json_door(border: Run, own_district: People) -> None:
    address = f"/api/allocation/runs/{border.pk}/borderline/{HASHTRUD}"
    client = signed_in(f"group-{HASHTRUD}")
    asked = {
        "minutes": "Four sat together.",
        "cases": [vars(line) for line in lines(*CASES)],
    }

    def post(to: str, body: object = None) -> tuple[int, object]:
        answer = client.post(to, body or {}, content_type="application/json")
        return answer.status_code, answer.json()

    assert [each["place_code"] for each in client.get("/api/allocation/borderlines").json()] == [
        HASHTRUD
    ]
    assert client.get(address).json()["lines"][0]["code"] == "weavers-a"
    assert post(address, asked | {"cases": []})[0] == 422
    status, seen = post(address, asked)
    assert (status, seen["state"], seen["minutes"]) == (201, "ordered", "Four sat together.")  # type: ignore[index]
    assert [line["turn"] for line in seen["lines"]] == [1, 2, 3]  # type: ignore[index]
    assert post(address, asked)[0] == 409
    counties = signed_in("officer").get(f"/api/allocation/runs/{border.pk}/borderline").json()
    assert [each["state"] for each in counties] == ["owed", "ordered"]
    client = signed_in("officer")
    status, run = post(f"/api/allocation/runs/{border.pk}/ordered")
    assert (status, run["basis"], run["state"]) == (201, border.pk, "waiting")  # type: ignore[index]
    actions.solve_run(run_id=run["id"], by=SOLVER)  # type: ignore[index]
    actions.decide_run(run_id=run["id"], verdict="approved", note="", by=own_district.chair)  # type: ignore[index]
    actions.publish_run(run_id=run["id"], by=own_district.secretary)  # type: ignore[index]
    letters = client.get(f"/api/allocation/runs/{run['id']}/letters?kind=waits").json()  # type: ignore[index]
    assert [each["application"] for each in letters["items"]] == ["cobblers-a", "weavers-a"]
    letter = client.get(f"/api/allocation/runs/{run['id']}/letters/weavers-a").json()  # type: ignore[index]
    assert (letter["money"], letter["turns"]) == ("waits", {"border-line": 1})
    assert client.get("/api/allocation/letters").status_code == 403


def test_the_order_goes_through_the_command(border: Run, own_district: People) -> None:
    as_group = ("--as", f"group-{HASHTRUD}")
    cases = [part for code in CASES for part in ("--case", code, "4", "1", f"{code} is known")]

    told = run_command("borderline", str(border.pk), *as_group)
    done = run_command(
        "order-borderline", str(border.pk), HASHTRUD, *cases, "--minutes", "Four sat.", *as_group
    )
    made = run_command("propose-ordered", str(border.pk), "--as", "officer")

    assert told.output.split("\t")[:3] == [HASHTRUD, "owed", str(20 * BILLION)]
    assert done.exit_code == 0, done.output
    run_id = int(made.output)
    actions.solve_run(run_id=run_id, by=SOLVER)
    actions.decide_run(run_id=run_id, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=run_id, by=own_district.secretary)
    letters = run_command("letters", str(run_id), "--kind", "ineligible", "--as", "officer")
    assert letters.output == "idle\tineligible\teligibility.pledges\n"
    assert Run.objects.get(pk=run_id).basis == border
    assert TABRIZ not in told.output

"""The doors of migration, early signs and objections: pages, API and command."""

import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.territory import actions, tasks
from kargosha.areas.territory.cli import command
from kargosha.areas.territory.models import (
    FigureAnswer,
    FigureObjection,
    Observation,
    Sign,
    SignAnswer,
)
from kargosha.kernel.models import Duty, User
from tests.areas.territory.flows import moves
from tests.universe import STAGE, People

MOST_QUERIES = 15


@pytest.fixture
def raised(people: People) -> People:
    actions.raise_signs(by=STAGE)
    return people


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def figure(place: str = "hashtrud") -> Observation:
    seen = Observation.objects.filter(place__slug=place, indicator__code="population")
    return seen.order_by("-observed_on")[0]


def sign_of(slug: str) -> Sign:
    return Sign.objects.get(observation__place__slug=slug, rule="sign.unemployment_rate.most")


def lodged(people: People) -> FigureObjection:
    return actions.object_to_figure(
        observation_id=figure().pk,
        claimed_value=60_000.0,
        statement="Two villages were left out.",
        evidence=actions.Evidence("count.csv", b"60000", "text/csv"),
        by=people.county,
    )


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("are_known", [False, True])
def test_every_page_answers_and_asks_the_database_little(
    raised: People, language: str, are_known: bool
) -> None:
    if are_known:
        moves()
    objection = lodged(raised)
    addresses = (
        "/territory/migration/",
        "/territory/signs/",
        f"/territory/signs/{sign_of('hashtrud').pk}/",
        "/territory/objections/",
        f"/territory/objections/{objection.pk}/",
        f"/territory/observations/{figure().pk}/objections/new/",
    )
    client, seen = signed_in("county", language), {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        seen[address] = (answer.status_code, len(asked) <= MOST_QUERIES or len(asked))

    assert seen == dict.fromkeys(addresses, (200, True))


def test_migration_says_that_it_is_a_proxy_until_flows_are_known(people: People) -> None:
    before = Client(headers={"accept-language": "en"}).get("/territory/migration/").content.decode()
    moves()
    after = Client(headers={"accept-language": "en"}).get("/territory/migration/").content.decode()

    assert "a proxy, not a count of moves" in before
    assert "origin_code" in before
    assert "The largest flows" not in before
    assert "The largest flows" in after


def test_files_are_handed_out_to_be_kept(raised: People) -> None:
    lodged(raised)
    answers = {
        name: signed_in("analyst").get(f"/territory/{name}")
        for name in ("migration.csv", "signs.xlsx", "objections.csv", "signs.pdf")
    }

    assert [answer.status_code for answer in answers.values()] == [200, 200, 200, 404]
    assert answers["migration.csv"]["Content-Disposition"] == (
        'attachment; filename="migration-proxy.csv"'
    )
    assert Client().get("/territory/signs.csv").status_code == 403


def test_an_officer_answers_a_sign_on_its_page(raised: People) -> None:
    sign = sign_of("hashtrud")
    client, address = signed_in("county"), f"/territory/signs/{sign.pk}/answer/"

    empty = client.post(address, {"text": " "})
    done = client.post(address, {"text": "The mill closed."})
    again = client.post(address, {"text": "Once more."})

    assert [empty.status_code, done.status_code, again.status_code] == [422, 302, 409]
    assert "An answer needs words" in empty.content.decode()
    assert SignAnswer.objects.get().text == "The mill closed."
    assert "The mill closed." in client.get(done["Location"]).content.decode()


def test_a_county_objects_and_an_analyst_answers_on_the_pages(people: People) -> None:
    county, analyst = signed_in("county"), signed_in("analyst")
    address = f"/territory/observations/{figure().pk}/objections/new/"
    file = SimpleUploadedFile("count.csv", b"60000", "text/csv")

    silent = county.post(address, {"claimed_value": "60000"})
    same = county.post(address, {"claimed_value": "۵۷٬۱۹۹", "statement": "Wrong."})
    lodged_ = county.post(
        address, {"claimed_value": "۶۰٬۰۰۰", "statement": "Wrong.", "evidence": file}
    )
    objection = FigureObjection.objects.get()
    page = f"/territory/objections/{objection.pk}/"
    unknown = analyst.post(f"{page}answer/", {"verdict": "maybe", "text": "Seen."})
    answered = analyst.post(f"{page}answer/", {"verdict": "upheld", "text": "Seen."})
    again = analyst.post(f"{page}answer/", {"verdict": "upheld", "text": "Seen."})

    assert [silent.status_code, same.status_code, lodged_.status_code] == [422, 422, 302]
    assert objection.claimed_value == 60_000
    assert [unknown.status_code, answered.status_code, again.status_code] == [422, 302, 409]
    assert "a corrected one is to be imported" in analyst.get(page).content.decode()


def test_the_public_reads_the_answer_and_not_who_said_what(people: People) -> None:
    objection = lodged(people)
    actions.answer_objection(
        objection_id=objection.pk, verdict="dismissed", text="They were counted.", by=people.analyst
    )
    page = f"/territory/objections/{objection.pk}/"

    public = Client(headers={"accept-language": "en"}).get(page).content.decode()

    assert "They were counted." in public
    assert not [word for word in ("Two villages", "User county", "count.csv") if word in public]
    assert Client().get(f"{page}evidence/").status_code == 403
    taken = signed_in("auditor").get(f"{page}evidence/")
    assert (taken.content, taken["Content-Type"]) == (b"60000", "application/octet-stream")


def test_the_api_does_what_the_pages_do(raised: People) -> None:
    county, analyst = signed_in("county"), signed_in("analyst")
    sign = sign_of("hashtrud")

    signs = county.get("/api/territory/signs", {"state": "open"}).json()["items"]
    one = county.get(f"/api/territory/signs/{sign.pk}").json()
    answered = county.post(
        f"/api/territory/signs/{sign.pk}/answer", json.dumps({"text": "Seen."}), "application/json"
    )
    objected = county.post(
        f"/api/territory/observations/{figure().pk}/objections",
        {
            "statement": "Wrong.",
            "claimed_value": "60000",
            "evidence": SimpleUploadedFile("a", b"b"),
        },
    )
    number = objected.json()["id"]
    public = Client().get(f"/api/territory/objections/{number}").json()
    verdict = analyst.post(
        f"/api/territory/objections/{number}/answer",
        json.dumps({"text": "Seen.", "verdict": "upheld"}),
        "application/json",
    )

    assert {row["place_code"] for row in signs} == {"0311"}
    assert (one["measured"], one["owner"], one["state"]) == (24.11, "hashtrud", "open")
    assert (answered.status_code, answered.json()["state"]) == (201, "answered")
    assert (objected.status_code, objected.json()["claimed_value"]) == (201, 60_000)
    assert FigureObjection.objects.get(pk=number).evidence.size == 1
    assert (public["statement"], public["claimed_value"], public["state"]) == (None, None, "open")
    assert (verdict.status_code, verdict.json()["state"]) == (201, "upheld")
    assert analyst.get("/api/territory/objections").json()["count"] == 1


def test_the_api_tells_migration_to_anyone(people: People) -> None:
    before = Client().get("/api/territory/migration").json()
    moves()
    after = Client().get("/api/territory/migration").json()

    assert before["flows"] is None
    assert before["proxy"]["proxies"][0]["place"] == "hashtrud"
    assert before["proxy"]["proxies"][-1]["per_thousand"] is None
    assert after["flows"]["towards"] == "tabriz"
    assert after["flows"]["accounts"][0]["place"] == "hashtrud"


def test_commands_raise_list_and_answer_signs(people: People) -> None:
    assert "sign.unemployment_rate.most" in run("signs", "raise")
    sign = sign_of("hashtrud")

    assert f"{sign.pk}\topen" in run("signs", "list", "--as", "county")
    run("signs", "answer", str(sign.pk), "Seen.", "--as", "county")

    assert f"{sign.pk}\tanswered" in run("signs", "list", "--state", "answered", "--as", "county")


def test_signs_without_an_office_are_listed_without_a_day(people: People) -> None:
    actions.raise_signs(by=STAGE)

    Duty.objects.all().delete()

    assert "no office yet" in run("signs", "list", "--as", "county")


def test_commands_lodge_list_and_answer_objections(people: People, tmp_path) -> None:  # type: ignore[no-untyped-def]
    evidence = tmp_path / "count.csv"
    evidence.write_bytes(b"60000")

    number = run(
        "objections", "lodge", str(figure().pk), "Wrong.", "--claimed-value", "60000",
        "--evidence", str(evidence), "--as", "county",
    ).strip()  # fmt: skip
    listed = run("objections", "list", "--as", "analyst")
    run("objections", "answer", number, "dismissed", "Counted.", "--as", "analyst")

    assert f"{number}\topen\thashtrud\tpopulation" in listed
    assert FigureAnswer.objects.get().verdict == "dismissed"


@pytest.mark.django_db
def test_the_command_tells_migration() -> None:
    before = run("migration")
    moves()
    after = run("migration")
    Observation.objects.filter(indicator__code="population", place__kind="province").delete()

    assert "hashtrud\t-22.0\t-26.0\t-18.0\tloses" in before
    assert "hurand\tunknown" in before
    assert "hashtrud\t200\t4000\t-12.9\t0.750" in after


def test_the_worker_raises_signs_after_an_import(people: People) -> None:
    tasks.raise_signs(1)

    assert Sign.objects.exists()

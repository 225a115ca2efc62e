"""The doors of calls: pages, API and commands."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.applications import actions
from kargosha.areas.applications.cli import command
from kargosha.areas.applications.models import Call, CallFreeze
from kargosha.kernel import clock
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import User
from tests.areas.applications.test_calls import opened, quota, sign
from tests.universe import BILLION, People

MOST_QUERIES = 15
TYPED = {
    "code": "1406-spring",
    "name_fa": "بهار ۱۴۰۶",
    "name_en": "Spring of 1406",
    "text_fa": "برای همه",
    "text_en": "For everyone",
    "goals_fa": "کار پایدار",
    "opens_on": "۱۴۰۶/۰۱/۱۵",
    "closes_on": "1406/02/31",
    "year_share": "۴۰٪",
    "season": "spring",
    "gives_line": "on",
    "amount_other": "۱٬۵۰۰٬۰۰۰٬۰۰۰",
    "deprivation_weight": "۱٫۵",
    "place_codes": ["0311"],
    "quotas": ["hashtrud"],
}


@pytest.fixture
def funded(district: People) -> People:
    sign("line", 10 * BILLION)
    sign("other", 2 * BILLION)
    return district


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def stranger(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def frozen() -> CallFreeze:
    return CallFreeze.objects.get(call__code="spring")


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_answers_and_asks_the_database_little(funded: People, language: str) -> None:
    before = ("/applications/open-a-call/", "/applications/calls/spring/signing/")
    always = (
        "/applications/calls/",
        "/applications/calls/?state=closed&year=1405&search=spring",
        "/applications/calls/?search=nothing",
        "/applications/calls/spring/",
        "/applications/calls/spring/?search=nothing",
    )
    asking = {
        "officer": (before[0], *always),
        "chair": (before[1], *always),
        "county": always,
    }
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for username, addresses in asking.items():
        client = signed_in(username, language)
        seen |= {(username, each): asked_of(client, each) for each in addresses}
    client = signed_in("auditor", language)
    actions.freeze_call(call_code="spring", by=funded.chair)
    seen |= {("frozen", each): asked_of(client, each) for each in always}

    assert {key: status for key, (status, _) in seen.items() if status != 200} == {}
    many = {key: count for key, (_, count) in seen.items() if count > MOST_QUERIES}
    # Drawing up the paper reads all that it is made of.
    assert {*many} == {("chair", before[1])}
    assert many["chair", before[1]] <= 25


def asked_of(client: Client, address: str) -> tuple[int, int]:
    """Return how a page answers, and how often it asks the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return answer.status_code, len(asked)


def test_the_list_says_where_each_call_stands(funded: People) -> None:
    opened("rest", year_share=None)
    page = text_of(stranger().get("/applications/calls/"))
    assert "closed, to be signed" in page

    actions.freeze_call(call_code="spring", by=funded.chair)

    assert "signed, to be decided" in text_of(stranger().get("/applications/calls/?state=frozen"))
    assert "/calls/rest/" not in text_of(stranger().get("/applications/calls/?state=frozen"))


def test_without_any_call_the_list_teaches(people: People) -> None:
    assert "A call needs agreements" in text_of(stranger().get("/applications/calls/"))


def test_the_list_is_taken_along_in_full(funded: People) -> None:
    answers = [stranger().get(f"/applications/calls.{end}") for end in ("csv", "xlsx", "pdf")]

    assert [each.status_code for each in answers] == [200, 200, 404]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="calls.csv"'
    assert "spring,دور بهار" in answers[0].content.decode()


def test_what_few_proposals_ask_is_not_told_to_strangers(funded: People) -> None:
    opened("lone", place_codes=["0303"])
    row = json.loads(stranger().get("/api/applications/calls?search=lone").content)[0]
    assert (row["application_count"], row["asked_amount"]) == (0, None)

    assert "few" in text_of(stranger().get("/applications/calls/lone/"))
    assert "for they are few" not in text_of(signed_in("officer").get("/applications/calls/lone/"))
    assert json.loads(stranger().get("/api/applications/calls?search=spring").content)[0][
        "asked_amount"
    ] == (37 * BILLION)


def test_an_officer_opens_a_call_once_it_has_been_read_back(funded: People) -> None:
    client, address = signed_in("officer"), "/applications/open-a-call/"

    read_back = client.post(address, TYPED)
    page = text_of(read_back)
    assert read_back.status_code == 200
    assert "four hundred million toman" in page
    assert "one hundred and fifty million toman" in page
    assert not Call.objects.filter(code="1406-spring").exists()

    digest = read_back.context["read"]
    changed = client.post(address, TYPED | {"amount_other": "1", "read": digest})
    assert changed.status_code == 200
    assert not Call.objects.filter(code="1406-spring").exists()

    done = client.post(address, TYPED | {"read": digest})
    assert done.status_code == 302
    call = Call.objects.get(code="1406-spring")
    money = {part.agreement.code: part.amount for part in call.money.all()}
    assert money == {"line": 4 * BILLION, "other": 15 * BILLION // 10}
    assert (call.jalali_year, call.deprivation_weight, call.place_codes) == (1406, 1.5, ["0311"])
    assert call.rules_on == call.closes_on


def test_what_is_refused_is_said_on_the_page_and_nothing_typed_is_lost(funded: People) -> None:
    client, address = signed_in("officer"), "/applications/open-a-call/"
    over = TYPED | {"amount_other": str(3 * BILLION)}

    page = client.post(address, over)
    assert "more than other calls leave" in text_of(page)
    refused = client.post(address, over | {"read": page.context["read"]})

    assert refused.status_code == 422
    assert "Other calls leave" in text_of(refused)
    assert "For everyone" in text_of(refused)
    unread = client.post(address, TYPED | {"opens_on": "some day", "amount_other": "much"})
    assert unread.status_code == 422
    assert "Write the day as" in text_of(unread)


def test_a_call_without_money_is_read_back_as_such(district: People) -> None:
    typed = {name: value for name, value in TYPED.items() if name not in ("year_share", "quotas")}

    page = signed_in("officer").post("/applications/open-a-call/", typed | {"amount_rural": "7"})

    assert "seven rials" in text_of(page)
    bare = {
        name: value for name, value in typed.items() if not name.startswith(("gives", "amount"))
    }
    assert "No money is put in" in text_of(
        signed_in("officer").post("/applications/open-a-call/", bare)
    )


def test_only_officers_see_the_form_and_only_the_chair_signs(funded: People) -> None:
    assert stranger().get("/applications/open-a-call/").status_code == 403
    assert signed_in("chair").get("/applications/open-a-call/").status_code == 403
    assert signed_in("officer").get("/applications/calls/spring/signing/").status_code == 403
    assert signed_in("officer").post("/applications/calls/spring/freeze/").status_code == 403


def test_the_chair_signs_exactly_what_the_page_showed(funded: People) -> None:
    client = signed_in("chair")
    shown = client.get("/applications/calls/spring/signing/")
    fingerprint = shown.context["asked"].signing.paper.fingerprint
    assert fingerprint in text_of(shown)

    other = client.post("/applications/calls/spring/freeze/", {"fingerprint": "0" * 64})
    assert other.status_code == 409
    assert "has changed since you read it" in text_of(other)

    done = client.post("/applications/calls/spring/freeze/", {"fingerprint": fingerprint})
    assert done.status_code == 302
    page = text_of(stranger().get("/applications/calls/spring/"))
    assert frozen().fingerprint == fingerprint
    assert fingerprint in page
    assert "Signed for Office committee" in page
    assert "User chair" not in page
    again = client.post("/applications/calls/spring/freeze/", {"fingerprint": fingerprint})
    assert again.status_code == 409


def test_a_call_that_is_open_says_how_to_propose_and_has_nothing_to_sign(funded: People) -> None:
    today = clock.today()
    opened("now", opens_on=today, closes_on=today, rules_on=today)
    opened("later", opens_on=today + timedelta(days=2), closes_on=today + timedelta(days=3))

    assert "Hand in a proposal" in text_of(signed_in("officer").get("/applications/calls/now/"))
    assert "Hand in a proposal" not in text_of(stranger().get("/applications/calls/now/"))
    assert "may propose from" in text_of(stranger().get("/applications/calls/later/"))
    assert signed_in("chair").get("/applications/calls/now/signing/").status_code == 422
    rows = json.loads(stranger().get("/api/applications/calls").content)
    assert {row["code"]: row["state"] for row in rows} == {
        "later": "announced",
        "now": "open",
        "spring": "closed",
    }


def test_the_signed_paper_is_public_and_its_list_of_proposals_is_not(funded: People) -> None:
    address = "/applications/calls/spring/signed.json"
    assert stranger().get(address).status_code == 404
    actions.freeze_call(call_code="spring", by=funded.chair)

    paper = stranger().get(address).content
    listed = signed_in("auditor").get("/applications/calls/spring/signed-proposals.json").content

    assert hashlib.sha256(paper).hexdigest() == frozen().fingerprint
    assert json.loads(paper)["proposals_sha256"] == hashlib.sha256(listed).hexdigest()
    assert (
        stranger().get("/applications/calls/spring/signed-proposals.json").status_code
        == signed_in("county").get("/applications/calls/spring/signed-proposals.json").status_code
        == 403
    )


def test_floors_that_nobody_eligible_can_fill_are_listed(funded: People) -> None:
    opened("bare", quotas=[quota("far", "place:0303")])
    page = text_of(signed_in("chair").get("/applications/calls/bare/signing/"))
    assert "No eligible proposal stands" in page

    actions.freeze_call(call_code="bare", by=funded.chair)

    text = text_of(signed_in("auditor").get("/applications/calls/bare/"))
    assert "No eligible proposal stands" in text
    assert "No eligible proposal stands" not in text_of(stranger().get("/applications/calls/bare/"))


def test_the_api_opens_shows_and_freezes(funded: People) -> None:
    asked = {
        "code": "api",
        "name_fa": "ن",
        "name_en": "N",
        "text_fa": "م",
        "text_en": "T",
        "opens_on": "2026-06-01",
        "closes_on": "2026-06-30",
        "rules_on": "2026-06-30",
        "money": {"line": None},
        "year_share": "0.25",
    }
    made = signed_in("officer").post(
        "/api/applications/calls", asked, content_type="application/json"
    )
    assert made.status_code == 201, made.content
    assert (made.json()["money"], made.json()["state"]) == ({"line": 25 * BILLION // 10}, "closed")
    assert [each["is_own"] for each in made.json()["weights"]] == [False] * 3

    chair = signed_in("chair")
    signing = chair.get("/api/applications/calls/spring/signing").json()
    assert (signing["application_count"], signing["idle_floors"]) == (3, [])
    done = chair.post(
        "/api/applications/calls/spring/freeze",
        {"fingerprint": signing["fingerprint"]},
        content_type="application/json",
    )
    assert (done.status_code, done.json()["fingerprint"]) == (201, signing["fingerprint"])
    shown = stranger().get("/api/applications/calls/spring").json()
    assert (shown["state"], shown["fingerprint"]) == ("frozen", signing["fingerprint"])


def test_the_command_opens_shows_and_freezes(funded: People, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    file.write_text(
        "code: cli\nname_fa: ن\nname_en: N\ntext_fa: م\ntext_en: T\ngoals_fa: ه\n"
        "opens_on: 1405/03/01\ncloses_on: 2026-06-30\nyear_share: 50\n"
        "place_codes: ['0311']\nmoney:\n  line: share\n  other: 1000000000\n",
        encoding="utf-8",
    )

    assert run("open", str(file), "--as", "officer").strip() == "cli"
    assert "money line\t5000000000" in run("show", "cli")
    assert "quota hashtrud\tplace:0311" in run("show", "spring")
    fingerprint = run("freeze", "spring", "--as", "chair").strip()
    assert hashlib.sha256(run("paper", "spring").encode()).hexdigest() == fingerprint
    assert "spring\tfrozen" in run("calls", "--state", "frozen")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[", "call_file"),
        ("just a text", "call_file"),
        ("money: 7", "call_file"),
        ("code: x", "unfit"),
        ("colour: red", r"unfit.*colour"),
    ],
)
def test_a_file_that_describes_no_call_is_refused(
    funded: People, tmp_path: Path, written: str, reason: str
) -> None:
    file = tmp_path / "call.yaml"
    file.write_text(written)

    with pytest.raises(Refused, match=reason):
        run("open", str(file), "--as", "officer")


def test_the_command_lists_the_proposals_one_may_see(funded: People) -> None:
    assert run("proposals", "spring", "--as", "county").count("\n") == 2

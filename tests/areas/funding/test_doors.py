"""The doors of funding: pages, API and command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.funding.cli import command
from kargosha.areas.funding.models import Agreement, MoneyRecord, Quota, Source
from kargosha.kernel import actions as kernel
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import User
from tests.areas.funding.purse import BILLION, balance, deposit, enter, reserve
from tests.universe import PASSWORD, STAGE, People

MOST_QUERIES = 15
ENTRY = {
    "figure": "allotted",
    "amount": "۶٬۰۰۰٬۰۰۰٬۰۰۰",
    "dated_on": "1405/03/11",
    "reference": "1405/7",
    "source": "نامهٔ بانک",
}
AGREEMENT = {
    "code": "full",
    "source_code": "bank",
    "name_fa": "خط کامل",
    "name_en": "Full line",
    "signed_on": "2026-03-25",
    "approved_amount": "5,000,000,000",
    "max_share": "۰٫۷",
    "place_codes": "0311 ۰۳۰۳",
    "activity_codes": "dairy",
    "borrower_kinds": ["group"],
    "contract_kinds": ["qarz"],
    "first_limit": "2000000000",
    "first_guarantee": "chain",
    "last_guarantee": "two_guarantors",
    "loss_bearer": "shared",
    "source_loss_share": "0.8",
}
QUOTA = {
    "code": "rural-women",
    "name_fa": "زنان",
    "name_en": "Women",
    "member_class": "tag:women",
    "measure": "amount",
    "is_relative": "on",
    "floor": "0.3",
    "rule": "quota.women.floor",
    "source": "law",
}


@pytest.fixture
def purse(district: People) -> People:
    """The district, with a finance officer, some money, and one who waits."""
    names = kernel.Names("مالی", "Finance")
    kernel.register_user(
        username="finance", names=names, office_code="programme", password=PASSWORD, by=STAGE
    )
    kernel.assign_role(username="finance", role="finance_officer", scope="", by=STAGE)
    deposit("rural", 6)
    reserve(("award:1", "rural", 4), ("award:2", "rural", 5))
    return district


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command, list(arguments), input=typed, catch_exceptions=True)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    ("username", "addresses"),
    [
        (
            "officer",
            ["", "agreements/", "agreements/co-op/", "quotas/", "entries/", "waiting/", "sign/",
             "sources/new/", "quotas/new/", "quotas/legal/"],
        ),
        ("finance", ["", "agreements/rural/", "agreements/rural/entry/", "entries/?figure=paid"]),
    ],
)  # fmt: skip
def test_every_page_answers_and_asks_the_database_little(
    purse: People, language: str, username: str, addresses: list[str]
) -> None:
    client, seen = signed_in(username, language), {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/funding/{address}")
        seen[address] = (answer.status_code, len(asked) <= MOST_QUERIES or len(asked))

    assert seen == dict.fromkeys(addresses, (200, True))


def test_an_empty_programme_teaches_where_money_comes_from(people: People) -> None:
    for address in ("", "agreements/", "quotas/", "entries/", "waiting/"):
        assert signed_in("officer").get(f"/funding/{address}").status_code == 200

    assert "Register the first" in signed_in("officer").get("/funding/").content.decode()


def test_an_amount_is_read_back_in_toman_and_words_before_it_is_saved(purse: People) -> None:
    client, address = signed_in("finance", "fa"), "/funding/agreements/rural/entry/"

    read = client.post(address, ENTRY)
    changed = client.post(address, ENTRY | {"again": "yes"})
    assert "ششصد میلیون تومان" in read.content.decode()
    assert "۱۱ خرداد ۱۴۰۵" in read.content.decode()
    assert 'value="1405/7"' in changed.content.decode()
    assert MoneyRecord.objects.filter(reference="1405/7").count() == 0

    saved = client.post(address, ENTRY | {"confirmed": "yes"})
    again = client.post(address, ENTRY | {"confirmed": "yes"})

    assert (saved.status_code, saved["Location"]) == (302, "/funding/agreements/rural/")
    assert MoneyRecord.objects.get(reference="1405/7").amount == 6 * BILLION
    assert again.status_code == 409


def test_what_cannot_be_entered_is_said_and_nothing_typed_is_lost(purse: People) -> None:
    client, address = signed_in("finance"), "/funding/agreements/rural/entry/"

    unread = client.post(address, ENTRY | {"amount": "six", "dated_on": "yesterday"})
    refused = client.post(address, ENTRY | {"amount": "60000000000", "confirmed": "yes"})

    assert (unread.status_code, refused.status_code) == (422, 422)
    assert "Write the day as" in unread.content.decode()
    assert "Enter the approval of that much first" in refused.content.decode()
    assert 'value="60000000000"' in refused.content.decode()


def test_pages_that_set_are_for_those_who_may(purse: People) -> None:
    for address in ("sign/", "sources/new/", "quotas/new/", "quotas/legal/"):
        assert signed_in("finance").get(f"/funding/{address}").status_code == 403
    assert signed_in("officer").get("/funding/agreements/rural/entry/").status_code == 403
    assert Client().get("/funding/").status_code in (302, 403)


def test_an_agreement_is_recorded_on_its_page(purse: People) -> None:
    client = signed_in("officer")

    half = client.post("/funding/sign/", AGREEMENT | {"first_guarantee": ""})
    read = client.post("/funding/sign/", AGREEMENT)
    saved = client.post("/funding/sign/", AGREEMENT | {"confirmed": "yes"})

    assert half.status_code == 422
    assert "five hundred million toman" in read.content.decode()
    assert saved.status_code == 302
    signed = Agreement.objects.get(code="full")
    assert (signed.place_codes, signed.borrower_kinds) == (["0311", "0303"], ["group"])
    assert list(signed.guarantee_limits.values_list("heaviest", flat=True)) == [
        "chain",
        "two_guarantors",
    ]
    shown = client.get("/funding/agreements/full/").content.decode()
    assert "80 % by the source, 20 % by the lending bank" in shown


def test_sources_and_quotas_are_set_on_their_pages(purse: People) -> None:
    client = signed_in("officer")
    source = {"code": "fund", "kind": "managed_fund", "name_fa": "وجوه", "name_en": "Fund"}
    money = QUOTA | {"code": "whole", "floor": "5,000,000,000", "is_relative": ""}

    client.post("/funding/sources/new/", source)
    read = client.post("/funding/quotas/new/", money)
    client.post("/funding/quotas/new/", QUOTA | {"confirmed": "yes"})
    nobody = QUOTA | {"code": "x", "member_class": "tag:wommen", "confirmed": "yes"}
    refused = client.post("/funding/quotas/new/", nobody)
    client.post("/funding/quotas/legal/", {"year": "1405", "on": "1405/02/31"})

    assert Source.objects.filter(code="fund").exists()
    assert "five hundred million toman" in read.content.decode()
    assert "nobody can be in that class" in refused.content.decode()
    assert {"rural-women", "1405-women"} <= set(Quota.objects.values_list("code", flat=True))


def test_files_are_handed_out_to_be_kept(purse: People) -> None:
    names = ("agreements.csv", "entries.xlsx", "waiting.csv", "quotas.csv", "quotas.pdf")
    client = signed_in("auditor")

    answers = {name: client.get(f"/funding/{name}").status_code for name in names}

    assert answers == dict.fromkeys(names[:-1], 200) | {"quotas.pdf": 404}


def api(client: Client, address: str, body: Any = None) -> tuple[int, Any]:
    address = f"/api/funding/{address}"
    answer = (
        client.get(address)
        if body is None
        else client.post(address, json.dumps(body), content_type="application/json")
    )
    return answer.status_code, answer.json()


def test_the_api_shows_money_and_who_waits(purse: People) -> None:
    client = signed_in("auditor")

    assert api(client, "money")[1]["waiting"] == 5 * BILLION
    assert [each["agreement"] for each in api(client, "balances")[1]] == ["co-op", "rural"]
    assert api(client, "entries?figure=deposited")[1]["items"][0]["entered_by"] is None
    assert api(client, "waiting")[1]["items"][0]["turn"] == 1
    assert len(api(client, "agreements?search=rural")[1]) == 1
    assert api(client, "agreements/nowhere")[0] == 404
    assert [each["code"] for each in api(client, "sources")[1]] == ["agency", "bank"]
    assert api(client, "quotas")[1][0]["code"] == "hashtrud"


def test_the_api_acts_and_refuses_as_the_pages_do(purse: People) -> None:
    officer, finance = signed_in("officer"), signed_in("finance")
    entry = {**ENTRY, "amount": BILLION, "dated_on": "2026-06-01"}
    lists = {name: AGREEMENT[name].split() for name in ("activity_codes",)}  # type: ignore[attr-defined]
    signed = {
        **{name: AGREEMENT[name] for name in ("code", "source_code", "name_fa", "name_en")},
        **lists,
        "approved_amount": 5 * BILLION,
        "signed_on": "2026-03-25",
        "guarantee_limits": [{"up_to_amount": None, "heaviest": "chain"}],
    }
    quota = {**QUOTA, "is_relative": True}

    first = api(finance, "agreements/rural/entries", entry)
    assert (first[0], first[1]["entered_by"]) == (201, "finance")
    assert api(finance, "agreements/rural/entries", entry)[0] == 409
    assert (
        api(finance, "agreements/rural/entries", {**entry, "reference": "2", "amount": 0})[0] == 422
    )
    assert api(officer, "agreements/rural/entries", entry)[0] == 403
    made = api(officer, "agreements", signed)
    assert (made[0], made[1]["guarantee_limits"]) == (201, signed["guarantee_limits"])
    assert (
        api(officer, "sources", {"code": "f", "kind": "bank", "name_fa": "ف", "name_en": "F"})[0]
        == 201
    )
    assert api(officer, "quotas", [quota])[0] == 201
    assert api(officer, "quotas", [{**quota, "code": "x", "member_class": "colour:red"}])[0] == 422
    assert api(officer, "quotas/legal", {"prefix": "1405", "on": "2026-05-21"})[0] == 201


def test_the_command_shows_money(purse: People) -> None:
    as_auditor = ("--as", "auditor")

    listed = run("list", *as_auditor).output.splitlines()
    assert listed[0].startswith("agreement\tneeded\tapproved")
    assert listed[-1].split("\t")[0] == "all"
    assert run("agreements", "--sort", "approved", *as_auditor).output.startswith("rural\tbank\t")
    assert "turn 1\taward:2\t5000000000" in run("show", "rural", *as_auditor).output
    assert run("waiting", *as_auditor).output == "rural\t1\taward:2\t5000000000\t3000000000\n"
    assert "deposited" in run("entries", "--agreement", "rural", *as_auditor).output
    assert run("quotas", "list", *as_auditor).output.startswith(
        "hashtrud\tplace:0311\tamount\t5000"
    )


def test_the_command_reads_an_amount_back_before_it_records_it(purse: People) -> None:
    paper = ("--dated-on", "1405/03/11", "--reference", "9", "--source", "letter")
    entry = ("record", "rural", "allotted", "6000000000", *paper, "--as", "finance")

    refused = run(*entry, typed="n\n")
    assert refused.exit_code == 1
    assert "ششصد میلیون تومان" in refused.output or "six hundred million" in refused.output
    assert MoneyRecord.objects.filter(reference="9").count() == 0

    assert run(*entry, typed="y\n").exit_code == 0
    back = (
        "record",
        *paper[:2],
        "--reference",
        "10",
        "--source",
        "letter",
        "--yes",
        "--as",
        "finance",
    )
    assert run(*back, "--", "rural", "deposited", "-1000000000").exit_code == 0
    assert balance("rural")["deposited"] == 5
    assert run("record", "rural", "paid", "1", "--dated-on", "soon", *paper[2:]).exit_code == 2


def test_the_command_signs_and_sets(purse: People, tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    said = {**AGREEMENT, "place_codes": ["0311"], "activity_codes": ["dairy"]}
    file.write_text(json.dumps(said), encoding="utf-8")
    as_officer = ("--as", "officer")

    assert run("sign", str(file), *as_officer).output == "full\n"
    assert Agreement.objects.get(code="full").contract_kinds == ["qarz"]
    names = ("--names", "زنان", "Women")
    law = ("--law", "quota.women.floor", "law")
    made = run("quotas", "set", "w", "tag:women", *names, "--bounds", "0.3", "", *law, *as_officer)
    assert made.output == "w\n"
    assert run("quotas", "legal", "--prefix", "1405", *as_officer).output.startswith("1405-county")
    source = ("--code", "f", "--kind", "bank", "--name-fa", "ف", "--name-en", "F")
    assert run("register-source", *source, *as_officer).output == "f\n"
    wrong = run("quotas", "set", "v", "all", *names, "--bounds", "much", "", *law, *as_officer)
    assert wrong.exit_code == 2


@pytest.mark.parametrize("text", ["- a list", "code: [", "code: full\napproved_amount: much"])
def test_a_file_that_is_no_agreement_is_refused(purse: People, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")

    assert isinstance(run("sign", str(file), "--as", "officer").exception, Refused)


def test_nobody_waits_once_the_deposit_is_there(purse: People) -> None:
    deposit("rural", 3, "2")

    page = signed_in("auditor").get("/funding/waiting/").content.decode()

    assert "Nobody waits" in page
    assert enter("rural", "paid", 9).amount == 9 * BILLION

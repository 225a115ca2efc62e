"""Offices, users, roles, accounts and the journal through their doors: page, API and command."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from kargosha.kernel.models import Office, User
from kargosha.portal.commands.office import command
from tests import universe
from tests.universe import PASSWORD, People

OFFICE = {"code": "bank-x", "name_fa": "بانک", "name_en": "Bank", "place_code": "0311"}
PERSON = {
    "username": "new-one", "name_fa": "نو", "name_en": "New", "office_code": "committee",
    "password": PASSWORD,
}  # fmt: skip


@pytest.fixture(autouse=True)
def people(db: None, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


def client_of(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def main(answer: Any) -> str:
    return " ".join(answer.content.decode().split("<main")[1].split("</main>")[0].split())


def roles(username: str) -> list[tuple[str, str]]:
    held = User.objects.get(username=username).roles.filter(ended_at=None)
    return list(held.order_by("role").values_list("role", "scope"))


def test_an_office_is_registered_for_a_place_chosen_by_name() -> None:
    admin = client_of("admin")
    form = main(admin.get("/office/offices/"))
    made = admin.post("/office/offices/", OFFICE)
    again = admin.post("/office/offices/", OFFICE)
    nowhere = admin.post("/office/offices/", OFFICE | {"code": "y", "place_code": "9999"})

    assert '<option value="0311">Hashtrud</option>' in form
    assert (made.status_code, again.status_code, nowhere.status_code) == (302, 422, 422)
    assert "is taken" in main(again)
    assert Office.objects.get(code="bank-x").place_code == "0311"
    assert "Hashtrud" in main(admin.get("/office/offices/"))


def test_a_user_is_registered_and_holds_a_role_where_it_was_given() -> None:
    admin = client_of("admin")
    made = admin.post("/office/users/new/", PERSON)
    weak = admin.post("/office/users/new/", PERSON | {"username": "n2", "password": "password1"})
    address = "/office/users/new-one/"
    given = admin.post(f"{address}roles/", {"role": "county_officer", "scope": "0311"})
    page = main(admin.get(address))
    ended = admin.post(f"{address}roles/end/", {"role": "county_officer", "scope": "0311"})

    assert made["location"] == address
    assert weak.status_code == 422
    assert "too easy to guess" in main(weak)
    assert given.status_code == ended.status_code == 302
    assert "County officer" in page
    assert "Hashtrud" in page
    assert roles("new-one") == []
    assert "Roles held earlier" in main(admin.get(address))


def test_two_roles_in_one_hand_are_refused_in_words() -> None:
    answer = client_of("admin").post(
        "/office/users/officer/roles/", {"role": "committee_chair", "scope": ""}
    )

    assert answer.status_code == 422
    assert "who proposes does not approve" in main(answer)
    assert roles("officer") == [("programme_officer", "")]


def test_an_account_is_closed_and_opened_on_its_page() -> None:
    admin = client_of("admin")
    account = "/office/users/officer/account/"

    closed = admin.post(account, {"state": "closed"})
    twice = admin.post(account, {"state": "closed"})
    page = main(admin.get("/office/users/officer/"))
    opened = admin.post(account, {"state": "open"})

    assert (closed.status_code, twice.status_code, opened.status_code) == (302, 422, 302)
    assert "Open the account again" in page
    assert User.objects.get(username="officer").is_active


def test_a_new_password_ends_the_sessions_of_who_forgot_the_old_one() -> None:
    admin, officer = client_of("admin"), client_of("officer")
    address, new = "/office/users/officer/password/", "another horse battery"

    unlike = admin.post(address, {"new": new, "again": "another"})
    weak = admin.post(address, {"new": "password1", "again": "password1"})
    before = officer.get("/desk/").status_code
    done = admin.post(address, {"new": new, "again": new}, follow=True)

    assert (unlike.status_code, weak.status_code, before) == (422, 422, 200)
    assert "are not the same" in main(unlike)
    assert "too easy to guess" in main(weak)
    assert "is signed out everywhere" in main(done)
    assert officer.get("/desk/").status_code == 403
    assert User.objects.get(username="officer").check_password(new)
    assert "Set a new password" not in main(admin.get("/office/users/admin/"))
    assert client_of("auditor").post(address, {"new": new, "again": new}).status_code == 403


def test_a_new_password_is_set_by_api_and_command() -> None:
    api = client_of("admin").post(
        "/api/office/users/officer/password",
        {"password": "horse of another battery"},
        content_type="application/json",
    )
    told = CliRunner().invoke(
        command,
        ["set-password", "chair", "--password", "horse of one battery", "--as", "admin"],
        catch_exceptions=False,
    )

    assert (api.status_code, told.exit_code) == (204, 0)
    assert User.objects.get(username="officer").check_password("horse of another battery")
    assert User.objects.get(username="chair").check_password("horse of one battery")


def test_an_auditor_reads_and_changes_nothing() -> None:
    auditor = client_of("auditor")

    page = main(auditor.get("/office/users/officer/"))

    assert "<form" not in page
    assert auditor.get("/office/users/new/").status_code == 403
    assert auditor.post("/office/users/officer/account/", {"state": "closed"}).status_code == 403
    assert "Register an office" not in main(auditor.get("/office/offices/"))
    assert client_of("officer").get("/office/roles/").status_code == 403


def test_roles_are_explained_and_those_kept_apart_are_named() -> None:
    page = main(client_of("auditor").get("/office/roles/"))

    assert "Never in one hand" in page
    assert "Committee chair" in page
    assert "Finance officer" in page


def test_users_are_found_sorted_and_taken_along() -> None:
    admin = client_of("admin")

    found = main(admin.get("/office/users/?role=committee_chair&sort=office"))
    none = main(admin.get("/office/users/?search=zzz"))
    csv = admin.get("/office/users.csv?office=committee").content.decode("utf-8-sig").splitlines()

    assert "/office/users/chair/" in found
    assert "/office/users/secretary/" not in found
    assert "Nobody fits" in none
    assert csv[0].startswith("username,")
    assert [line.split(",")[0] for line in csv[1:]] == ["chair", "secretary"]
    assert admin.get("/office/users.xlsx").content[:2] == b"PK"
    assert admin.get("/office/users.exe").status_code == 404


def test_the_journal_is_asked_and_taken_along() -> None:
    admin = client_of("admin")
    admin.post("/office/offices/", OFFICE)

    asked = "person=admin&event=office.registered&since=1405/01/01&until=2100-01-01"
    page = main(admin.get(f"/office/journal/?{asked}"))
    unread = main(admin.get("/office/journal/?since=soon&person=admin"))
    csv = admin.get(f"/office/journal.csv?{asked}").content.decode("utf-8-sig").splitlines()

    assert page.count("office:bank-x") == unread.count("office:bank-x")
    assert "User admin" in page
    assert len(csv) == 2
    assert "An office was registered." in csv[1]
    assert "Nothing is written about this" in main(admin.get("/office/journal/?event=x.y"))
    assert client_of("officer").get("/office/journal.csv").status_code == 403


def post(client: Client, address: str, body: object) -> Any:
    return client.post(f"/api/office/{address}", json.dumps(body), "application/json")


def test_the_same_through_the_api() -> None:
    admin = client_of("admin")

    answers = [
        post(admin, "offices", OFFICE),
        post(admin, "users", PERSON),
        post(admin, "users/new-one/roles", {"role": "auditor"}),
        post(admin, "users/new-one/roles/end", {"role": "auditor"}),
        post(admin, "users/new-one/closing", {}),
        post(admin, "users/new-one/opening", {}),
    ]
    listed = admin.get("/api/office/users?office=committee").json()["items"]
    entries = admin.get("/api/office/journal?event=role.ended&person=admin").json()["items"]

    assert [each.status_code for each in answers] == [201] * 6
    assert answers[2].json()["held"] == [{"role": "auditor", "scope": ""}]
    assert answers[4].json()["is_active"] is False
    assert [each["username"] for each in listed] == ["chair", "new-one", "secretary"]
    assert admin.get("/api/office/users/new-one").json()["office_code"] == "committee"
    assert next(each["code"] for each in admin.get("/api/office/offices").json()) == "bank-x"
    assert len(entries) == 1
    assert post(client_of("officer"), "offices", OFFICE | {"code": "z"}).status_code == 403


def run(*words: str, typed: str = "") -> str:
    answer = CliRunner().invoke(command, words, input=typed, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_same_by_command() -> None:
    by = ("--as", "admin")

    run("close-account", "officer", *by)
    closed = run("users", "--state", "closed", *by)
    run("open-account", "officer", *by)
    run("change-password", "--as", "officer", "--new", "another horse battery", typed=PASSWORD)

    assert closed.split() == ["officer", "programme", "programme_officer:"]
    assert User.objects.get(username="officer").check_password("another horse battery")

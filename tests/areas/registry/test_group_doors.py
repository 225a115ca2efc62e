"""The operations of the API and the commands of people and groups: the same actions as the pages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargosha.areas.registry import actions
from kargosha.areas.registry.cli import command
from kargosha.areas.registry.models import Commitment, Consent, Group, Household, Person
from kargosha.files.doors.options import spoken_language
from kargosha.files.words import say
from kargosha.kernel.actions import Names, assign_role, register_group_user
from kargosha.kernel.models import User
from kargosha.kernel.roles import ROLES, Permission
from tests.areas.registry.flows import formed, keys, member_user, national_id, person
from tests.universe import STAGE, People

API = "/api/registry/"
PERSON = {"given_name": "سکینه", "family_name": "نمونه", "sex": "female", "place_code": "0311"}
GROUP = {"code": "dyers", "kind": "group", "name_fa": "رنگرزان", "place_code": "0311"}
FORMED = {"formed_on": "2025-04-04"}


@pytest.fixture
def weavers(people: People) -> Group:
    return formed()


@pytest.fixture
def lender(people: People, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody who may record money, as lending will."""
    role = ROLES["finance_officer"]
    powers = (*role.permissions, Permission.COMMITMENT_RECORD)
    monkeypatch.setattr(role, "permissions", powers)
    assign_role(username="nobody", role=role.code, scope="", by=STAGE)
    return "nobody"


def signed_in(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def asked(address: str, body: Any = None, username: str = "county") -> Any:
    """Ask the API as somebody, and return the status with what was answered."""
    client = signed_in(username)
    if body is None:
        answer = client.get(f"{API}{address}")
    else:
        answer = client.post(f"{API}{address}", json.dumps(body), "application/json")
    return answer.status_code, answer.json()


def run(*arguments: object, username: str = "county") -> str:
    """Run a command as somebody, and return what it says."""
    line = [*map(str, arguments), "--as", username]
    answer = CliRunner().invoke(command, line, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output.strip()


def test_groups_are_read_over_the_api(weavers: Group) -> None:
    head = keys(weavers)[0]
    status, listed = asked("groups?search=weavers")
    member = member_user(head)
    own = asked("my-groups", username=User.objects.get(pk=member.person).username)[1]
    page = asked("groups/weavers")[1]
    masked = asked("groups/weavers", username="auditor")[1]

    assert (status, listed["count"], listed["items"][0]["member_count"]) == (200, 1, 3)
    assert [each["code"] for each in own["items"]] == ["weavers"]
    assert (page["least_members"], page["past"]) == (3, [])
    assert page["members"][0]["name"] == "سکینه نمونه 1"
    assert {each["name"] for each in masked["members"]} == {None}
    assert asked("groups/none")[0] == 404


def test_groups_are_formed_over_the_api(people: People) -> None:
    made = [asked("people", PERSON)[1]["person"] for _ in range(3)]
    members = [{"person_id": int(code[1:])} for code in made]

    few = asked("groups", {**GROUP, **FORMED, "members": members[:2]})
    status, page = asked("groups", {**GROUP, **FORMED, "members": members})
    many = asked(
        "groups-with-people",
        [
            {
                **GROUP,
                **FORMED,
                "code": "tanners",
                "members": [{"person": PERSON}, {"person": PERSON}, members[0]],
            }
        ],
    )

    assert few[0] == 422
    assert few[1]["reasons"][0]["code"] == "refusal.group_too_small"
    assert (status, [each["person"] for each in page["members"]]) == (201, sorted(made))
    assert many == (201, ["tanners"])


def test_memberships_change_over_the_api(weavers: Group) -> None:
    _, second, third = keys(weavers)
    comer = actions.register_person(row=person(9), by=STAGE).pk
    other = actions.register_person(row=person(8), by=STAGE).pk

    entered = asked("groups/weavers/members", {"person_id": comer, "entered_on": "2026-01-01"})
    left = asked(f"groups/weavers/members/{third}/exit", {"kind": "left", "on": "2026-01-01"})
    replaced = asked(
        f"groups/weavers/members/{second}/exit",
        {"kind": "replaced", "on": "2026-01-01", "replacement": {"person_id": other}},
    )
    changed = asked(
        f"groups/weavers/members/{comer}/role", {"role": "treasurer", "on": "2026-02-01"}
    )
    again = asked(f"groups/weavers/members/{third}/exit", {"kind": "left", "on": "2026-01-01"})

    assert [each[0] for each in (entered, left, replaced, changed, again)] == [201] * 4 + [409]
    assert changed[1]["role"] == "treasurer"
    assert (left[1]["member_count"], left[1]["is_below_least"]) == (3, False)
    past = asked("groups/weavers")[1]["past"]
    assert {each["exit_kind"]: each["replaced_by"] for each in past} == {
        "role_changed": None,
        "replaced": Person(pk=other).code,
        "left": None,
    }


def test_papers_are_handed_in_over_the_api(weavers: Group) -> None:
    client, head = signed_in("county"), keys(weavers)[0]
    paper = SimpleUploadedFile("paper.pdf", b"%PDF")

    bylaws = client.post(f"{API}groups/weavers/bylaws", {"adopted_on": "2026-01-01", "file": paper})
    bare = client.post(f"{API}groups/weavers/bylaws", {"adopted_on": "2026-01-02"})
    said = {"purpose": "membership", "way": "paper", "group_code": "weavers"}
    missing = client.post(f"{API}people/{head}/consents", said)
    given = client.post(
        f"{API}people/{head}/consents", {**said, "evidence": SimpleUploadedFile("s.jpg", b"J")}
    )
    revoked = asked(f"consents/{given.json()['id']}/revocation", {})

    statuses = [each.status_code for each in (bylaws, bare, missing, given)]
    assert statuses == [201, 201, 422, 201]
    assert bare.json()["bylaws_on"] == "2026-01-02"
    kept = Group.objects.get().bylaws
    assert kept is not None
    assert bytes(kept.content) == b"%PDF"
    assert revoked[0] == 201
    assert revoked[1]["revoked_at"]


def test_people_are_kept_over_the_api(people: People) -> None:
    number = national_id(137_000_001)
    document = {"document_kind": "national_id", "document_number": number}
    status, made = asked("people", {**PERSON, **document})
    key = int(made["person"][1:])
    user = register_group_user(names=Names("عضو", "Member"), mobile="09140000003", by=STAGE)

    twice = asked("people", {**PERSON, **document})
    corrected = asked(f"people/{key}/correction", {"mobile": "09140000002"})
    stated = asked(
        f"people/{key}/household",
        {"member_count": 3, "earner_count": 0, "stated_on": "2026-01-01"},
    )
    let_in = asked(f"people/{key}/sign-in", {})
    tied = asked(f"people/{key}/user", {"user_id": user.pk})
    other = int(asked("people", PERSON)[1]["person"][1:])

    assert (status, made["document"]) == (201, f"••••••{number[-4:]}")
    assert twice[1]["reasons"] == [
        {"code": "refusal.document_taken", "values": {"row": "1", "person": made["person"]}}
    ]
    assert (corrected[0], corrected[1]["mobile"]) == (201, "09140000002")
    assert (stated[1]["is_without_earner"], let_in[0], tied[0]) == (True, 201, 422)
    assert asked(f"people/{other}/user", {"user_id": user.pk})[0] == 201
    assert asked(f"people/{key}")[1]["groups"] == []
    listed = asked("people?search=نمونه")[1]
    assert (listed["count"], listed["items"][0]["groups"]) == (2, [])
    assert asked(f"people/{key}/correction", {"given_name": None})[0] == 422


def test_money_is_recorded_over_the_api(weavers: Group, lender: str) -> None:
    money = {
        "code": "a",
        "lender": "بانک",
        "amount": 5,
        "began_on": "2025-06-01",
        "source": "نامه",
        "group_code": "weavers",
    }
    end = {"code": "a", "ended_on": "2026-01-01", "source": "نامه"}

    assert asked("commitments", money)[0] == 403
    assert asked("commitments", money, lender)[0] == 201
    assert asked("commitments", money, lender)[0] == 409
    assert asked("commitments/end", end, lender) == (
        201,
        {key: value for key, value in money.items() if key != "group_code"},
    )


def test_groups_are_kept_by_command(people: People, tmp_path: Path) -> None:
    made = [run("people", "register", *_said(PERSON), "--born-on", "1369/01/01") for _ in range(4)]
    members = [f"{made[0]}:head:3", made[1], f"{made[2]}:treasurer"]
    options = [part for member in members for part in ("--member", member)]
    said = ("--code", "dyers", "--name-fa", "رنگرزان", "--place", "0311")
    paper = tmp_path / "by-laws.pdf"
    paper.write_bytes(b"%PDF")

    assert run("groups", "form", *said, "--formed-on", "1404/01/15", *options) == "dyers"
    run("groups", "enter", "dyers", made[3], "--on", "2026-01-01")
    run("groups", "change-role", "dyers", made[3], "inspector", "--on", "2026-01-02")
    run("groups", "leave", "dyers", made[1], "left", "--on", "2026-01-01")
    new = run("people", "register", *_said(PERSON))
    run("groups", "leave", "dyers", made[2], "replaced", "--on", "2026-01-01", "--replacement", new)
    run("groups", "bylaws", "dyers", "--adopted-on", "2026-01-01", "--file", paper)
    run("groups", "bylaws", "dyers", "--adopted-on", "2026-01-02")

    assert run("groups", "list", "--search", "dyers") == "dyers\tgroup\t0311\t3\tرنگرزان"
    shown = run("groups", "show", "dyers").splitlines()
    assert shown[0] == f"{made[0]}\thead\t2025-04-04\tسکینه نمونه"
    assert shown[-1].split("\t")[0] in made
    assert f"{made[2]}\ttreasurer\t2025-04-04\t2026-01-01\treplaced\t{new}" in shown
    assert Group.objects.get().bylaws is not None


def test_an_exit_says_at_once_that_too_few_are_left(weavers: Group) -> None:
    _, second, third = keys(weavers)

    told = asked(f"groups/weavers/members/{third}/exit", {"kind": "left", "on": "2026-01-01"})
    said = run("groups", "leave", "weavers", Person(pk=second).code, "died", "--on", "2026-01-01")

    few = (told[1]["member_count"], told[1]["least_members"], told[1]["is_below_least"])
    assert few == (2, 3, True)
    assert said == say("membership.below_least", {"count": 1, "least": 3.0}, spoken_language())


def test_people_are_kept_by_command(people: People, tmp_path: Path) -> None:
    code = run("people", "register", *_said(PERSON), "--mobile", "09140000001")
    other = run("people", "register", *_said(PERSON))
    user = register_group_user(names=Names("عضو", "Member"), mobile="09140000003", by=STAGE)
    paper = tmp_path / "signed.jpg"
    paper.write_bytes(b"JPEG")

    run("people", "correct", code, "--father-name", "علی")
    run(
        "people", "household", code, "--members", "3", "--earners", "0", "--stated-on", "1404/12/01"
    )
    run("people", "let-sign-in", code)
    run("people", "link", other, user.pk)
    given = run("people", "consent", code, "privacy", "in_person")
    run("people", "revoke-consent", given)
    run("people", "consent", code, "privacy", "paper", "--paper", paper)

    kept = Person.objects.get(pk=int(code[1:]))
    assert (kept.father_name, Household.objects.get().earner_count) == ("علی", 0)
    assert kept.user is not None
    assert Consent.objects.filter(revoked_at=None).get().way == "paper"
    assert run("people", "list", "--search", code) == f"{code}\t0311\t\tسکینه نمونه"
    assert run("people", "list", "--search", code, username="auditor") == f"{code}\t0311"


def test_money_is_recorded_by_command(weavers: Group, lender: str) -> None:
    said = ("--lender", "بانک", "--amount", "5", "--source", "نامه")
    given = ("--began-on", "2025-06-01", "--person", Person(pk=keys(weavers)[0]).code)

    run("commitments", "record", "a", *said, *given, username=lender)
    run("commitments", "end", "a", "--ended-on", "2026-01-01", "--source", "نامه", username=lender)

    assert Commitment.objects.get().end.ended_on == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["leave", "weavers", "n1", "left", "--on", "yesterday"], "is not a day"),
        (["leave", "weavers", "somebody", "left", "--on", "1404/01/01"], "is no code of a person"),
        (["enter", "weavers", "n1:member:many"], "is no number of years"),
    ],
)
def test_what_a_command_cannot_read_is_said(arguments: list[str], why: str) -> None:
    answer = CliRunner().invoke(command, ["groups", *arguments, "--as", "county"])

    assert answer.exit_code == 2
    assert why in answer.output


def _said(row: dict[str, str]) -> list[str]:
    names = {"place_code": "place"}
    options = {names.get(name, name): value for name, value in row.items()}
    return [
        part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)
    ]

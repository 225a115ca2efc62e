"""The pages of people and groups: what an officer types, what a member sees, what is refused in words."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.registry import actions
from kargosha.areas.registry.models import Commitment, Consent, Group, Household, Membership, Person
from kargosha.kernel.actions import Names, assign_role, register_group_user
from kargosha.kernel.models import User
from kargosha.kernel.roles import ROLES, Permission
from tests.areas.registry.flows import FORMED, formed, keys, member_user, national_id, person
from tests.universe import STAGE, People

MOST_QUERIES = 16
GROUP = "/registry/groups/weavers/"
ROW = {
    "given_name": "سکینه",
    "family_name": "نمونه",
    "sex": "female",
    "document_kind": "none",
    "role": "member",
}


@pytest.fixture
def weavers(people: People) -> Group:
    return formed()


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def as_member(person_id: int) -> Client:
    actor = member_user(person_id)
    return signed_in(User.objects.get(pk=actor.person).username)


def typed(*members: Mapping[str, object], **others: object) -> dict[str, object]:
    """Return the form of a group as a browser sends it: seven rows, those left out empty."""
    sent: dict[str, object] = {
        "kind": "group",
        "name_fa": "بافندگان",
        "place_code": "هشترود",
        "formed_on": "۱۴۰۴/۰۱/۱۵",
        "code": "weavers",
        "members-TOTAL_FORMS": "7",
        "members-INITIAL_FORMS": "0",
        **others,
    }
    for number in range(7):
        sent[f"members-{number}-role"] = "member"
        sent[f"members-{number}-document_kind"] = "national_id"
    for number, row in enumerate(members):
        sent |= {f"members-{number}-{name}": value for name, value in row.items()}
    return sent


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_answers_and_asks_the_database_little(weavers: Group, language: str) -> None:
    head = keys(weavers)[0]
    addresses = (
        "/registry/",
        "/registry/registration/",
        GROUP,
        f"{GROUP}members/{head}/",
        "/registry/people/",
        "/registry/people/registration/",
        f"/registry/people/{head}/",
        f"/registry/people/{head}/correction/",
    )
    client, seen = signed_in("county", language), {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        seen[address] = (answer.status_code, len(asked) <= MOST_QUERIES or len(asked))

    assert seen == dict.fromkeys(addresses, (200, True))


def test_a_stranger_sees_nothing(weavers: Group) -> None:
    head = keys(weavers)[0]
    for address in (
        "/registry/",
        "/registry/my/",
        "/registry/registration/",
        "/registry/groups.csv",
        "/registry/people/",
        "/registry/people/registration/",
        "/registry/people.csv",
        "/registry/commitments/end/",
    ):
        assert Client().get(address).status_code == 403
    for address in (
        GROUP,
        f"{GROUP}members.csv",
        f"{GROUP}members/{head}/",
        f"{GROUP}bylaws/file/",
        f"/registry/people/{head}/",
        f"/registry/people/{head}/correction/",
    ):
        assert Client().get(address).status_code == 404
    for name in ("entry", "exit", "role"):
        assert Client().post(f"{GROUP}members/{head}/{name}/").status_code in {403, 404}


def test_a_group_is_registered_with_its_members_on_one_form(people: People) -> None:
    client = signed_in("county")
    known = actions.register_person(row=person(5), by=STAGE)
    members = (
        {**ROW, "role": "head", "document_kind": "national_id", "mobile": "۰۹۱۴۱۲۳۴۵۶۷"}
        | {"document_number": national_id(137_000_001), "born_on": "1369/01/01"},
        {**ROW, "family_name": "دیگر", "household_members": "۴", "household_earners": "۰"},
        {"person": known.code, "production_years": "3"},
    )

    answer = client.post("/registry/registration/", typed(*members))

    assert answer.status_code == 302, answer.content.decode()
    made = Group.objects.get(code="weavers")
    assert (made.formed_on, made.place_code) == (FORMED, "0311")
    roles = made.memberships.order_by("pk").values_list("role", "production_years")
    assert list(roles) == [("head", 0), ("member", 0), ("member", 3)]
    assert Household.objects.filter(earner_count=0, member_count=4).count() == 1
    assert "بافندگان" in client.get(answer["Location"]).content.decode()


def test_what_cannot_be_is_said_beside_what_was_typed(people: People) -> None:
    client = signed_in("county")
    wrong = {**ROW, "document_kind": "national_id", "document_number": "0684159415"}

    few = client.post("/registry/registration/", typed(wrong, ROW)).content.decode()
    missing = client.post("/registry/registration/", typed({"given_name": "سکینه"}))
    unread = client.post(
        "/registry/registration/",
        typed(ROW, formed_on="yesterday", place_code="ناکجا", **{"members-0-person": "somebody"}),
    ).content.decode()

    assert "the check digit of the national id does not fit" in few
    assert "at least 3 are needed" in few
    assert 'value="0684159415"' in few
    assert missing.status_code == 422
    assert missing.content.decode().count("This is missing.") == 2
    assert "Write the day as 1405/09/02" in unread
    assert "There is no such place" in unread
    assert "Write the code of the person" in unread
    assert not Group.objects.exists()


def test_a_place_of_many_names_asks_for_its_code(people: People) -> None:
    shown = signed_in("county").post("/registry/registration/", typed(ROW, place_code="آباد"))

    assert "Several places may be meant" in shown.content.decode()


def test_more_rows_keep_what_was_typed(people: People) -> None:
    client = signed_in("county")
    row = {**ROW, "family_name": "کاظمی"}

    shown = client.post("/registry/registration/", typed(row, more="1")).content.decode()
    full = client.post(
        "/registry/registration/", typed(row, more="1", **{"members-TOTAL_FORMS": "60"})
    ).content.decode()

    assert 'name="members-TOTAL_FORMS" value="12"' in shown
    assert 'name="members-INITIAL_FORMS" value="0"' in shown  # so that an empty row stays empty
    assert 'value="کاظمی"' in shown
    assert "This is missing" not in shown
    assert 'name="more"' in shown
    assert 'name="more"' not in full


def test_members_enter_leave_and_change_roles_on_the_pages(weavers: Group) -> None:
    client = signed_in("county")
    comer = actions.register_person(row=person(9), by=STAGE)
    _, second, third = keys(weavers)

    unread = client.post(f"{GROUP}members/", {"person": "", "role": "member"})
    held = client.post(f"{GROUP}members/", {"person": comer.code, "role": "head"})
    entered = client.post(
        f"{GROUP}members/", {"person": comer.code, "role": "secretary", "entered_on": "1404/10/11"}
    )
    no_day = client.post(f"{GROUP}members/{third}/exit/", {"kind": "left"})
    backward = client.post(f"{GROUP}members/{third}/exit/", {"kind": "left", "on": "1403/01/01"})
    left = client.post(f"{GROUP}members/{third}/exit/", {"kind": "left", "on": "1404/10/11"})
    no_role = client.post(f"{GROUP}members/{second}/role/", {"role": "member"})
    same = client.post(f"{GROUP}members/{second}/role/", {"role": "member", "on": "1404/10/11"})
    changed = client.post(
        f"{GROUP}members/{second}/role/", {"role": "treasurer", "on": "1404/10/11"}
    )

    refused = [unread, held, no_day, backward, no_role, same]
    assert [each.status_code for each in refused] == [422] * 6
    assert [each.status_code for each in (entered, left, changed)] == [302] * 3
    assert "has a head already" in held.content.decode()
    assert "lies before the entry" in backward.content.decode()
    page = client.get(GROUP).content.decode()
    assert "Exits, replacements and changes of role" in page
    roles = weavers.memberships.filter(exited_on=None).order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["head", "secretary", "treasurer"]


def test_a_member_is_replaced_on_the_page(weavers: Group) -> None:
    client, head = signed_in("county"), keys(weavers)[0]
    comer = actions.register_person(row=person(9), by=STAGE)
    asked = {"kind": "replaced", "on": "1404/10/11", "role": "head"}

    missing = client.post(f"{GROUP}members/{head}/exit/", asked)
    done = client.post(f"{GROUP}members/{head}/exit/", {**asked, "person": comer.code})

    assert [missing.status_code, done.status_code] == [422, 302]
    assert "Who replaces the member is not said" in missing.content.decode()
    assert Membership.objects.get(exit_kind="replaced").replaced_by is not None


def test_by_laws_are_handed_in_and_out(weavers: Group) -> None:
    client = signed_in("county")
    paper = SimpleUploadedFile("by-laws.pdf", b"%PDF")

    unread = client.post(f"{GROUP}bylaws/", {})
    early = client.post(f"{GROUP}bylaws/", {"adopted_on": "1400/01/01"})
    kept = client.post(f"{GROUP}bylaws/", {"adopted_on": "1404/10/11", "file": paper})
    file = client.get(f"{GROUP}bylaws/file/")

    assert [each.status_code for each in (unread, early, kept)] == [422, 422, 302]
    assert "older than the group" in early.content.decode()
    assert (file.content, file["Content-Type"]) == (b"%PDF", "application/octet-stream")


def test_lists_are_taken_along(weavers: Group) -> None:
    client = signed_in("county")
    names = ("groups.csv", "groups.xlsx", "people.csv", "groups/weavers/members.xlsx")
    answers = [client.get(f"/registry/{name}?search=weavers") for name in names]

    assert [each.status_code for each in answers] == [200] * 4
    assert client.get("/registry/groups.pdf").status_code == 404


def test_a_person_is_registered_and_corrected_on_the_pages(people: People) -> None:
    client = signed_in("county")
    said = {**ROW, "place_code": "0311", "document_kind": "national_id"}
    number = national_id(137_000_001)

    unread = client.post("/registry/people/registration/", {"sex": "female"})
    wrong = client.post("/registry/people/registration/", {**said, "document_number": "1"})
    done = client.post("/registry/people/registration/", {**said, "document_number": number})
    kept = Person.objects.get()
    page = f"/registry/people/{kept.pk}/"
    same = client.post(f"{page}correction/", said)
    corrected = client.post(f"{page}correction/", {**said, "father_name": "علی"})

    assert [each.status_code for each in (unread, wrong, done)] == [422, 422, 302]
    assert [same.status_code, corrected.status_code] == [422, 302]
    assert client.post(f"{page}correction/", {"sex": "female"}).status_code == 422
    assert "Nothing was changed" in same.content.decode()
    kept.refresh_from_db()
    assert (kept.father_name, kept.document_number) == ("علی", number)
    shown = client.get(page).content.decode()
    assert f"••••••{number[-4:]}" in shown
    assert number not in shown
    assert signed_in("auditor").post(f"{page}correction/", said).status_code == 403
    assert signed_in("auditor").post("/registry/people/registration/", said).status_code == 403


def test_a_document_of_another_kind_needs_its_number(people: People) -> None:
    kept = actions.register_person(row=person(1), by=STAGE)
    client, page = signed_in("county"), f"/registry/people/{kept.pk}/correction/"
    said = {**ROW, "place_code": "0311", "document_kind": "foreign_id"}

    missing = client.post(page, said)
    none = client.post(page, {**said, "document_kind": "none"})

    assert [missing.status_code, none.status_code] == [422, 302]
    assert "the number of the document is missing" in missing.content.decode()


def test_a_household_a_sign_in_and_a_user_are_kept_on_the_page(weavers: Group) -> None:
    client = signed_in("county")
    head, second, _ = keys(weavers)
    user = register_group_user(names=Names("عضو", "Member"), mobile="09140000003", by=STAGE)
    page = f"/registry/people/{head}/"

    unread = client.post(f"{page}household/", {"member_count": "4"})
    wrong = client.post(
        f"{page}household/",
        {"member_count": "۲", "earner_count": "۳", "stated_on": "1405/01/01"},
    )
    stated = client.post(
        f"{page}household/", {"member_count": "۵", "earner_count": "", "stated_on": "1405/01/01"}
    )
    let_in = client.post(f"{page}sign-in/")
    again = client.post(f"{page}sign-in/")
    other = f"/registry/people/{second}/user/"
    nobody = client.post(other, {"username": "nobody-known"})
    officer = client.post(other, {"username": "officer"})
    tied = client.post(other, {"username": user.username})

    refused = (unread, wrong, again, nobody, officer)
    assert [each.status_code for each in refused] == [422] * 5
    assert [each.status_code for each in (stated, let_in, tied)] == [302] * 3
    home = Household.objects.get(people=head)
    assert (home.member_count, home.earner_count) == (5, None)
    assert "by a code to the mobile" in client.get(page).content.decode()


def test_consents_are_kept_by_the_officer_and_given_by_the_member(weavers: Group) -> None:
    head, second, _ = keys(weavers)
    officer, member = signed_in("county"), as_member(head)
    paper = SimpleUploadedFile("signed.jpg", b"JPEG")

    def keep(**said: object) -> int:
        return officer.post(f"{GROUP}members/{second}/consents/", said).status_code

    assert keep(purpose="membership", way="own_code") == 422  # a choice that no officer has
    assert keep(purpose="membership", way="paper") == 422
    assert keep(purpose="membership", way="paper", evidence=paper) == 302
    assert keep(purpose="membership", way="in_person") == 409
    own = f"{GROUP}members/{head}/consents/own/"
    assert member.post(own, {"purpose": "everything"}).status_code == 422
    assert member.post(own, {"purpose": "membership"}).status_code == 302
    assert member.post(f"{GROUP}members/{second}/consents/own/").status_code == 403
    given = Consent.objects.get(person=head)
    assert member.post(f"/registry/consents/{given.pk}/revocation/").status_code == 302
    assert member.post(f"/registry/consents/{given.pk}/revocation/").status_code == 409
    assert "taken back on" in officer.get(GROUP).content.decode()


def test_a_member_opens_the_own_group_and_no_other(weavers: Group) -> None:
    head = keys(weavers)[0]
    formed(person(21), person(22), person(23), code="dyers")
    member = as_member(head)

    page = member.get("/registry/my/").content.decode()

    assert "Group weavers" in page
    assert "I agree to be a member" in page
    assert "نمونه 2" in page
    assert "End the membership" not in page
    assert member.get("/registry/groups/dyers/").status_code == 404
    assert member.get("/registry/").status_code == 403
    actions.enter_member(group_code="dyers", member=actions.MemberRow(head), by=STAGE)
    assert "Group dyers" in member.get("/registry/my/").content.decode()


def test_who_is_in_no_group_is_told_what_to_do(weavers: Group) -> None:
    head = keys(weavers)[0]
    member = as_member(head)
    actions.end_membership(
        group_code="weavers", person_id=head, kind="left", on=date(2026, 1, 1), by=STAGE
    )

    assert "You are in no group now" in member.get("/registry/my/").content.decode()


def test_money_is_recorded_and_closed_on_the_pages(
    weavers: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    finance = ROLES["finance_officer"]
    powers = (*finance.permissions, Permission.COMMITMENT_RECORD)
    monkeypatch.setattr(finance, "permissions", powers)
    assign_role(username="nobody", role="finance_officer", scope="", by=STAGE)
    client, head = signed_in("nobody"), keys(weavers)[0]
    said = {"lender": "بانک", "amount": "۹۰۰٬۰۰۰٬۰۰۰", "began_on": "1404/03/11", "source": "نامه"}
    person_page, end = f"/registry/people/{head}/commitments/", "/registry/commitments/end/"

    def post(address: str, **more: object) -> int:
        return client.post(address, {**said, **more}).status_code

    assert [post(f"{GROUP}commitments/"), post(person_page)] == [422, 422]
    assert [post(f"{GROUP}commitments/", code="a"), post(person_page, code="b")] == [302, 302]
    assert [post(f"{GROUP}commitments/", code="a"), post(person_page, code="b")] == [409, 409]
    assert Commitment.objects.get(code="a").amount == 900_000_000
    assert "900,000,000" in client.get(GROUP).content.decode()
    assert client.get(f"{end}?code=a").status_code == 200
    closed = {"code": "a", "ended_on": "1405/01/01", "source": "نامه"}
    assert client.post(end, {"code": "a"}).status_code == 422
    assert client.post(end, {**closed, "ended_on": "1403/01/01"}).status_code == 422
    assert client.post(end, closed)["Location"] == GROUP
    assert client.post(end, {**closed, "code": "b"})["Location"] == f"/registry/people/{head}/"
    assert client.post(end, closed).status_code == 409

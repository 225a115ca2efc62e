"""The doors of the interest list and of proposed groups: pages, API and command."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargosha.areas.applications import actions as applications
from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import MemberRow
from kargosha.areas.registry.cli import command
from kargosha.areas.registry.models import Group, Interest, ProposedGroup
from kargosha.kernel.models import User
from tests.areas.registry.flows import formed, person
from tests.areas.registry.test_interest import agree, invitations, looking, proposed, signed_in
from tests.universe import STAGE, People

LIST, PROPOSED = "/registry/interest/", "/registry/proposed/"


@pytest.fixture
def district(people: People) -> People:
    rows = [applications.ActivityRow("carpet_weaving", "handicraft", "قالی‌بافی", "carpet weaving")]
    applications.register_activities(activities=rows, by=STAGE)
    return people


def client(username: str, language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(User.objects.get(username=username))
    return made


def member(interest: Interest, language: str = "en") -> Client:
    """Sign in as the person of an entry."""
    user = User.objects.get(pk=signed_in(interest).user_id)
    made = Client(headers={"accept-language": language})
    made.force_login(user)
    return made


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, [*arguments, "--as", "county"], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output.strip()


def test_the_list_teaches_while_it_is_empty(district: People) -> None:
    assert "Nobody here looks for a group" in client("county").get(LIST).content.decode()
    assert "No group is proposed here" in client("county").get(PROPOSED).content.decode()
    assert client("nobody").get(LIST).status_code == 403


def test_a_person_is_put_on_the_list_at_the_desk(district: People) -> None:
    made = actions.register_person(row=person(1), by=STAGE)
    at_desk = client("county")
    said = {"person_id": made.code, "skill_codes": ["carpet_weaving"], "production_years": "۳"}

    done = at_desk.post(f"{LIST}new/", said)
    again = at_desk.post(f"{LIST}new/", said)

    assert (done.status_code, again.status_code) == (302, 409)
    assert Interest.objects.get().production_years == 3
    shown = at_desk.get(LIST, {"skill": "carpet_weaving"}).content.decode()
    assert "carpet weaving" in shown
    assert made.full_name in shown
    assert at_desk.get(f"{LIST}new/", {"person": made.code}).status_code == 200
    assert at_desk.post(f"{LIST}new/", {**said, "skill_codes": ["!"]}).status_code == 422
    assert at_desk.get("/registry/interest.csv").content.decode("utf-8-sig").count("\n") == 2
    entry = Interest.objects.get()
    assert at_desk.post(f"{LIST}{entry.pk}/end/").url == LIST  # type: ignore[attr-defined]
    assert client("auditor").get(f"{LIST}new/").status_code == 403


def test_a_member_looks_for_a_group_and_answers_signed_in(district: People) -> None:
    made = proposed(district.county)
    first = invitations(made)[0]
    me = member(Interest.objects.get(person=first.person))

    before = me.get(f"{LIST}own/").content.decode()
    wrong = me.post(f"{LIST}own/{first.pk}/", {"answer": "perhaps"})
    said = me.post(f"{LIST}own/{first.pk}/", {"answer": "agreed"})
    after = me.get(f"{LIST}own/").content.decode()

    assert "I agree to join" in before
    assert (wrong.status_code, said.status_code) == (422, 302)
    assert "agreed" in after
    entry = Interest.objects.get(person=first.person)
    assert me.post(f"{LIST}{entry.pk}/end/").url == f"{LIST}own/"  # type: ignore[attr-defined]
    again = {"skill_codes": ["carpet_weaving"], "production_years": "", "note": ""}
    assert me.post(f"{LIST}own/", again).status_code == 302
    assert me.post(f"{LIST}own/", again).status_code == 409
    assert me.post(f"{LIST}own/", {"note": "x"}).status_code == 422


def test_who_is_in_a_group_is_told_that_the_list_is_for_others(district: People) -> None:
    interest = looking(9)
    me = member(interest)
    formed()
    entry = MemberRow(interest.person_id)
    actions.enter_member(group_code="weavers", member=entry, by=STAGE)
    actions.end_interest(interest_id=interest.pk, by=STAGE)

    assert "You are in a group now" in me.get(f"{LIST}own/").content.decode()


def test_a_group_is_proposed_answered_and_formed_by_the_pages(district: People) -> None:
    those = [looking(number) for number in range(1, 5)]
    at_desk = client("county", "fa")
    asked = {"place": "هشترود", "skill": "carpet_weaving"}

    fitting = at_desk.get(f"{PROPOSED}new/", asked).content.decode()
    row = {"name_fa": "گروه نو", "activity_code": "carpet_weaving", "place_code": "0311"}
    few = at_desk.post(f"{PROPOSED}new/", row | {"person": [str(those[0].person_id)]})
    nameless = at_desk.post(f"{PROPOSED}new/", row | {"name_fa": ""})
    people = [str(each.person_id) for each in those]
    done = at_desk.post(f"{PROPOSED}new/", row | {"person": [*people, "x"]})

    made = ProposedGroup.objects.get()
    page = f"{PROPOSED}{made.pk}/"
    assert those[0].person.full_name in fitting
    assert (few.status_code, nameless.status_code) == (422, 422)
    assert "checked" in few.content.decode()
    assert done.url == page  # type: ignore[attr-defined]
    first, *others = invitations(made)
    answer = {"answer": "agreed", "way": "paper"}
    for each in (first, *others[:2]):
        paper = SimpleUploadedFile("p.jpg", b"signed", "image/jpeg")
        url = f"{page}invitations/{each.pk}/"
        assert at_desk.post(url, answer | {"evidence": paper}).status_code == 302
    last = f"{page}invitations/{others[2].pk}/"
    assert at_desk.post(last, answer).status_code == 422
    assert at_desk.post(last, {"answer": "?"}).status_code == 422
    assert at_desk.post(f"{page}forming/", {"head_id": "x"}).status_code == 422
    assert at_desk.post(f"{page}forming/", {"head_id": "0"}).status_code == 422
    formed_ = at_desk.post(f"{page}forming/", {"head_id": first.person_id, "code": "new"})
    assert formed_.url == "/registry/groups/new/"  # type: ignore[attr-defined]
    assert at_desk.post(f"{page}end/").status_code == 409
    assert at_desk.get(page).status_code == 200
    assert "new" in at_desk.get("/registry/proposed.csv").content.decode()
    assert client("auditor").get(page).status_code == 200
    assert client("auditor").get(f"{PROPOSED}new/").status_code == 403


def test_a_proposal_is_given_up_by_the_page(district: People) -> None:
    made = proposed(district.county)
    at_desk = client("county")

    assert "Weavers" not in at_desk.get(f"{PROPOSED}new/").content.decode()
    assert at_desk.post(f"{PROPOSED}{made.pk}/end/").status_code == 302
    assert "given up" in at_desk.get(PROPOSED).content.decode()
    empty = at_desk.get(f"{PROPOSED}new/", {"place": "0311", "skill": "shoemaking"})
    assert "Nobody on the list can do this" in empty.content.decode()


def test_the_operations_do_what_the_pages_do(district: People) -> None:
    people = [actions.register_person(row=person(number), by=STAGE) for number in range(1, 5)]
    api = client("county")
    base = "/api/registry/"

    def post(path: str, **asked: object) -> dict[str, object]:
        answer = api.post(f"{base}{path}", asked, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    ids = [post("interests", person_id=each.pk, skills=["carpet_weaving"])["id"] for each in people]
    listed = api.get(f"{base}interests").json()["items"]
    fits = api.get(f"{base}fitting", {"place": "0311", "skill": "carpet_weaving"}).json()
    made = post(
        "proposed-groups",
        name_fa="گروه",
        activity="carpet_weaving",
        place_code="0311",
        person_ids=[each.pk for each in people],
    )
    url = f"proposed-groups/{made['id']}"
    first, *others = made["invitations"]  # type: ignore[misc]
    for each in (first, *others):
        paper = SimpleUploadedFile("p.jpg", b"signed", "image/jpeg")
        said = {"answer": "agreed", "way": "paper", "evidence": paper}
        answered = api.post(f"{base}invitations/{each['id']}/answer", said)
        assert answered.status_code == 201, answered.content
    group = post(f"{url}/forming", head_id=people[0].pk)

    assert [each["id"] for each in listed] == ids
    assert {each["km"] for each in fits} == {0}
    assert api.get(f"{base}{url}").json()["state"] == "formed"
    assert api.get(f"{base}proposed-groups").json()["items"][0]["group"] == group["code"]
    assert Group.objects.get().code == group["code"]
    other = actions.register_person(row=person(9), by=STAGE)
    ended = post("interests", person_id=other.pk, skills=["dairy"])["id"]
    assert post(f"interests/{ended}/end")["end_kind"] == "withdrawn"


def test_an_operation_gives_a_proposal_up(district: People) -> None:
    made = proposed(district.county)

    answer = client("county").post(f"/api/registry/proposed-groups/{made.pk}/end")

    assert answer.json()["state"] == "given_up"


def test_the_commands_do_what_the_pages_do(district: People, tmp_path: Path) -> None:
    people = [actions.register_person(row=person(number), by=STAGE) for number in range(1, 5)]
    paper = tmp_path / "p.jpg"
    paper.write_bytes(b"signed")

    entries = [
        run("interest", "register", each.code, "--skill", "dairy", "--years", "2")
        for each in people
    ]
    assert run("interest", "list", "--skill", "dairy").count("\n") == 3
    assert run("interest", "fitting", "0311", "dairy").split("\t")[1] == "0"
    named = ("--name-fa", "گروه", "--activity", "dairy", "--place", "0311")
    made = run("proposed", "propose", *named, *(each.code for each in people))
    shown = run("proposed", "show", made).splitlines()
    for line in shown[:3]:
        run("proposed", "answer", line.split("\t")[0], "agreed", "--evidence", str(paper))
    last = shown[3].split("\t")[0]
    run("proposed", "answer", last, "declined", "--way", "in_person")
    assert run("proposed", "list").split("\t")[1] == "enough"
    code = run("proposed", "form", made, "--head", people[0].code, "--code", "new")
    run("interest", "end", entries[3])

    assert (code, Group.objects.get().code) == ("new", "new")
    assert not Interest.objects.filter(ended_at=None).exists()


def test_a_command_gives_a_proposal_up(district: People) -> None:
    made = proposed(district.county)
    agree(district.county, invitations(made)[0])

    run("proposed", "give-up", str(made.pk))

    made.refresh_from_db()
    assert made.ended_at is not None

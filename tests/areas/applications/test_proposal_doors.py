"""The doors of proposals: pages, API and commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.analysis.errors import BadTable
from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.cli import command
from kargosha.areas.applications.models import Application, Draft
from kargosha.areas.registry import actions as registry
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import User
from tests.areas.applications.flows import MILLION, group, open_call, proposal, submit
from tests.universe import OPENS, STAGE, People

STEP = "/applications/propose/autumn/looms"
LIST = (
    "code,group,kind,name_fa,place_code,activity,amount,own_amount,pledges,member_count,submitted_on\n"
    "l-1,looms,,,,carpet_weaving,4000000000,,بافنده;رنگرز,,1405/01/15\n"
    "l-2,,cooperative,تعاونی,0303,shoemaking,5000000000,100,,8,1405/01/16\n"
)


@pytest.fixture
def autumn(district: People) -> People:
    """The district with an open call and the group of looms, whose first member may sign in."""
    looms = group()
    open_call()
    first = looms.memberships.order_by("pk")[0].person
    first.mobile = "09140000001"
    first.save()
    registry.let_sign_in(person_id=first.pk, by=STAGE)
    return district


def signed_in(username: str = "", language: str = "en") -> Client:
    """Return who looks: an officer by name, else the member of the group."""
    client = Client(headers={"accept-language": language})
    named = User.objects.filter(username=username) if username else User.objects.filter(office=None)
    client.force_login(named[0])
    return client


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def jobs(*titles: str) -> dict[str, str]:
    """Return rows of jobs as the page posts them."""
    rows = {"jobs-TOTAL_FORMS": str(len(titles)), "jobs-INITIAL_FORMS": "0"}
    for number, title in enumerate(titles):
        rows |= {f"jobs-{number}-title": title, f"jobs-{number}-person": ""}
    return rows


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_member_hands_in_step_by_step_without_a_script(autumn: People, language: str) -> None:
    member = signed_in(language=language)

    assert "propose/autumn/looms/what/" in member.get("/applications/my-proposals/").text
    assert member.get(f"{STEP}/what/").status_code == 200
    went = member.post(f"{STEP}/what/", {"activity": "carpet_weaving", "place_code": "0311"})
    assert went.headers["Location"] == f"{STEP}/money/"
    typed = {"amount": "۴٬۰۰۰٬۰۰۰٬۰۰۰", "own_amount": "400000000"}
    read = member.post(f"{STEP}/money/", typed)
    assert (
        "four hundred million toman" if language == "en" else "چهارصد میلیون تومان"
    ) in read.text
    assert Draft.objects.get().values.get("amount") is None
    went = member.post(f"{STEP}/money/", typed | {"read": "4000000000-400000000"})
    assert went.headers["Location"] == f"{STEP}/jobs/"
    went = member.post(f"{STEP}/jobs/", jobs("بافنده", "رنگرز", ""))
    assert went.headers["Location"] == f"{STEP}/check/"
    assert member.get(f"{STEP}/jobs/").text.count("بافنده") == 1
    check = member.get(f"{STEP}/check/")
    assert ("By today" in check.text) == (language == "en")
    went = member.post(f"{STEP}/hand-in/")

    assert went.headers["Location"] == "/applications/proposals/autumn-looms/"
    card = member.get("/applications/proposals/autumn-looms/")
    assert card.status_code == 200
    assert Application.objects.get(code="autumn-looms").amount == 4_000 * MILLION
    assert "autumn-looms" in member.get("/applications/my-proposals/").text


def test_an_unfinished_proposal_says_what_is_missing_and_is_kept(autumn: People) -> None:
    member = signed_in()

    assert "Name the jobs" in member.get(f"{STEP}/check/").text
    assert member.post(f"{STEP}/hand-in/").status_code == 422
    assert member.post(f"{STEP}/what/", {"place_code": "0311"}).status_code == 422
    assert member.post(f"{STEP}/money/", {"amount": "much"}).status_code == 422
    bad = jobs("x") | {"jobs-0-title": "", "jobs-0-person": str(_first_person())}
    assert member.post(f"{STEP}/jobs/", bad).status_code == 422
    more = member.post(f"{STEP}/jobs/", jobs("بافنده") | {"more": "1"})
    assert more.headers["Location"] == f"{STEP}/jobs/?more=5"
    assert member.get(f"{STEP}/jobs/?more=5").text.count("<fieldset") == 5
    assert member.get(f"{STEP}/jobs/?more=x").status_code == 200
    assert Draft.objects.get().values["jobs"] == [{"title": "بافنده", "person": None}]


def _first_person() -> int:
    return (
        queries.proposing(by=STAGE, group_code="looms", call_code="autumn").members[0][0].person_id
    )


def test_an_amount_that_looks_like_a_slip_is_asked_about_again(autumn: People) -> None:
    values = {
        "activity": "carpet_weaving",
        "amount": 40_000 * MILLION,
        "own_amount": 0,
        "jobs": [{"title": "بافنده", "person": None}],
    }
    actions.save_draft(group_code="looms", call_code="autumn", values=values, by=STAGE)
    officer = signed_in("county")

    assert "Count the zeros" in officer.get(f"{STEP}/check/").text
    assert officer.post(f"{STEP}/hand-in/").status_code == 422
    assert officer.post(f"{STEP}/hand-in/", {"is_confirmed": "on"}).status_code == 302


def test_others_neither_see_nor_fill_in_what_is_not_theirs(autumn: People) -> None:
    submit()

    assert signed_in("admin").get(f"{STEP}/what/").status_code == 403
    assert signed_in("admin").get("/applications/proposals/").status_code == 403
    assert signed_in("admin").get("/applications/propose/").status_code == 403
    assert signed_in("county").get("/applications/my-proposals/").status_code == 403
    assert signed_in("county").get("/applications/proposals/cobblers/").status_code == 404
    member = signed_in()
    assert member.get("/applications/proposals/weavers/").status_code == 404
    assert "weavers" not in member.get("/applications/proposals/").text
    assert Client().get("/applications/proposals/").status_code in (302, 403)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_answers_and_asks_the_database_little(autumn: People, language: str) -> None:
    submit()
    officer = signed_in("officer", language)
    actions.freeze_call(call_code="spring", by=autumn.chair)

    for address in (
        "/applications/proposals/",
        "/applications/proposals/?call=spring&state=eligible&sort=amount&activity=dairy&search=dairy",
        "/applications/proposals/?search=nothing",
        "/applications/proposals/weavers/",
        "/applications/propose/?search=looms",
        "/applications/propose/?search=nothing",
        "/applications/proposals.csv?state=handed_in",
        "/applications/proposals.xlsx",
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(address).status_code == 200, address
        assert len(asked) <= 25, (address, len(asked))
    assert officer.get("/applications/proposals.exe").status_code == 404


def test_a_proposal_is_withdrawn_on_its_page(autumn: People) -> None:
    submit()
    member = signed_in()
    page = "/applications/proposals/autumn-looms/"

    assert member.post(f"{page}withdraw/", {"reason": "x" * 301}).status_code == 302
    assert "withdrawn" in member.get(page).text
    assert member.post(f"{page}withdraw/").status_code == 409
    actions.freeze_call(call_code="spring", by=autumn.chair)
    refused = signed_in("county").post("/applications/proposals/weavers/withdraw/")
    assert refused.status_code == 422


def test_the_list_tells_each_state(autumn: People) -> None:
    submit()
    actions.withdraw_application(code="autumn-looms", by=STAGE)
    actions.freeze_call(call_code="spring", by=autumn.chair)

    def found(**asked: str) -> list[str]:
        return [each.code for each in queries.applications(by=autumn.officer, **asked)]

    assert found(state="withdrawn") == ["autumn-looms"]
    assert found(state="eligible", sort="amount") == ["cobblers", "dairy", "weavers"]
    assert found(state="ineligible") == []
    assert found(state="eligible", place="0303") == ["cobblers"]
    weavers = Application.objects.get(code="weavers")
    actions.mark_undecided(application_ids=[weavers.pk], by=STAGE)
    assert found(state="undecided") == ["weavers"]
    assert [
        queries.ProposalSeen(each).state for each in queries.applications(by=autumn.officer)
    ] == [
        "withdrawn",
        "eligible",
        "eligible",
        "undecided",
        *["rolled"] * Application.objects.filter(rolled_count=1).count(),
    ]
    assert found(state="rolled") == ["weavers-2"]


def test_a_list_is_received_whole(autumn: People, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    assert run("receive", "spring", str(tmp_path / "list.csv"), "--as", "officer") == "2\n"

    of_group, other = Application.objects.filter(code__startswith="l-").order_by("code")
    assert (of_group.member_count, of_group.jobs_pledged, of_group.name_fa) == (4, 2, "گروه looms")
    assert (other.member_count, other.jobs_pledged, other.kind) == (8, 0, "cooperative")


def test_every_fault_of_a_list_is_told_by_its_row(autumn: People) -> None:
    lines = LIST.splitlines()
    bad = "\n".join(
        [
            lines[0],
            lines[1].replace("looms", "nobody").replace("1405/01/15", "1404/01/15"),
            lines[2].replace("cooperative", "empire").replace("0303", "0399"),
            "weavers,,,,,alchemy,1,,,,1405/01/15",
            lines[2],
            lines[2],
        ]
    )

    with pytest.raises(BadTable) as caught:
        actions.receive_list(call_code="spring", name="l.csv", content=bad.encode(), by=STAGE)

    assert [
        (each.row, each.code.removeprefix("fault."), each.column) for each in caught.value.faults
    ] == [
        (2, "not_registered", "group"),
        (2, "outside_call", "submitted_on"),
        (3, "not_registered", "place_code"),
        (3, "borrower_kind", "kind"),
        (4, "not_registered", "activity"),
        (4, "missing", "kind"),
        (4, "missing", "name_fa"),
        (4, "missing", "place_code"),
        (4, "missing", "member_count"),
        (4, "code_taken", "code"),
        (5, "duplicate", "code"),
        (6, "duplicate", "code"),
    ]
    with pytest.raises(BadTable, match="empty_table"):
        actions.receive_list(
            call_code="spring", name="l.csv", content=lines[0].encode() + b"\n", by=STAGE
        )
    with pytest.raises(NotFound):
        actions.receive_list(call_code="winter", name="l.csv", content=b"", by=STAGE)


def test_the_commands_hand_in_list_show_and_withdraw(autumn: People) -> None:
    said = ("--activity", "carpet_weaving", "--amount", str(4_000 * MILLION), "--as", "county")
    made = run("submit", "autumn", "looms", *said, "--job", "بافنده", "--job", "رنگرز")

    assert made == "autumn-looms\n"
    listed = run("proposals", "autumn", "--as", "county")
    assert listed.split("\t") == [
        "autumn-looms",
        "0311",
        "carpet_weaving",
        "4000000000",
        "handed_in\n",
    ]
    assert run("proposal", "autumn-looms", "--as", "county").startswith(
        "autumn-looms\thanded_in\t1.5"
    )
    assert run("withdraw", "autumn-looms", "--reason", "x", "--as", "county") == ""
    assert "withdrawn" in run("proposals", "--as", "county", "--state", "withdrawn")
    assert "failed" in run("proposal", short(), "--as", "county")


def short() -> str:
    """Hand in for a group that lost members, and return the code."""
    few = group("few", size=3)
    few.memberships.filter(pk=few.memberships.order_by("pk")[0].pk).update(
        exited_on=OPENS.replace(year=2026, month=11, day=1), exit_kind="left"
    )
    return submit("few").code


def test_the_api_hands_in_reads_and_withdraws(autumn: People) -> None:
    officer = signed_in("county")
    asked: dict[str, Any] = {
        "group": "looms",
        "activity": "carpet_weaving",
        "amount": 4_000 * MILLION,
        "own_amount": 0,
        "pledges": [{"title": "بافنده"}, {"title": "رنگرز"}],
    }

    def post(address: str, said: object) -> Any:
        return officer.post(
            f"/api/applications/{address}", json.dumps(said), content_type="application/json"
        )

    draft = {"activity": "carpet_weaving", "amount": 5}
    kept = officer.put(
        "/api/applications/calls/autumn/drafts/looms",
        json.dumps(draft),
        content_type="application/json",
    )
    assert kept.status_code == 204
    assert Draft.objects.get().values == {**draft, "own_amount": 0, "jobs": []}
    slipped = post("calls/autumn/proposals", asked | {"amount": 40_000 * MILLION})
    assert slipped.status_code == 422
    made = post("calls/autumn/proposals", asked)
    assert (made.status_code, made.json()["code"]) == (201, "autumn-looms")
    assert made.json()["failures"] == []
    assert {each["rule"] for each in made.json()["passed"]} >= {"eligibility.group_members"}
    assert officer.get("/api/applications/proposals?call=autumn").json()["count"] == 1
    gone = post("proposals/autumn-looms/withdrawal", {"reason": "x"})
    assert gone.json()["state"] == "withdrawn"
    bulk = {
        **asked,
        "code": "bulk",
        "kind": "group",
        "name_fa": "گروه",
        "name_en": "Group",
        "place_code": "0311",
        "jobs_promised": 2,
        "jobs_pledged": 2,
        "jobs_payable": 2,
        "member_count": 1,
        "members": [{"person_id": _first_person(), "production_years": 2}],
        "no_earner_share": 0,
        "has_record": True,
        "has_conduct": False,
        "has_course": False,
        "submitted_on": OPENS.isoformat(),
    }
    assert post("calls/spring/applications/bulk", [bulk]).json() == {"count": 1}
    file = SimpleUploadedFile("list.csv", LIST.splitlines()[0].encode() + b"\n")
    listed = officer.post("/api/applications/calls/spring/applications/list", {"file": file})
    assert listed.status_code == 422


def test_a_draft_waits_in_ones_list_after_the_call_closed(district: People) -> None:
    looms = group()
    open_call("autumn")
    registry.let_sign_in(person_id=_with_mobile(looms), by=STAGE)
    actions.save_draft(group_code="looms", call_code="spring", values={"amount": 1}, by=STAGE)

    shown = signed_in().get("/applications/my-proposals/").text

    assert "propose/spring/looms/check/" in shown
    assert "propose/autumn/looms/what/" in shown
    assert (
        "takes no proposals today"
        in signed_in().get("/applications/propose/spring/looms/check/").text
    )
    with pytest.raises(Refused, match="call_not_open"):
        actions.submit_proposal(
            group_code="looms", call_code="spring", proposal=proposal(), by=STAGE
        )


def _with_mobile(of: Any) -> int:
    first = of.memberships.order_by("pk")[0].person
    first.mobile = "09140000001"
    first.save()
    return int(first.pk)


def test_one_is_offered_the_open_calls_and_ones_own_groups(autumn: People) -> None:
    group("needles")
    open_call("dairies", activity_codes=["dairy"])
    member = User.objects.get(office=None).actor()

    def offered(by: Any, search: str = "") -> list[str]:
        found: Any = queries.proposing_for(by=by, search=search)
        return [each.code for each in found["groups"]]

    assert offered(member) == ["looms"]
    assert offered(autumn.county) == ["looms", "needles"]
    assert offered(autumn.county, "need") == ["needles"]
    asked = queries.proposing(by=member, group_code="looms", call_code="dairies")
    assert [each.code for each in asked.activities] == ["dairy"]
    assert [each.call.code for each in queries.open_to_own_groups(by=member)] == [
        "autumn",
        "dairies",
    ]
    for ask in (queries.open_to_own_groups, queries.proposing_for):
        with pytest.raises(NotAllowed):
            ask(by=autumn.chair)
    with pytest.raises(NotAllowed):
        actions.receive_list(call_code="spring", name="l.csv", content=b"", by=autumn.chair)

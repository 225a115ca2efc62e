"""Lists of proposals and of activities: page, API and command; faults by row, and nothing half taken in."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargosha.analysis.errors import BadTable
from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.cli import command
from kargosha.areas.applications.models import Activity, Application
from kargosha.areas.applications.pages import lists
from kargosha.kernel import attachments
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry, User
from tests import universe
from tests.areas.applications.flows import group
from tests.universe import STAGE, People

LIST = (
    "code,group,kind,name_fa,place_code,activity,amount,member_count,submitted_on\n"
    "l-1,looms,,,,carpet_weaving,4000000000,,1405/01/15\n"
    "l-2,,cooperative,تعاونی,0303,shoemaking,5000000000,8,1405/01/16\n"
)
KINDS = (
    "code,sector,name_fa,name_en\n"
    "beekeeping,agriculture,زنبورداری,beekeeping\n"
    "dairy,industry,لبنیات,dairy works\n"
)
PAGE = "/applications/calls/spring/list/"
KINDS_PAGE = "/applications/activities/list/"


@pytest.fixture(autouse=True)
def spring(district: People) -> People:
    """The district with its closed call, not yet frozen, and the group of looms."""
    group()
    return district


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(username=username))
    return client


def file(text: str, name: str = "list.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def main(answer: Any) -> str:
    return " ".join(answer.content.decode().split("<main")[1].split("</main>")[0].split())


def test_an_office_hands_in_a_list_from_the_page_of_the_call() -> None:
    officer = signed_in("officer")

    assert PAGE in main(officer.get("/applications/calls/spring/"))
    assert PAGE not in main(signed_in("auditor").get("/applications/calls/spring/"))
    answer = officer.post(PAGE, file(LIST), follow=True)

    assert answer.redirect_chain == [("/applications/calls/spring/", 302)]
    assert "2 proposals were received." in main(answer)
    assert Application.objects.filter(code__startswith="l-").count() == 2


def test_the_page_tells_the_columns_and_hands_out_an_empty_list() -> None:
    officer = signed_in("officer")

    page = main(officer.get(PAGE))
    csv = officer.get("/applications/list-template.csv").content.decode("utf-8-sig")

    assert "code of the proposal" in page
    assert csv.strip().split(",")[:2] == ["code", "group"]
    assert officer.get("/applications/list-template.xlsx").content[:2] == b"PK"
    assert officer.get("/applications/list-template.pdf").status_code == 404
    assert "کد طرح" in main(signed_in("officer", "fa").get(PAGE))
    for closed in (PAGE, "/applications/list-template.csv"):
        assert signed_in("auditor").get(closed).status_code == 403


def test_faults_stand_by_row_and_go_along_as_a_file() -> None:
    officer = signed_in("county", "en")
    bad = LIST.replace("looms", "nobody").replace("cooperative", "empire")

    answer = officer.post(PAGE, file(bad))
    sealed = answer.context["sealed"]
    csv = officer.post("/applications/list-faults.csv", {"faults": sealed})
    lines = csv.content.decode("utf-8-sig").splitlines()

    assert (answer.status_code, answer.context["fault_count"]) == (422, 2)
    assert "“nobody” is not registered" in main(answer)
    assert lines[0] == "row,column,cell,sentence"
    assert lines[1].startswith("2,group,,")
    assert officer.post("/applications/list-faults.csv", {"faults": "x"}).status_code == 404
    assert (
        signed_in("auditor").post("/applications/list-faults.csv", {"faults": sealed}).status_code
        == 403
    )
    assert not Application.objects.filter(code__startswith="l-").exists()


def test_more_faults_than_a_page_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_SHOWN", 1)
    monkeypatch.setattr(lists, "MOST_KEPT", 1)
    bad = LIST.replace("looms", "nobody").replace("cooperative", "empire")

    officer = signed_in("officer")
    answer = officer.post(PAGE, file(bad))
    csv = officer.post("/applications/list-faults.csv", {"faults": answer.context["sealed"]})

    assert "… and 1 more faults. The file holds them." in main(answer)
    assert "… and 1 more faults." in csv.content.decode()


def test_a_list_of_another_county_or_of_no_size_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county = signed_in("county")

    assert county.post(PAGE, file(LIST)).status_code == 403
    assert "is empty" in main(county.post(PAGE, file("")))
    assert county.post(PAGE, {}).status_code == 422
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    assert "is larger than" in main(county.post(PAGE, file(LIST)))
    assert not Application.objects.filter(code__startswith="l-").exists()


def test_a_frozen_call_takes_no_list() -> None:
    universe.freeze("spring")
    officer = signed_in("officer")

    assert "takes no list now" in main(officer.get(PAGE))
    assert PAGE not in main(officer.get("/applications/calls/spring/"))
    answer = officer.post(PAGE, file(LIST))
    assert (answer.status_code, "takes no more proposals" in main(answer)) == (422, True)


def test_the_api_says_the_row_of_a_fault() -> None:
    answer = signed_in("officer").post(
        "/api/applications/calls/spring/applications/list", file(LIST.replace("looms", "nobody"))
    )

    told = answer.json()
    assert (told["reasons"][0]["values"]["row"], told["reasons"][0]["values"]["column"]) == (
        2,
        "group",
    )
    assert "row 2" in told["detail"]


def test_activities_stand_with_what_a_job_costs_and_why() -> None:
    page = main(Client(headers={"accept-language": "en"}).get("/applications/activities/"))
    persian = main(Client(headers={"accept-language": "fa"}).get("/applications/activities/"))
    seen = {each.activity.code: each for each in queries.activities(by=ANYONE)}

    assert "cost_per_job.dairy" in page
    assert "interval" in page
    assert "لبنیات" in persian
    dairy = seen["dairy"]
    assert dairy.low < dairy.cost < dairy.high
    assert [each.activity.code for each in queries.activities(by=ANYONE, sort="sector")] == [
        "dairy",
        "carpet_weaving",
        "shoemaking",
    ]
    costs = [each.cost for each in queries.activities(by=ANYONE, sort="cost")]
    assert costs == sorted(costs, reverse=True)
    assert [each.activity.code for each in queries.activities(by=ANYONE, search="DAI")] == ["dairy"]
    assert queries.activities(by=ANYONE, sector="tourism") == []


def test_an_activity_that_no_rule_names_costs_what_a_job_does_in_general() -> None:
    actions.register_activities(
        activities=[actions.ActivityRow("saddlery", "industry", "زین‌سازی", "saddlery")], by=STAGE
    )

    (seen,) = queries.activities(by=ANYONE, search="saddlery")

    assert (seen.is_general, seen.rule.key, seen.low) == (True, "cost_per_job.general", None)
    assert "no rule names this activity" in main(
        Client(headers={"accept-language": "en"}).get("/applications/activities/")
    )


def test_activities_are_filtered_and_taken_along() -> None:
    stranger = Client(headers={"accept-language": "en"})

    csv = stranger.get("/applications/activities.csv?sector=industry").content.decode("utf-8-sig")
    none = main(stranger.get("/applications/activities/?search=zzz"))
    api = stranger.get("/api/applications/activities?sort=cost").json()

    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == ["shoemaking"]
    assert "No activity matches" in none
    assert api[0]["cost_per_job"] >= api[1]["cost_per_job"]
    assert stranger.get("/applications/activities.exe").status_code == 404


def test_an_officer_takes_in_a_list_of_activities() -> None:
    officer = signed_in("officer")

    assert "quota" not in main(officer.get(KINDS_PAGE))
    answer = officer.post(KINDS_PAGE, file(KINDS), follow=True)

    assert "2 activities were taken in." in main(answer)
    assert Activity.objects.get(code="dairy").name_en == "dairy works"
    assert JournalEntry.objects.order_by("-id")[0].event == "activities.listed"
    assert signed_in("auditor").get(KINDS_PAGE).status_code == 403
    assert officer.get("/applications/activities-template.xlsx").content[:2] == b"PK"


def test_what_is_wrong_with_a_list_of_activities_is_said_by_row() -> None:
    bad = KINDS + "beekeeping,magic,ب,b\n"

    with pytest.raises(BadTable) as caught:
        actions.receive_activities(name="a.csv", content=bad.encode(), by=STAGE)
    with pytest.raises(BadTable, match="empty_table"):
        actions.receive_activities(
            name="a.csv", content=KINDS.splitlines()[0].encode() + b"\n", by=STAGE
        )
    with pytest.raises(Refused, match="unfit"):
        actions.receive_activities(
            name="a.csv", content=KINDS.replace("beekeeping", "bee keeping").encode(), by=STAGE
        )

    assert [(each.row, each.code) for each in caught.value.faults] == [
        (4, "fault.duplicate"),
        (4, "fault.sector"),
    ]
    assert not Activity.objects.filter(code="beekeeping").exists()


def test_activities_by_api_and_command(spring: People, tmp_path: Path) -> None:
    kinds = tmp_path / "kinds.csv"
    kinds.write_text(KINDS, encoding="utf-8")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(command, ["activities", *arguments], env={"KARGOSHA_AS": ""})

    taken = signed_in("officer").post("/api/applications/activities/list", file(KINDS))
    assert (taken.status_code, taken.json()) == (201, {"count": 2})
    assert run(str(kinds), "--as", "officer").output == "2\n"
    assert run(str(kinds)).exit_code == 2
    (bees,) = run("--search", "beekeeping").output.splitlines()
    assert bees.split("\t")[:3] == ["beekeeping", "agriculture", "beekeeping"]
    with pytest.raises(NotAllowed):
        actions.receive_activities(name="a.csv", content=b"", by=spring.county)
    with pytest.raises(NotFound):
        queries.activity_template(by=STAGE, ending="pdf")

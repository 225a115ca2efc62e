"""The desk: what one owes, what is stuck, the programme in one line of figures."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kargosha.areas.funding import actions as funding
from kargosha.areas.funding.models import Agreement
from kargosha.kernel import clock
from kargosha.kernel.duties import Step, open_duty
from kargosha.kernel.models import Duty, User
from tests import universe
from tests.universe import BILLION, STAGE, People

DAYS = "duty.run_approval_days"


@pytest.fixture
def people(db: None, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


def client_of(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def desk(username: str, asked: str = "") -> str:
    answer = client_of(username).get(f"/desk/{asked}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split("<main")[1].split("</main>")[0].split())


def owe(subject: str, days: int, owner: str = "committee", goes_to: str = "programme") -> None:
    duty = open_duty(subject, Step("decide-run", owner, goes_to, DAYS))
    Duty.objects.filter(pk=duty.pk).update(due_on=clock.today() + timedelta(days=days))


def test_what_one_owes_stands_there_late_first(people: People) -> None:
    for subject, days in (("run:3", 4), ("run:1", -2), ("run:2", 0), ("run:4", 1)):
        owe(subject, days)

    page = desk("chair")

    found = [page.index(text) for text in ("2 days late", "today", "one day", "4 days")]
    assert found == sorted(found)
    assert "4 steps wait for your office" in page
    assert 'href="/allocation/runs/1/"' in page


def test_the_list_is_narrowed_and_taken_along(people: People) -> None:
    owe("run:1", -2)
    owe("run:2", 5)

    late = desk("chair", "?state=late")
    in_time = desk("chair", "?state=in_time&step=decide-run")
    none = desk("chair", "?step=answer-sign")
    csv = client_of("chair").get("/desk/duties.csv?state=late").content.decode("utf-8-sig")
    answer = client_of("chair").get("/api/desk/duties?state=in_time").json()

    assert ("run 1" in late.split("What is stuck")[0], "run 2" in late) == (True, False)
    assert "run 2" in in_time
    assert "Nothing of this kind is owed" in none
    assert csv.splitlines()[1].startswith("run:1,decide-run,committee,programme,")
    assert [each["subject"] for each in answer["items"]] == ["run:2"]


def test_what_is_stuck_is_told_by_office_and_to_whom_it_goes(people: People) -> None:
    owe("run:1", -2)
    owe("run:2", -9)
    owe("sign:7", -1, "hashtrud", "committee")

    governor, officer, county = desk("auditor"), desk("officer"), desk("county")

    stuck = governor.split("What is stuck")[1]
    assert stuck.index("Office committee") < stuck.index("9 days late")
    assert "Office hashtrud" in stuck
    assert "Come up to your office" in officer
    assert "sign:7" not in officer.split("What is stuck")[0]
    assert '<th scope="row">Office committee' not in county.split("What is stuck")[1]


def test_an_empty_desk_teaches(people: People) -> None:
    page = desk("officer")

    assert "Nothing waits for your office" in page
    assert "it stands here with its day" in page
    assert "Nothing is late" in page


def test_who_works_at_no_desk_has_none(people: People) -> None:
    for username in ("nobody", "admin"):
        assert client_of(username).get("/desk/").status_code == 403
        assert client_of(username).get("/desk/duties.csv").status_code == 403
        assert client_of(username).get("/api/desk/duties").status_code == 403
        assert client_of(username).get("/api/desk/figures").status_code == 403
    assert Client().get("/desk/").status_code == 403
    assert client_of("chair").get("/desk/duties.exe").status_code == 404


def test_the_programme_stands_in_one_line_each_figure_with_its_day(people: People) -> None:
    universe.money()
    universe.call()

    figures = {each["code"]: each for each in client_of("auditor").get("/api/desk/figures").json()}

    assert list(figures) == ["needed", "asked", "granted", "deposited", "waiting", "paid"]
    assert figures["asked"] == {
        "code": "asked", "amount": 37 * BILLION, "on": universe.OPENS.isoformat(),
    }  # fmt: skip
    assert figures["granted"]["amount"] == 0
    assert figures["granted"]["on"] is None
    page = desk("auditor")
    assert "nothing entered yet" in page
    assert "37" in page


def test_deposits_show_on_the_line(people: People) -> None:
    universe.money()
    code = Agreement.objects.order_by("code")[0].code
    day = clock.today()
    before = client_of("auditor").get("/api/desk/figures").json()[3]["amount"]
    for figure in ("needed", "approved", "allotted", "deposited"):
        funding.record_money(
            agreement_code=code,
            entry=funding.MoneyEntry(figure, 3 * BILLION, day, f"desk-{figure}", "a paper"),
            by=STAGE,
        )

    deposited = client_of("auditor").get("/api/desk/figures").json()[3]

    assert deposited["amount"] == before + 3 * BILLION
    assert deposited["on"] == day.isoformat()


def test_a_county_reads_of_itself_only(people: People) -> None:
    universe.money()
    universe.call()

    assert client_of("county").get("/api/desk/figures").json() == []

"""What the page of a round says and asks: refused decisions, duties, searches, files, small cells."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Decision, Run
from kargosha.areas.territory.actions import raise_signs
from kargosha.kernel import clock
from kargosha.kernel.actions import begin_instance
from kargosha.kernel.models import Duty, User
from kargosha.portal import worker
from tests import universe

ENGLISH = {"accept-language": "en"}
NOTE = "look at the villages again"


def client_of(username: str) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(User.objects.get(username=username))
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def run(own_database: str, settings: Any) -> Run:
    """The spring call's run, solved and waiting for its decision."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call()
    asked = actions.propose_run(call_code="spring", by=people.officer)
    worker.work_off("allocation.solve_run")
    return asked


@pytest.fixture
def address(run: Run) -> str:
    return f"/allocation/runs/{run.pk}/"


def publish(address: str) -> None:
    client_of("chair").post(address + "decision/", {"verdict": "approved", "note": ""})
    client_of("secretary").post(address + "publication/")


def test_a_decision_that_is_refused_comes_back_with_what_was_typed(run: Run, address: str) -> None:
    chair = client_of("chair")

    silent = chair.post(address + "decision/", {"verdict": "rejected", "note": " "})
    unknown = chair.post(address + "decision/", {"verdict": "perhaps", "note": NOTE})

    assert (silent.status_code, unknown.status_code) == (422, 422)
    assert "reason" in alert(silent.content.decode())
    assert "perhaps" in alert(unknown.content.decode())
    assert NOTE in unknown.content.decode()
    assert not Decision.objects.exists()


def test_who_comes_second_reads_so_and_finds_the_own_note(address: str) -> None:
    chair = client_of("chair")
    chair.post(address + "decision/", {"verdict": "approved", "note": ""})

    late = chair.post(address + "decision/", {"verdict": "rejected", "note": NOTE})

    assert late.status_code == 409
    assert NOTE in alert(late.content.decode())
    assert Decision.objects.get().verdict == "approved"


def test_many_duties_of_one_step_are_one_line_that_leads_to_their_list(own_database: str) -> None:
    universe.people()
    raise_signs(by=universe.STAGE)
    owed = Duty.objects.filter(owner__code="hashtrud").order_by("due_on", "id")

    shown = text(client_of("county"), "/territory/").split('class="duties"')[1].split("</ul>")[0]

    assert owed.count() > 1
    assert shown.count("<li>") == 1
    assert 'href="/territory/signs/"' in shown
    assert f'<b class="count">{owed.count()}</b>' in shown


def test_an_office_reads_what_it_owes_and_what_is_late(address: str) -> None:
    in_time = text(client_of("chair"), "/")
    Duty.objects.update(due_on=clock.today() - timedelta(days=1))
    late = text(client_of("chair"), "/")

    assert f'<a href="{address}">Decide the portfolio</a>' in in_time
    assert ">late<" not in in_time
    assert ">late<" in late
    for other in (Client(headers=ENGLISH), client_of("officer"), client_of("county")):
        assert "What your office owes" not in text(other, "/territory/")


def test_a_search_says_that_it_runs_and_that_it_found_nothing(address: str) -> None:
    officer, case = client_of("officer"), address + "candidates/cobblers/"
    officer.post(case + "changes/")

    running = text(officer, case)
    patient = text(officer, case + "?looks=99")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    ended = text(officer, case)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    failed = text(officer, case)

    assert "?looks=1" in running
    assert "Try by solving again" not in running
    assert "hx-trigger" not in patient
    assert "No single change of this proposal alone was found" in ended
    assert "did not finish" in failed
    assert "Try by solving again" in failed


def test_a_county_officer_may_try_at_home_and_not_elsewhere(address: str) -> None:
    publish(address)
    county = client_of("county")

    assert "Try by solving again" not in text(county, address + "candidates/cobblers/")
    assert "Try by solving again" not in text(county, address)
    assert "Try by solving again" in text(client_of("officer"), address)


def test_strangers_are_offered_files_in_a_rehearsal_only(run: Run, address: str) -> None:
    publish(address)
    stranger, files = Client(headers=ENGLISH), address + "files/"

    assert files not in text(stranger, address)
    assert 'href="#files"' not in text(stranger, address)
    assert files in text(client_of("auditor"), address)
    assert stranger.get(files).status_code == 404
    begin_instance(purpose="rehearsal", by=universe.STAGE)
    assert f"unzip rehearsal-round-{run.pk}.zip" in text(stranger, address)
    assert f"rehearsal-round-{run.pk}.zip" in stranger.get(files)["content-disposition"]


def test_strangers_read_no_county_behind_which_few_stand(address: str) -> None:
    publish(address)
    stranger, staff = (
        counties(text(each, address)) for each in (Client(headers=ENGLISH), client_of("auditor"))
    )

    assert stranger.count("fewer than 3") == 6
    assert "fewer than 3" not in staff
    assert "interval" in staff


def test_rule_codes_lead_to_the_rule_book(address: str) -> None:
    case = text(client_of("auditor"), address + "candidates/cobblers/")
    book = text(Client(headers=ENGLISH), "/office/rules/")

    keys = re.findall(r'href="/office/rules/#([^"]+)"', case)
    assert len(keys) == 4
    assert all(f'id="{key}"' in book for key in keys)


def alert(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    assert found
    return found.group(1)


def counties(page: str) -> str:
    found = re.search(r'id="counties">(.*?)</section>', page, re.DOTALL)
    assert found
    return found.group(1)

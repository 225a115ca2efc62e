from datetime import timedelta

import pytest

from kargosha.kernel import actions, clock, queries
from kargosha.kernel.access import system
from kargosha.kernel.duties import Step, close_duty, open_duty
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.models import Duty, JournalEntry
from kargosha.kernel.roles import Permission
from tests.universe import STAGE, People

STEP = Step("decide-run", "committee", "programme-office", "duty.run_approval_days")


@pytest.mark.django_db
def test_a_new_database_has_no_purpose_yet() -> None:
    before = queries.purpose()
    actions.begin_instance(purpose="real", by=STAGE)

    assert before is None
    assert queries.purpose() == "real"


def test_an_auditor_sees_offices_users_and_the_journal(people: People) -> None:
    offices = [office.code for office in queries.offices(by=people.auditor)]
    users = {
        user.username: [held.role for held in user.held]
        for user in queries.users(by=people.auditor)
    }

    assert offices == sorted(offices)
    assert users["chair"] == ["committee_chair"]
    assert users["nobody"] == []
    entries = list(queries.journal_entries(by=people.auditor))
    assert entries[0].pk > entries[-1].pk
    assert {
        each.event
        for each in queries.journal_entries(
            by=people.auditor, sought=queries.Sought("office:committee")
        )
    } == {"office.registered"}
    assert list(queries.journal_seals(by=people.auditor)) == []


@pytest.mark.parametrize(
    "query", [queries.offices, queries.users, queries.journal_entries, queries.journal_seals]
)
def test_others_do_not(people: People, query) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotAllowed):
        query(by=people.officer)


def test_changes_of_rules_are_listed(people: People) -> None:
    change = actions.RuleChange("household.weight", 0.3, clock.today(), "committee")
    version = actions.propose_rule(change=change, by=people.officer)

    assert [each.pk for each in queries.rule_versions(by=people.chair)] == [version.pk]


def test_a_duty_is_owed_by_its_office_until_it_is_done(people: People) -> None:
    duty = open_duty("run:1", STEP)
    owed = list(queries.open_duties(by=people.chair))
    elsewhere = list(queries.open_duties(by=people.officer))
    close_duty("run:1", STEP)

    assert owed == [duty]
    assert elsewhere == []
    assert list(queries.open_duties(by=people.chair)) == []
    assert duty.due_on > clock.today()


def test_a_duty_is_late_after_its_day_and_never_once_done(people: People) -> None:
    duty = open_duty("run:1", STEP)

    assert not duty.is_late
    duty.due_on = clock.today() - timedelta(days=1)
    assert duty.is_late
    duty.done_at = clock.now()
    assert not duty.is_late


def late(subject: str, owner: str, goes_to: str, days: int) -> Duty:
    duty = open_duty(subject, Step("decide-run", owner, goes_to, "duty.run_approval_days"))
    Duty.objects.filter(pk=duty.pk).update(due_on=clock.today() - timedelta(days=days))
    return duty


def test_late_duties_come_up_to_the_office_above(people: People) -> None:
    own = late("run:1", "committee", "programme", 2)
    other = late("run:2", "hashtrud", "committee", 3)
    open_duty("run:3", STEP)

    assert list(queries.duties_come_up(by=people.officer)) == [own]
    assert list(queries.duties_come_up(by=people.chair)) == [other]
    assert list(queries.late_duties(by=people.auditor)) == [own, other]
    assert list(queries.late_duties(by=people.county)) == [other]
    assert list(queries.late_duties(by=people.admin)) == []


def test_a_late_duty_is_escalated_once(people: People) -> None:
    duty = late("run:1", "committee", "programme", 1)
    open_duty("run:3", STEP)
    escalator = system("tests.escalator", Permission.DUTY_ESCALATE)

    first = actions.escalate_duties(by=escalator)
    second = actions.escalate_duties(by=escalator)

    assert (first, second) == (1, 0)
    duty.refresh_from_db()
    assert duty.escalated_at is not None
    entry = JournalEntry.objects.get(event="duty.escalated")
    assert entry.subject == "run:1"
    assert entry.detail == {"step": "decide-run", "owner": "committee", "to": "programme"}
    with pytest.raises(NotAllowed):
        actions.escalate_duties(by=people.chair)


def test_the_journal_is_asked_by_event_person_and_day(people: People) -> None:
    actions.register_office(code="x", names=actions.Names("x", "x"), place_code="", by=people.admin)
    today = clock.today()

    def found(**asked: object) -> list[str]:
        sought = queries.Sought(**asked)  # type: ignore[arg-type]
        entries = queries.journal_entries(by=people.auditor, sought=sought)
        return [each.subject for each in entries]

    assert found(person="admin") == ["office:x"]
    assert found(person="admin", event="role.assigned") == []
    assert found(person="system:tests")[-1] == "office:programme"
    assert found(person="ghost") == []
    assert found(since=today, until=today, event="office.registered")[0] == "office:x"
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=today - timedelta(days=1)) == []

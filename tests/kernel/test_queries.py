from datetime import timedelta

import pytest

from kargosha.kernel import actions, clock, queries
from kargosha.kernel.duties import Step, close_duty, open_duty
from kargosha.kernel.errors import NotAllowed
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
        for each in queries.journal_entries(by=people.auditor, subject="office:committee")
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

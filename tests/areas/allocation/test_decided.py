"""Approval sets money aside, publication writes the letters; and what happens when neither can."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Award, AwardReservation, Candidate, Letter, Run
from kargosha.areas.applications.models import Application
from kargosha.areas.funding.models import Balance, Reservation
from kargosha.areas.registry import actions as registry
from kargosha.areas.registry.models import Membership
from kargosha.kernel import actions as kernel
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry, Message, RuleVersion
from tests import universe
from tests.areas.allocation.borders import (
    CALL,
    TABRIZ,
    border_call,
    border_run,
    deposit,
    take_back,
)
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People


@pytest.fixture
def border(own_district: People) -> Run:
    """The border run, with money for one and a half of its three awards."""
    return border_run(own_district.officer, deposited=15 * BILLION)


@pytest.fixture
def published(border: Run, own_district: People) -> Run:
    approve(border, own_district.chair)
    actions.publish_run(run_id=border.pk, by=own_district.secretary)
    return border


def approve(run: Run, by: Actor) -> None:
    actions.decide_run(run_id=run.pk, verdict="approved", note="", by=by)


def test_a_run_takes_all_that_was_signed_from_the_freeze(own_district: People) -> None:
    border_call()
    change = kernel.RuleChange("keep_probability.base", 0.1, clock.today(), "a late wish")
    kernel.propose_rule(change=change, by=own_district.officer)
    kernel.approve_rule(version_id=RuleVersion.objects.get().pk, by=own_district.chair)

    run = actions.propose_run(call_code=CALL, by=own_district.officer)
    actions.solve_run(run_id=run.pk, by=SOLVER)

    freeze = run.call.freeze
    assert (run.deprivation, run.emigration) == (freeze.deprivation, freeze.emigration)
    keeps = Candidate.objects.filter(run=run).values_list("keep_probability", flat=True)
    assert list(keeps) == [pytest.approx(0.73)] * 6


def test_a_call_that_nobody_froze_is_not_decided(people: People) -> None:
    universe.money()
    universe.call(is_frozen=False)

    with pytest.raises(Refused, match=r"not_frozen .*spring"):
        actions.propose_run(call_code="spring", by=people.officer)


def test_who_fails_a_rule_is_listed_with_every_rule_and_is_no_candidate(border: Run) -> None:
    idle = Candidate.objects.get(run=border, application__code="idle")

    assert idle.outcome == "ineligible"
    assert idle.reason.code == "eligibility.pledges"
    assert [each["rule"] for each in idle.reason.values["failures"]] == ["eligibility.pledged_jobs"]
    assert border.solution.figures["asked_count"] == 5
    assert border.solution.figures["ineligible_count"] == 1


def test_a_fund_gives_no_more_than_others_have_left_of_it(own_district: People) -> None:
    border_call()
    deposit(-5 * BILLION, "cut 1", "approved")

    run = actions.propose_run(call_code=CALL, by=own_district.officer)
    actions.solve_run(run_id=run.pk, by=SOLVER)

    page = queries.round_page(by=own_district.officer, run_id=run.pk)
    assert [line.amount for line in page.funds] == [25 * BILLION]
    assert Candidate.objects.filter(run=run, outcome="granted").count() == 2


def test_approval_reserves_every_award_in_the_order_of_handing_in(
    border: Run, own_district: People
) -> None:
    approve(border, own_district.chair)

    held = Reservation.objects.order_by("pk")
    codes = held.values_list("award__award__candidate__application__code", flat=True)
    assert list(codes) == ["weavers-b", "weavers-a", "cobblers-a"]
    assert AwardReservation.objects.count() == Award.objects.count() == 3
    balance = Balance.objects.get(agreement__code="border-line")
    assert (balance.firm_amount, balance.waiting_amount) == (10 * BILLION, 20 * BILLION)
    entry = JournalEntry.objects.get(event="run.approved")
    assert entry.detail == {"amount": 30 * BILLION}


def test_money_withdrawn_meanwhile_is_told_and_nothing_is_changed(
    border: Run, own_district: People
) -> None:
    deposit(-15 * BILLION, "back 1")
    deposit(-15 * BILLION, "cut 1", "allotted")
    deposit(-15 * BILLION, "cut 2", "approved")

    with pytest.raises(Refused, match=rf"money_short .*border-line.*'short': {15 * BILLION}"):
        approve(border, own_district.chair)

    border.refresh_from_db()
    assert border.state == "proposed"
    assert not Reservation.objects.exists()
    again = actions.propose_run(call_code=CALL, by=own_district.officer)
    actions.solve_run(run_id=again.pk, by=SOLVER)
    approve(Run.objects.get(pk=again.pk), own_district.chair)
    assert Reservation.objects.count() == 1


def test_nobody_is_granted_what_they_took_back(border: Run, own_district: People) -> None:
    take_back("weavers-a")

    with pytest.raises(Refused, match=r"withdrawn_since .*weavers-a"):
        approve(border, own_district.chair)
    assert not Reservation.objects.exists()


def test_publication_writes_a_letter_for_each_with_its_reason(published: Run) -> None:
    told = {
        letter.candidate.application.code: letter
        for letter in Letter.objects.select_related("candidate__application")
    }

    assert {code: letter.kind for code, letter in told.items()} == {
        "weavers-a": "waits",
        "weavers-b": "granted",
        "weavers-c": "refused",
        "cobblers-a": "waits",
        "cobblers-b": "refused",
        "idle": "ineligible",
    }
    assert told["weavers-a"].values["waiting_amount"] == 10 * BILLION
    assert told["weavers-c"].values["reason"] == "refused.money"
    assert "cutoff" not in told["weavers-c"].values["reason_values"]
    assert told["idle"].values["reason_values"]["failures"]
    entry = JournalEntry.objects.get(event="run.published")
    assert entry.detail == {"call": CALL, "letters": 6}
    undecided = Application.objects.filter(undecided__isnull=False)
    assert {each.code for each in undecided} == {"weavers-c", "cobblers-b"}


def test_the_head_of_a_group_gets_a_message_and_its_members_read_the_letter(
    published: Run,
) -> None:
    head = Membership.objects.get(group__code="weavers-a", role="head")
    person = registry.let_sign_in(person_id=head.person_id, by=STAGE)
    assert person.user is not None
    member = person.user.actor()

    (message,) = Message.objects.filter(code__startswith="message.letter")
    assert (message.mobile, message.code) == (head.person.mobile, "message.letter.waits")
    assert message.subject == "application:weavers-a"
    assert [letter.kind for letter in queries.own_letters(by=member)] == ["waits"]
    assert queries.letter(by=member, run_id=published.pk, code="weavers-a").money == "waits"
    with pytest.raises(NotFound):
        queries.letter(by=member, run_id=published.pk, code="weavers-b")


def test_a_round_is_published_once_and_only_approved(published: Run, own_district: People) -> None:
    with pytest.raises(Conflict, match="already_published"):
        actions.publish_run(run_id=published.pk, by=own_district.secretary)
    assert Letter.objects.count() == 6


def test_what_was_asked_granted_set_aside_and_waits_stands_in_one_line(
    published: Run, own_district: People
) -> None:
    page = queries.round_page(by=own_district.officer, run_id=published.pk)

    assert page.held is not None
    assert (page.held.firm_amount, page.held.waiting_amount) == (10 * BILLION, 20 * BILLION)
    assert (page.held.firm_count, page.held.waiting_count) == (1, 2)
    lines = {
        line.code: line for line in queries.portfolio(by=own_district.officer, run_id=published.pk)
    }
    assert {code: line.money for code, line in lines.items() if line.money} == {
        "weavers-a": "waits",
        "weavers-b": "firm",
        "cobblers-a": "waits",
    }
    assert lines["weavers-a"].turns == {"border-line": 1}
    assert lines["cobblers-a"].turns == {"border-line": 2}
    public = {line.code: line for line in queries.portfolio(by=ANYONE, run_id=published.pk)}
    assert public["cobblers-a"].money == "waits"
    assert public["cobblers-a"].turns == {}
    assert public["idle"].reason == "eligibility.pledges"


def test_a_deposit_makes_firm_who_waits_and_the_letter_says_so_today(
    published: Run, own_district: People
) -> None:
    before = queries.letter(by=own_district.officer, run_id=published.pk, code="cobblers-a")
    deposit(15 * BILLION, "deposit 2")
    after = queries.letter(by=own_district.officer, run_id=published.pk, code="cobblers-a")

    assert (before.money, before.turns) == ("waits", {"border-line": 2})
    assert (after.money, after.turns) == ("firm", {})
    assert after.letter.values["waiting_amount"] == 10 * BILLION


def test_letters_are_read_where_one_reads_and_by_nobody_else(
    published: Run, own_district: People
) -> None:
    def codes(by: Actor, **chosen: str) -> list[str]:
        found = queries.letters(by=by, run_id=published.pk, **chosen)
        return [letter.candidate.application.code for letter in found]

    assert len(codes(own_district.officer)) == 6
    assert codes(own_district.officer, kind="refused") == ["cobblers-b", "weavers-c"]
    assert codes(own_district.officer, search="idle", sort="amount") == ["idle"]
    assert codes(own_district.officer, place=TABRIZ) == ["cobblers-a", "cobblers-b"]
    assert set(codes(own_district.county)) == {"weavers-a", "weavers-b", "weavers-c", "idle"}
    with pytest.raises(NotAllowed):
        codes(ANYONE)
    for by, code in ((ANYONE, "weavers-a"), (own_district.county, "cobblers-a")):
        with pytest.raises(NotFound):
            queries.letter(by=by, run_id=published.pk, code=code)
    with pytest.raises(NotAllowed):
        queries.own_letters(by=own_district.officer)
    seen = queries.letter(by=own_district.officer, run_id=published.pk, code="weavers-c")
    assert (seen.goes_on, seen.failures) == (True, ())
    with pytest.raises(NotFound):
        queries.letter_list(by=own_district.officer, run_id=0, asked={})
    with pytest.raises(NotFound):
        queries.letters_file(by=own_district.officer, run_id=published.pk, asked={}, ending="pdf")
    file = queries.letters_file(
        by=own_district.officer, run_id=published.pk, asked={"kind": "waits"}
    )
    assert file.content.decode("utf-8-sig").count("\n") == 3


def test_the_page_of_a_round_asks_few_questions(published: Run, own_district: People) -> None:
    for by in (ANYONE, own_district.officer, own_district.county):
        with CaptureQueriesContext(connection) as asked:
            queries.round_shown(by=by, run_id=published.pk, asked={})
        assert len(asked) <= 15, "\n".join(query["sql"] for query in asked)

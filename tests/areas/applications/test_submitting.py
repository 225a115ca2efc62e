from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Application, ApplicationMember, Call, Draft
from kargosha.areas.registry.models import Membership
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests.areas.applications.flows import (
    MILLION,
    group,
    member_actor,
    open_call,
    proposal,
    submit,
)
from tests.universe import STAGE, People, call, money, people


@pytest.fixture
def autumn(district: People) -> People:
    """The district with an open call and the weavers' group of looms."""
    group()
    open_call()
    return district


def keep(by: Any, call: str = "autumn", **values: object) -> Draft:
    return actions.save_draft(group_code="looms", call_code=call, values=values, by=by)


def test_an_officer_hands_in_for_a_group_and_what_counts_follows_from_its_members(
    autumn: People,
) -> None:
    keep(autumn.county, activity="carpet_weaving")

    made = submit(by=autumn.county)

    assert made.code == "autumn-looms"
    assert (made.jobs_pledged, made.jobs_promised, made.jobs_payable) == (2, 2, 2.0)
    assert (made.member_count, made.record_member_count, made.production_years) == (4, 2, 3)
    assert (made.no_earner_share, made.has_record, made.kind) == (0.25, True, "group")
    assert made.tags == ["sector-handicraft", "women", "youth"]
    assert [each.is_without_earner for each in made.members.all()] == [True, False, False, None]
    assert not Draft.objects.exists()
    entry = JournalEntry.objects.last()
    assert (entry.event, entry.subject) == ("application.submitted", "application:autumn-looms")


def test_a_member_hands_in_for_her_own_group_only(autumn: People) -> None:
    member = member_actor(group("needles"))

    assert submit("needles", by=member).group.code == "needles"
    with pytest.raises(NotAllowed):
        submit("looms", by=member)
    with pytest.raises(NotAllowed):
        submit("looms", by=autumn.chair)
    with pytest.raises(NotAllowed):
        keep(ANYONE)


def test_who_left_the_group_does_not_hand_in_for_it(autumn: People) -> None:
    needles = group("needles")
    member = member_actor(needles)
    left = Membership.objects.filter(group=needles, person__user=member.user_id)
    left.update(exited_on=clock.today(), exit_kind="left")

    with pytest.raises(NotAllowed):
        submit("needles", by=member)


def test_a_village_and_a_small_town_are_small_places(autumn: People) -> None:
    home = Place.objects.get(code="0311")
    village = Place(
        code="0311000001", slug="village", kind="village", name_fa="ده", parent=home, source="x"
    )
    village.set_keys()
    village.save()

    assert "small-place" in submit(place_code="0311000001").tags


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"activity": "alchemy"}, "unknown_code .*alchemy"),
        ({"place_code": "0399"}, "unknown_code .*0399"),
        ({"amount": 40_000 * MILLION}, "amount_slip .*'jobs': 2, 'per_job': 20000000000"),
        ({"amount": 300 * MILLION}, "amount_slip"),
        ({"amount": 0}, "unfit .*amount"),
        ({"pledges": [actions.Pledge("x" * 121)]}, "unfit .*title"),
        ({"own_amount": -1}, "unfit .*own_amount"),
        ({"jobs_payable": -1.0}, "unfit .*jobs_payable"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_draft_is_kept(
    autumn: People, bad: dict[str, Any], reason: str
) -> None:
    keep(autumn.county, amount="1")

    with pytest.raises(Refused, match=reason):
        submit(**bad)

    assert Draft.objects.get().values == {"amount": "1"}
    assert not Application.objects.filter(call__code="autumn").exists()


def test_an_amount_that_looks_like_a_slip_is_taken_once_it_is_confirmed(autumn: People) -> None:
    made = submit(amount=40_000 * MILLION, is_confirmed=True)

    assert made.amount == 40_000 * MILLION


def test_an_activity_without_a_cost_of_its_own_is_measured_by_the_general_one(
    autumn: People,
) -> None:
    row = actions.ActivityRow("felt_making", "handicraft", "نمدمالی", "felt making")
    actions.register_activities(activities=[row], by=STAGE)

    with pytest.raises(Refused, match="amount_slip"):
        submit(activity="felt_making", amount=90_000 * MILLION)
    assert submit(activity="felt_making").activity.code == "felt_making"


def test_a_group_proposes_once_and_a_member_stands_in_one(autumn: People) -> None:
    looms = submit()
    twin = group("needles", size=3)
    shared = looms.members.first()
    assert shared is not None
    Membership.objects.create(
        group=twin, person_id=shared.person_id, role="member", entered_on=clock.today()
    )

    with pytest.raises(Refused, match=r"proposed_already .*autumn-looms"):
        submit()
    with pytest.raises(Refused, match=r"member_twice .*autumn-looms.*autumn-needles"):
        submit("needles")


def test_a_group_without_members_cannot_propose(autumn: People) -> None:
    Membership.objects.update(exited_on=clock.today(), exit_kind="left")

    with pytest.raises(Refused, match="group_empty"):
        submit()


def test_a_call_that_closed_meanwhile_refuses_and_the_draft_is_kept(district: People) -> None:
    group()
    yesterday = clock.today() - timedelta(days=1)
    open_call(closes_on=yesterday, rules_on=yesterday)
    keep(district.county, amount="4000")

    with pytest.raises(Refused, match="call_not_open"):
        submit()

    assert Draft.objects.get().values == {"amount": "4000"}


def test_a_draft_is_one_a_group_and_call_and_holds_what_can_be_kept(autumn: People) -> None:
    keep(autumn.county, amount="1")
    keep(autumn.county, amount="2")

    assert Draft.objects.get().values == {"amount": "2"}
    assert JournalEntry.objects.last().event == "draft.saved"
    with pytest.raises(Refused, match="draft_unfit"):
        keep(autumn.county, amount="x" * 20_001)
    with pytest.raises(Refused, match="draft_unfit"):
        keep(autumn.county, amount="\x00")
    with pytest.raises(NotFound):
        keep(autumn.county, call="winter")
    with pytest.raises(NotFound):
        actions.save_draft(group_code="nobody", call_code="autumn", values={}, by=STAGE)


def test_a_withdrawn_proposal_frees_its_members(autumn: People) -> None:
    first = submit()

    gone = actions.withdraw_application(code=first.code, reason="دام مرد", by=autumn.county)

    assert gone.reason == "دام مرد"
    assert not ApplicationMember.objects.filter(application=first, left_at=None).exists()
    assert JournalEntry.objects.last().event == "application.withdrawn"
    assert submit().code == "autumn-looms-w1"
    with pytest.raises(Conflict, match="withdrawn"):
        actions.withdraw_application(code=first.code, by=STAGE)


def test_withdrawing_is_refused_to_others_and_once_the_call_is_frozen(autumn: People) -> None:
    with pytest.raises(NotFound):
        actions.withdraw_application(code="nothing", by=STAGE)
    with pytest.raises(NotAllowed):
        actions.withdraw_application(code=submit().code, by=autumn.chair)
    with pytest.raises(NotAllowed):
        actions.withdraw_application(code="weavers", by=member_actor(group("needles")))
    with pytest.raises(Refused, match="unfit"):
        actions.withdraw_application(code="weavers", reason="\x00", by=STAGE)
    actions.freeze_call(call_code="spring", by=autumn.chair)
    with pytest.raises(Refused, match="call_frozen"):
        actions.withdraw_application(code="weavers", by=STAGE)


def test_what_a_round_left_undecided_can_be_taken_back_so_that_it_goes_no_further(
    district: People,
) -> None:
    actions.freeze_call(call_code="spring", by=district.chair)
    waiting = Application.objects.get(code="weavers")
    actions.mark_undecided(application_ids=[waiting.pk], by=STAGE)

    actions.withdraw_application(code="weavers", by=STAGE)

    open_call()
    assert not Application.objects.filter(rolled_from=waiting).exists()


def test_nothing_is_received_once_the_call_is_frozen(district: People) -> None:
    actions.freeze_call(call_code="spring", by=district.chair)

    with pytest.raises(Refused, match="call_frozen"):
        actions.receive_applications(call_code="spring", applications=[], by=STAGE)


def test_a_long_code_is_shortened(district: People) -> None:
    call, code = "c" * 30, "g" * 30
    made = group(code)
    open_call(call)
    told = actions.submit_proposal(
        group_code=code, call_code=call, proposal=proposal(), by=STAGE
    ).code

    assert told == f"call{Call.objects.get(code=call).pk}-group{made.pk}"


def test_of_two_who_hand_in_the_same_person_at_once_one_is_told(own_database: str) -> None:
    people()
    money()
    call()
    looms, needles = group("looms"), group("needles")
    shared = looms.memberships.order_by("pk")[0].person_id
    Membership.objects.create(
        group=needles, person_id=shared, role="member", entered_on=clock.today()
    )
    open_call()

    def hand_in(code: str) -> str:
        try:
            return submit(code).code
        except Refused as refused:
            return refused.reasons[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clients:
        told = sorted(clients.map(hand_in, ["looms", "needles"]))

    assert told[1] == "refusal.member_twice"
    assert told[0].startswith("autumn-")
    assert ApplicationMember.objects.filter(person_id=shared).count() == 1

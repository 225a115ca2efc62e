"""A closed call is frozen by signature: once, after closing, and nothing of it can change unseen."""

import hashlib
import json
from datetime import timedelta

import pytest

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.frames import freezing
from kargosha.areas.applications.frames.freezing import drawn_up, signed
from kargosha.areas.applications.models import (
    Application,
    Call,
    CallFreeze,
    EligibilityFinding,
    Withdrawal,
)
from kargosha.areas.territory.models import IndexVersion
from kargosha.kernel import actions as kernel
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.areas.applications.test_calls import opened, quota
from tests.universe import BILLION, STAGE, People, application


def spring() -> Call:
    return Call.objects.get(code="spring")


def withdrawn(code: str) -> None:
    proposal = Application.objects.get(code=code)
    Withdrawal.objects.create(application=proposal, withdrawn_at=clock.now())


def test_a_closed_call_is_frozen_by_signature(district: People) -> None:
    freeze = actions.freeze_call(call_code="spring", by=district.chair)

    assert freeze.application_count == 3
    assert freeze.eligible_count == EligibilityFinding.objects.filter(is_eligible=True).count()
    assert EligibilityFinding.objects.count() == 3
    assert (freeze.deprivation_weight, freeze.emigration_weight) == (1.0, 1.0)
    assert freeze.deprivation == IndexVersion.objects.latest_of("deprivation")
    assert freeze.signed_by_id == district.chair.user_id
    entry = JournalEntry.objects.get(event="call.frozen")
    assert entry.subject == "call:spring"
    assert entry.detail["fingerprint"] == freeze.fingerprint


def test_its_duty_is_done_and_the_office_owes_the_run(district: People) -> None:
    actions.freeze_call(call_code="spring", by=district.chair)

    owed = Duty.objects.filter(subject="call:spring")
    assert {(each.step, each.owner.code, each.done_at is None) for each in owed} == {
        ("freeze-call", "committee", False),
        ("propose-run", "programme-office", True),
    }


def test_the_calls_own_weights_are_signed(district: People) -> None:
    opened(deprivation_weight=0.25, household_weight=0.0)

    freeze = actions.freeze_call(call_code="autumn", by=district.chair)

    weights = (freeze.deprivation_weight, freeze.emigration_weight, freeze.household_weight)
    assert weights == (0.25, 1.0, 0.0)


def test_a_call_is_frozen_once(district: People) -> None:
    actions.freeze_call(call_code="spring", by=district.chair)

    with pytest.raises(Conflict, match="call_frozen"):
        actions.freeze_call(call_code="spring", by=district.chair)


def test_only_a_closed_call_is_frozen_and_by_a_person_who_may(district: People) -> None:
    today = clock.today()
    opened(closes_on=today, rules_on=today)

    with pytest.raises(Refused, match="freeze_early"):
        actions.freeze_call(call_code="autumn", by=district.chair)
    with pytest.raises(Refused, match="freeze_early"):
        queries.to_be_signed(by=district.chair, code="autumn")
    for code in ("winter", ""):
        with pytest.raises(NotFound):
            actions.freeze_call(call_code=code, by=district.chair)
        with pytest.raises(NotFound):
            queries.to_be_signed(by=district.chair, code=code)
    with pytest.raises(NotAllowed):
        actions.freeze_call(call_code="spring", by=district.officer)
    with pytest.raises(NotAllowed):
        actions.freeze_call(call_code="spring", by=STAGE)
    assert not CallFreeze.objects.exists()


def test_without_published_indices_need_cannot_be_weighed(
    district: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "AXES", ("deprivation", "hunger"))

    with pytest.raises(Refused, match=r"index_missing .*hunger"):
        actions.freeze_call(call_code="spring", by=district.chair)


def test_who_signs_signs_what_was_read(district: People) -> None:
    read = queries.to_be_signed(by=district.chair, code="spring").signing.paper.fingerprint
    withdrawn("weavers")

    with pytest.raises(Conflict, match="paper_changed"):
        actions.freeze_call(call_code="spring", fingerprint=read, by=district.chair)

    read = queries.to_be_signed(by=district.chair, code="spring").signing.paper.fingerprint
    freeze = actions.freeze_call(call_code="spring", fingerprint=read, by=district.chair)
    assert (freeze.fingerprint, freeze.application_count) == (read, 2)


def test_anyone_who_has_the_papers_can_compute_the_fingerprint(district: People) -> None:
    freeze = actions.freeze_call(call_code="spring", by=district.chair)

    paper = queries.signed_paper(by=ANYONE, code="spring").content
    listed = queries.signed_proposals(by=district.officer, code="spring").content

    assert hashlib.sha256(paper).hexdigest() == freeze.fingerprint
    assert json.loads(paper)["proposals_sha256"] == hashlib.sha256(listed).hexdigest()
    with pytest.raises(NotAllowed):
        queries.signed_proposals(by=district.county, code="spring")
    with pytest.raises(NotFound):
        queries.signed_paper(by=ANYONE, code="autumn")


def test_what_is_withdrawn_after_the_signature_stays_in_the_paper(district: People) -> None:
    withdrawn("dairy")
    freeze = actions.freeze_call(call_code="spring", by=district.chair)
    withdrawn("weavers")

    again = signed(CallFreeze.objects.get(pk=freeze.pk)).paper

    assert again.fingerprint == freeze.fingerprint
    codes = [each["code"] for each in json.loads(again.proposals)["proposals"]]
    assert codes == ["cobblers", "weavers"]


def test_a_rule_changed_after_the_signature_does_not_touch_the_call(district: People) -> None:
    today = clock.today()
    opened(closes_on=today - timedelta(days=1), rules_on=today - timedelta(days=1))
    freeze = actions.freeze_call(call_code="autumn", by=district.chair)
    change = kernel.RuleChange("need.deprivation_weight", 0.9, today, "another decision")
    proposed = kernel.propose_rule(change=change, by=district.officer)
    kernel.approve_rule(version_id=proposed.pk, by=district.chair)

    assert signed(freeze).paper.fingerprint == freeze.fingerprint
    assert freeze.deprivation_weight == 1.0


def test_the_floors_that_nobody_eligible_can_fill_are_named(district: People) -> None:
    bound = [
        quota(name.replace(":", "-"), name)
        for name in ("place:0311", "place:0303", "activity:shoemaking", "kind:group", "tag:men")
    ]
    opened(quotas=[*bound, quota("everyone", "all")])
    row = application("one", "0311", BILLION, activity="dairy", tags=["women"])
    actions.receive_applications(call_code="autumn", applications=[row], by=STAGE)
    signing = drawn_up(Call.objects.get(code="autumn"), clock.now())
    everyone = freezing.Signing(
        signing.call,
        signing.basis,
        [
            EligibilityFinding(
                application=each.application,
                rules_on=signing.basis.rulebook.day,
                is_eligible=True,
                found_at=clock.now(),
            )
            for each in signing.findings
        ],
        signing.at,
    )

    idle = [each.code for each in everyone.idle_floors]

    assert idle == ["activity-shoemaking", "place-0303", "tag-men"]


def test_a_failed_rule_is_counted(district: People) -> None:
    signing = drawn_up(spring(), clock.now())
    failing = [
        EligibilityFinding(
            application=each.application,
            is_eligible=False,
            failures=[{"rule": rule} for rule in rules],
        )
        for each, rules in zip(signing.findings, (["a"], ["a", "b"], []), strict=True)
    ]

    counted = freezing.Signing(signing.call, signing.basis, failing, signing.at).failed_rules

    assert counted == [("a", 2), ("b", 1)]

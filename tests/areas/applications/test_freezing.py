import hashlib

import pytest

from kargosha.areas.applications import actions
from kargosha.areas.applications.frames.freezing import signed
from kargosha.areas.applications.models import EligibilityFinding
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound
from kargosha.kernel.models import JournalEntry
from tests.universe import People


def test_a_closed_call_is_frozen_by_signature(district: People) -> None:
    freeze = actions.freeze_call(call_code="spring", by=district.chair)

    assert (freeze.application_count, freeze.eligible_count) == (3, 3)
    assert (freeze.deprivation_weight, freeze.emigration_weight) == (1.0, 1.0)
    assert freeze.signed_by_id == district.chair.user_id
    assert EligibilityFinding.objects.count() == 3
    assert JournalEntry.objects.filter(event="call.frozen", subject="call:spring").exists()


def test_anyone_who_has_the_papers_can_compute_the_fingerprint(district: People) -> None:
    freeze = actions.freeze_call(call_code="spring", by=district.chair)

    paper = signed(freeze).paper

    assert hashlib.sha256(paper.text).hexdigest() == freeze.fingerprint
    assert hashlib.sha256(paper.proposals).hexdigest().encode() in paper.text


def test_a_call_is_frozen_once(district: People) -> None:
    actions.freeze_call(call_code="spring", by=district.chair)

    with pytest.raises(Conflict, match="call_frozen"):
        actions.freeze_call(call_code="spring", by=district.chair)


def test_only_a_call_that_is_there_is_frozen_and_by_who_may(district: People) -> None:
    with pytest.raises(NotFound):
        actions.freeze_call(call_code="winter", by=district.chair)
    with pytest.raises(NotAllowed):
        actions.freeze_call(call_code="spring", by=district.officer)

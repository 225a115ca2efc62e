"""What the page of a place says of the latest public round."""

import pytest

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Run
from kargosha.kernel.access import ANYONE
from tests import universe


@pytest.fixture
def published(solved: Run, own_district: universe.People) -> Run:
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    return solved


def test_before_a_round_is_public_nothing_is_told(
    solved: Run, own_district: universe.People
) -> None:
    assert queries.granted_at(by=ANYONE, place_code="0311") is None
    assert queries.granted_at(by=own_district.officer, place_code="0311") is None


def test_the_public_reads_only_what_enough_proposals_stand_behind(
    published: Run, own_district: universe.People
) -> None:
    seen = {
        who: queries.granted_at(by=by, place_code="0311")
        for who, by in (
            ("anyone", ANYONE),
            ("county", own_district.county),
            ("officer", own_district.officer),
        )
    }

    assert {grant.run.pk for grant in seen.values() if grant} == {published.pk}
    assert seen["anyone"].figures["asked_amount"] is None
    assert seen["anyone"].figures["asked_hidden"] == "few"
    assert (seen["anyone"].smallest_cell, seen["county"].smallest_cell) == (3, None)
    assert seen["county"].figures["asked_amount"] == 22 * universe.BILLION
    assert seen["officer"].figures == seen["county"].figures


def test_a_place_that_is_no_county_has_no_figures_of_its_own(published: Run) -> None:
    grant = queries.granted_at(by=ANYONE, place_code="031101")

    assert grant is not None
    assert grant.figures is None

"""What leads from one page to the next: who waits for money, a group's work, a working group's list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Run
from kargosha.areas.applications.queries import group_applications, open_to_group
from kargosha.areas.funding.queries import waiting
from kargosha.areas.registry import actions as registry
from kargosha.areas.registry.models import Group, Membership
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.models import User
from tests.areas.allocation.borders import HASHTRUD, border_run, order, working_group
from tests.areas.applications.flows import member_actor, open_call
from tests.universe import BILLION, STAGE, People

MOST_QUERIES = 15
CASES = ("weavers-c", "weavers-a", "weavers-b")


@pytest.fixture
def border(own_district: People) -> Run:
    return border_run(own_district.officer, deposited=15 * BILLION)


@pytest.fixture
def published(border: Run, own_district: People) -> Run:
    actions.decide_run(run_id=border.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=border.pk, by=own_district.secretary)
    return border


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def signed_in(username: str) -> Client:
    return client_of(User.objects.get(username=username))


def main(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1].split("</main>")[0]


def test_who_waits_for_money_is_named_with_a_link(published: Run, own_district: People) -> None:
    codes = [line.reservation.code for line in waiting(by=own_district.auditor)]
    seen = queries.awards_behind(by=own_district.auditor, codes=codes)
    page = main(signed_in("auditor"), "/funding/waiting/")
    agreement = main(signed_in("auditor"), "/funding/agreements/border-line/")

    assert seen.keys() == set(codes)
    for award in seen.values():
        asked = award.candidate.application
        for shown in (page, agreement):
            assert f"/allocation/runs/{published.pk}/candidates/{asked.code}/" in shown
    assert "<code>award:" not in page


def test_an_award_is_told_to_who_reads_its_place(published: Run, own_district: People) -> None:
    codes = [line.reservation.code for line in waiting(by=STAGE)]
    places = {
        award.candidate.place_code
        for award in queries.awards_behind(by=own_district.county, codes=codes).values()
    }

    assert places <= {HASHTRUD}
    assert queries.awards_behind(by=ANYONE, codes=codes) == {}


def test_a_groups_page_leads_to_its_calls_proposals_and_letters(
    published: Run, own_district: People
) -> None:
    open_call()
    letter = f"/allocation/runs/{published.pk}/letters/weavers-a/"
    first = Membership.objects.filter(group__code="weavers-a").order_by("pk")[0].person
    first.mobile = "09140000009"
    first.save()
    member = registry.let_sign_in(person_id=first.pk, by=STAGE).user

    for client in (signed_in("officer"), client_of(member)):
        with CaptureQueriesContext(connection) as asked:
            page = main(client, "/registry/groups/weavers-a/")
        assert "/applications/propose/autumn/weavers-a/what/" in page
        assert "/applications/proposals/weavers-a/" in page
        assert letter in page
        assert len(asked) <= MOST_QUERIES + 3
    reader = main(signed_in("auditor"), "/registry/groups/weavers-a/")
    assert letter in reader
    assert "/applications/propose/" not in reader


def test_only_who_may_propose_for_a_group_is_offered_its_calls(
    published: Run, own_district: People
) -> None:
    open_call()
    own = member_actor(Group.objects.get(code="weavers-a"))
    asked = {"group_code": "weavers-a"}

    assert [call.code for call in open_to_group(by=own, **asked)] == ["autumn"]
    assert [call.code for call in open_to_group(by=own_district.county, **asked)] == ["autumn"]
    assert open_to_group(by=own_district.auditor, **asked) == []
    assert open_to_group(by=own, group_code="others") == []
    assert [each.application.code for each in group_applications(by=own, **asked)] == ["weavers-a"]
    assert group_applications(by=ANYONE, **asked) == []
    assert [each.kind for each in queries.group_letters(by=own, **asked)]
    assert list(queries.group_letters(by=ANYONE, **asked)) == []


def test_a_working_group_finds_its_borderlines_in_the_menu(
    border: Run, own_district: People
) -> None:
    by = working_group()
    client = signed_in(f"group-{HASHTRUD}")
    page = client.get("/allocation/borderlines/").content.decode()
    address = f"/allocation/runs/{border.pk}/borderline/{HASHTRUD}/"

    assert queries.orders_owed_count(by=by) == len(queries.orders_owed(by=by)) == 1
    assert "one to order" in page
    assert address in page
    order(border, HASHTRUD, *CASES, by=by)
    after = client.get("/allocation/borderlines/").content.decode()

    assert queries.orders_owed_count(by=by) == 0
    assert "to order</span>" not in after
    assert "Nothing waits for your order" in after
    assert address in after


def test_who_orders_no_borderline_has_no_list(border: Run, own_district: People) -> None:
    assert queries.orders_owed_count(by=own_district.officer) == 0
    with pytest.raises(NotAllowed):
        queries.orders_given(by=own_district.officer)
    assert signed_in("officer").get("/allocation/borderlines/").status_code == 403

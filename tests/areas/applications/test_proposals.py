from datetime import date
from typing import Any

import pytest

from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Application, ApplicationMember, JobPledge
from kargosha.areas.registry.models import Person
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.errors import NotAllowed, Refused
from tests.universe import BILLION, STAGE, People, application


def people_of(count: int, place: str = "0311") -> list[int]:
    """Register people of a place; return their keys."""
    home = Place.objects.get(code=place)
    begun = Person.objects.count()
    made = Person.objects.bulk_create(
        Person(
            given_name="زهرا",
            family_name=f"یاری {begun + number}",
            sex="female",
            document_kind="none",
            place=home,
            place_code=place,
            search_key="زهرا یاری",
            registered_at=clock.now(),
        )
        for number in range(count)
    )
    return [each.pk for each in made]


def named(code: str, people: list[int], **others: Any) -> actions.ApplicationRow:
    """Return a proposal that names its members and pledges one job to each of the first two."""
    row = {
        "member_count": len(people),
        "jobs_pledged": 2,
        "members": [actions.MemberLine(each, 3, True) for each in people],
        "pledges": [actions.Pledge("بافنده", each) for each in people[:2]],
    }
    return application(code, "0311", BILLION, **(row | others))


def receive(*rows: actions.ApplicationRow) -> int:
    return actions.receive_applications(call_code="spring", applications=rows, by=STAGE)


def test_a_proposal_is_received_with_its_members_and_pledges(district: People) -> None:
    people = people_of(3)

    assert receive(named("looms", people)) == 1

    looms = Application.objects.get(code="looms")
    kept = looms.members.values_list("person_id", "production_years", "is_without_earner")
    assert list(kept) == [(each, 3, True) for each in people]
    assert [each.person_id for each in looms.pledges.all()] == people[:2]
    assert {each.call_id for each in looms.members.all()} == {looms.call_id}


def test_a_person_stands_in_one_proposal_of_a_call(district: People) -> None:
    first, second = people_of(3), people_of(2)
    receive(named("looms", first))

    with pytest.raises(Refused, match=r"member_twice .*looms.*needles"):
        receive(named("needles", [*second, first[0]]))
    with pytest.raises(Refused, match=r"member_twice .*needles.*wheels"):
        receive(named("needles", second), named("wheels", second))
    with pytest.raises(Refused, match=r"member_twice .*'codes': \['needles'\]"):
        receive(named("needles", [second[0], second[0]]))
    assert ApplicationMember.objects.count() == 3


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"member_count": 4}, r"miscounted .*member_count.*4.*3"),
        ({"jobs_pledged": 1}, r"miscounted .*jobs_pledged"),
        ({"group": "nobody"}, r"unknown_code .*nobody"),
        ({"pledges": [actions.Pledge("weaver", 0)], "jobs_pledged": 1}, "unknown_code .*n0000000"),
        ({"pledges": [actions.Pledge("\x00")], "jobs_pledged": 1}, "unfit .*title"),
        ({"members": [actions.MemberLine(1, 101)], "member_count": 1}, "unfit .*production_years"),
        ({"place_code": ""}, "unknown_code"),
        ({"submitted_on": date(2027, 1, 1)}, "outside_call"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    district: People, bad: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        receive(named("looms", people_of(3), **bad))

    assert not JobPledge.objects.exists()


def test_a_county_hands_in_its_own_proposals_only(district: People) -> None:
    def hand_in(place: str) -> None:
        rows = [application(f"new-{place}", place, BILLION)]
        actions.receive_applications(call_code="spring", applications=rows, by=district.county)

    hand_in("0311")
    with pytest.raises(NotAllowed):
        hand_in("0303")


def test_four_hundred_proposals_with_their_members_are_received_in_few_statements(
    district: People, django_assert_max_num_queries: Any
) -> None:
    people = people_of(2400)
    rows = [named(f"p{number}", people[6 * number : 6 * number + 6]) for number in range(400)]

    with django_assert_max_num_queries(30):
        receive(*rows)

    assert ApplicationMember.objects.count() == 2400

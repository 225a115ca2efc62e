from datetime import date

from kargosha.areas.applications.frames import eligibility
from kargosha.areas.applications.models import Call
from kargosha.kernel.rulebook import rulebook_on
from tests.areas.applications.test_proposals import named, people_of, receive
from tests.universe import CLOSES, People


def codes_of(day: date = CLOSES) -> dict[str, list[str]]:
    call = Call.objects.get(code="spring")
    return {
        each.application.code: [failure["code"] for failure in each.failures]
        for each in eligibility.findings(call, rulebook_on(day))
    }


def test_every_living_proposal_of_a_call_is_judged(district: People) -> None:
    receive(named("looms", people_of(2)))

    assert codes_of() == {
        "cobblers": [],
        "dairy": [],
        "looms": ["eligibility.members"],
        "weavers": [],
    }

"""An analyst changes the weights, publishes a version, and sees what it would have changed in the round."""

import re
from typing import Any

import pytest
from django.test import Client

from kargosha.areas.allocation.models import Run
from kargosha.areas.territory.models import IndexVersion
from kargosha.kernel.models import User
from kargosha.portal import worker
from tests import universe

WORKSHOP = "/territory/workshop/emigration/"
PULLED = {"weight-population_change": "0.02", "weight-population_rural_change": "5"}
HIDDEN = re.compile(r'type="hidden" name="([\w-]+)" value="([^"]+)"')
NOTE = "the villages empty first"


def signed_in(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def round_address(own_database: str, settings: Any) -> str:
    """The spring round, decided and published by the first versions of the indices."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    universe.people()
    universe.money()
    universe.call()
    address: str = signed_in("officer").post("/allocation/runs/", {"call": "spring"})["location"]
    worker.work_off("allocation.solve_run")
    signed_in("chair").post(f"{address}decision/", {"verdict": "approved", "note": ""})
    signed_in("secretary").post(f"{address}publication/")
    return address


def test_other_weights_are_tried_published_and_compared(round_address: str) -> None:
    analyst, stranger = signed_in("analyst"), Client(headers={"accept-language": "en"})

    tried = text(stranger, WORKSHOP, **PULLED)
    assert "places move" in tried
    assert "Publish this as the next version" not in tried
    hidden = dict(HIDDEN.findall(text(analyst, WORKSHOP, **PULLED)))
    assert hidden.items() >= PULLED.items()
    refused = analyst.post("/territory/indices/emigration/versions/", hidden | {"note": " "})
    assert refused.status_code == 422
    assert "Say why this version is published" in refused.content.decode()
    sent = hidden | {"note": NOTE}
    assert stranger.post("/territory/indices/emigration/versions/", sent).status_code == 403
    published = analyst.post("/territory/indices/emigration/versions/", sent)
    assert published["location"] == "/territory/indices/emigration/2/"
    late = analyst.post("/territory/indices/emigration/versions/", sent)
    assert late.status_code == 409
    assert NOTE in late.content.decode()

    version = text(analyst, "/territory/indices/emigration/2/")
    assert NOTE in version
    assert "See what this would change in the last round" in version
    assert "See what this would change" not in text(stranger, "/territory/indices/emigration/2/")
    assert "See what this would change" not in text(analyst, "/territory/indices/emigration/1/")
    asked = analyst.post("/allocation/comparisons/", {"call": "spring"})
    against = asked["location"]
    assert "being computed" in text(analyst, against)
    worker.work_off("allocation.solve_run")
    told = text(analyst, against)
    for heading in ("Would get more", "Would get less", "County by county", "By which indices"):
        assert heading in told
    assert NOTE in told
    assert "Hashtrud" in told

    assert stranger.get(against).status_code == 403
    comparison = Run.objects.get(purpose="comparison")
    assert comparison.emigration == IndexVersion.objects.get(index__code="emigration", number=2)
    page = f"/allocation/runs/{comparison.pk}/"
    assert stranger.get(page).status_code == 404
    assert "It is never decided or published" in text(analyst, page)
    assert "comparison only" in text(analyst, "/allocation/runs/")
    assert "comparison only" not in text(stranger, "/allocation/runs/")
    decided = text(stranger, round_address)
    assert "/territory/indices/emigration/1/" in decided
    assert "comparison only" not in decided
    assert against in text(analyst, round_address)
    decision = signed_in("chair").post(f"{page}decision/", {"verdict": "approved"})
    assert decision.status_code == 422

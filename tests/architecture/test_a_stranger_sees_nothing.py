"""A stranger, and a user without roles, see nothing but what is listed as public.

One proposal, in a run that nobody has published, stands in the database under a secret name. Every
page and every operation of the API is tried: what is not listed must be closed, and no answer at
all may tell the secret.
"""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kargosha.areas.allocation.models import Candidate, Run, Solution
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.territory.models import Place
from kargosha.kernel.models import Office, User
from kargosha.portal.api import api
from tests.architecture.checks.strangers import (
    KEY,
    PUBLIC,
    SECRET,
    Door,
    broken_doors,
    operations,
    pages,
)
from tests.architecture.public_pages import PUBLIC_PAGES

DAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RIALS = 1_000_000_000


@pytest.fixture
def outsider(db: None) -> User:
    """A person who can sign in and holds no role."""
    office = Office.objects.create(code="village", name_fa="دهیاری", name_en="Village office")
    return User.objects.create(
        pk=1, username="outsider", name_fa="بیگانه", name_en="Outsider", office=office
    )


@pytest.fixture
def unpublished(outsider: User) -> Candidate:
    """A proposal in a run that was solved and not published."""
    place = Place.objects.create(
        pk=10_001, code="0999", slug=PUBLIC, kind="county", name_fa="کاشته", name_en="Planted",
        source="a test",
    )  # fmt: skip
    activity = Activity.objects.create(code=PUBLIC, sector="services", name_fa="آ", name_en="A")
    call = Call.objects.create(
        code=PUBLIC, name_fa="فراخوان", name_en="Call", text_fa="متن", text_en="Text",
        opens_on=DAY, closes_on=DAY, rules_on=DAY,
    )  # fmt: skip
    application = Application.objects.create(
        code=SECRET, call=call, kind="group", name_fa=SECRET, name_en=f"The {SECRET} group",
        place=place, place_code=place.code, activity=activity, amount=RIALS, own_amount=0,
        jobs_promised=3, jobs_pledged=3, jobs_payable=3, member_count=5, no_earner_share=0,
        has_record=True, has_conduct=True, has_course=True, submitted_on=DAY,
    )  # fmt: skip
    run = Run.objects.create(
        pk=KEY, call=call, proposed_by=outsider, proposed_at=INSTANT, rules_on=DAY, gap=0.0001,
        most_seconds=60, seed=1,
    )  # fmt: skip
    Solution.objects.create(run=run, outcome="solved", solved_at=INSTANT, objective=2, bound=2)
    return Candidate.objects.create(
        run=run, application=application, place_code=place.code, amount=RIALS, jobs=3,
        keep_probability=0.65, need=1, household_weight=1, outcome="granted",
    )  # fmt: skip


@pytest.fixture(params=["anyone", "signed in without a role"])
def stranger(request: pytest.FixtureRequest, outsider: User) -> Client:
    """Whoever holds no power here; errors are answers, as in the open."""
    client = Client(raise_request_exception=False)
    if request.param != "anyone":
        client.force_login(outsider)
    return client


def doors() -> list[Door]:
    return pages() + operations(api.get_openapi_schema())


@pytest.mark.usefixtures("unpublished")
def test_only_what_is_listed_is_open_and_no_secret_is_told(stranger: Client) -> None:
    found = broken_doors(stranger, doors(), PUBLIC_PAGES)

    assert not found, "\n".join(found)


@pytest.mark.urls("tests.architecture.leaking_urls")
@pytest.mark.usefixtures("unpublished")
def test_a_page_that_skips_the_query_is_caught(stranger: Client) -> None:
    found = broken_doors(stranger, doors(), PUBLIC_PAGES)

    assert "GET /leaks/candidates/<int:run_id>/ answers a stranger with 200" in found
    assert "GET /leaks/candidates/<int:run_id>/ tells a stranger what only others may see" in found
    assert "GET /leaks/greeting/ answers a stranger with 200" in found
    assert "GET /leaks/greeting/ tells a stranger what only others may see" not in found


def test_every_public_page_exists() -> None:
    assert PUBLIC_PAGES.keys() <= {door.name for door in doors()}

"""What the pages of territory show, and to whom."""

from datetime import date

import pytest
from django.test import Client

from kargosha.areas.territory.models import Boundary, Designation, Place
from kargosha.kernel.models import User
from tests.universe import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def page(address: str, username: str = "", language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    if username:
        client.force_login(User.objects.get(username=username))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_reads_at_once_who_lacks_work_and_who_loses_people() -> None:
    shown = page("/territory/")
    work, people_ = shown.index("Lack work and schooling most"), shown.index("Lose people most")

    assert shown.index("Hashtrud", work) < shown.index("Kaleybar", work) < people_
    assert "rank 1 (1 to 2) of 20" in shown
    assert "almost surely in the worst fifth" in shown
    assert "/territory/indices/deprivation/1/" in shown[work:people_]
    assert "Statistical Centre of Iran" in shown


def test_in_persian_nothing_is_said_in_english() -> None:
    shown = page("/territory/", language="fa")

    assert "کجا بیشتر نیاز دارد، و چقدر مطمئنیم" in shown
    assert "رتبهٔ ۱ (۱ تا ۲) از ۲۰" in shown
    assert "worst" not in shown.replace("worst-", "").replace('"sheet worst"', "")


def test_lines_are_drawn_with_their_source_once_they_are_imported() -> None:
    ring = [[47.0, 37.8], [47.6, 37.8], [47.6, 38.1], [47.0, 38.1], [47.0, 37.8]]
    before = page("/territory/")
    Boundary.objects.create(
        place=Place.objects.get(slug="sarab"),
        polygons=[[ring]],
        area_km2=1.0,
        source="© OpenStreetMap contributors, ODbL 1.0",
    )

    after = page("/territory/")

    assert 'class="shape' not in before
    assert 'class="shape need-2"' in after
    assert "© OpenStreetMap contributors, ODbL 1.0" in after


def test_each_sees_the_tabs_that_may_be_opened() -> None:
    people()
    tabs = {who: page("/territory/", who) for who in ("", "chair", "analyst")}

    assert all("/territory/quadrants/" in shown for shown in tabs.values())
    assert "/territory/signs/" not in tabs[""]
    assert "/territory/signs/" in tabs["chair"]
    assert "/territory/imports/" not in tabs["chair"]
    assert "/territory/imports/" in tabs["analyst"]


def test_only_who_answers_for_a_place_is_asked_for_objections() -> None:
    people()
    asked = "Object to this figure"

    assert asked in page("/territory/places/hashtrud/", "county")
    assert asked not in page("/territory/places/ahar/", "county")
    assert asked not in page("/territory/places/hashtrud/", "analyst")
    assert asked not in page("/territory/places/hashtrud/")


def test_a_class_by_decree_is_shown_with_number_and_day() -> None:
    Designation.objects.create(
        place=Place.objects.get(slug="hashtrud"),
        kind="deprived",
        decree_number="76294",
        decree_on=date(2009, 6, 1),
        valid_from=date(2009, 6, 1),
        source="the gazette",
    )

    shown = page("/territory/places/hashtrud/")

    assert "deprived area" in shown
    assert "by decree 76294 of 1 June 2009" in shown
    assert "the gazette" in shown


def test_what_is_unknown_is_said_to_be_unknown() -> None:
    shown = page("/territory/places/torkamanchay/")

    assert "Unknown here: 18 indicators" in shown
    assert "Came out of" in shown
    assert "Mianeh" in shown

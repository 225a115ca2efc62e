"""The pages of proposals in a real browser: for everyone, narrow and wide, and without scripts."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kargosha.areas.applications import actions
from tests import universe
from tests.areas.applications.flows import group, open_call, proposal, submit
from tests.portal.browser import HEIGHT, chromium, reader, sign_in
from tests.universe import STAGE, People

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEP = "propose/autumn/looms"
ADDRESSES = (
    "propose/",
    f"{STEP}/what/",
    f"{STEP}/money/",
    f"{STEP}/jobs/",
    f"{STEP}/check/",
    "proposals/",
    "proposals/?search=nothing",
    "proposals/autumn-needles/",
    "proposals/weavers/",
)


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = universe.people()
    universe.money()
    universe.call()
    group("looms", size=3)
    group("needles")
    open_call()
    submit("needles")
    meant = proposal(amount=90_000 * 10**6)
    values = {
        "activity": meant.activity,
        "place_code": "0311",
        "amount": meant.amount,
        "own_amount": meant.own_amount,
        "jobs": [{"title": each.title, "person": None} for each in meant.pledges],
    }
    actions.save_draft(group_code="looms", call_code="autumn", values=values, by=STAGE)
    return found


@pytest.fixture
def browser(people: People, own_server: str) -> Iterator[Browser]:
    """Chromium, started after the rows are written."""
    with chromium() as found:
        yield found


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_of_proposals_is_for_everyone(
    browser: Browser, own_server: str, language: str
) -> None:
    for width in HEIGHT:
        page = reader(browser, language, width)
        sign_in(page, own_server, "county")
        for number, address in enumerate(ADDRESSES):
            page.goto(f"{own_server}/applications/{address}")
            found = Axe().run(page)
            assert found.violations_count == 0, (address, found.generate_report())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (address, width, wide)
            if folder := os.environ.get("KARGOSHA_PICTURES"):
                page.screenshot(
                    path=Path(folder) / f"{number}-{language}-{width}.png", full_page=True
                )


def test_a_proposal_is_handed_in_without_scripts_on_a_narrow_screen(
    browser: Browser, own_server: str
) -> None:
    page = reader(browser, "fa", 390, scripts=False)
    sign_in(page, own_server, "county")
    page.goto(f"{own_server}/applications/{STEP}/what/")
    page.check("input[value=carpet_weaving]")
    page.click("main form button.main")
    page.fill("[name=amount]", "۴۰۰۰۰۰۰۰۰۰")
    page.fill("[name=own_amount]", "۰")
    page.click("main form button.main")
    assert "چهارصد میلیون تومان" in page.inner_text("#read-back")
    page.click("#read-back button.main")
    page.fill("[name=jobs-0-title]", "بافندهٔ دار اول")
    page.click("main form button.main")
    page.click("form[action='../hand-in/'] button.main")

    page.wait_for_url("**/applications/proposals/autumn-looms/")
    assert "تحویل شد" in page.inner_text("main")

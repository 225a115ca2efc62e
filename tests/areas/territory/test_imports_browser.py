"""The pages of imports in a real browser: for everyone, by themselves where scripts run, and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kargosha.areas.territory import actions
from kargosha.portal import worker
from tests import universe
from tests.areas.territory.imports import (
    FIGURES_HEADER,
    checked,
    handed_in,
    save_mappings,
    table,
    taken_in,
)
from tests.portal.browser import HEIGHT, apart, chromium, reader, sign_in
from tests.universe import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BAD = table(
    FIGURES_HEADER,
    "0311,population,1398,5",
    "0399,population,1398,6",
    "0311,unemployment_rate,1396,124.1",
    "0302,households,1395,46202",
    "0327,households,1395,7000",
    "0303,population,خرداد,9",
)
GOOD = table(FIGURES_HEADER, "0311,population,1398,5")
MOST_WAIT = 15_000
"""Milliseconds."""


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = universe.people()
    save_mappings(found)
    return found


@pytest.fixture
def addresses(people: People) -> list[str]:
    """One page of each kind and state."""
    ids = [
        handed_in(people, "waiting.csv", GOOD, "test-figures").pk,
        checked(people, BAD, "test-figures", "ارقام-شهرستان‌ها-۱۳۹۸.csv").source.pk,
        checked(people, GOOD, "test-figures").source.pk,
        taken_in(people, BAD, "test-figures", skip_bad=True).source.pk,
    ]
    fitting = actions.keep_file(name="f.csv", content=GOOD, by=people.analyst).pk
    strange = actions.keep_file(name="x.csv", content=table("شهر,سال", "a,b"), by=people.analyst).pk
    return [
        "imports/",
        "imports/new/",
        *(f"imports/{key}/" for key in ids),
        *(f"imports/files/{key}/" for key in (fitting, strange)),
        f"imports/files/{fitting}/observations/",
    ]


@pytest.fixture
def browser(addresses: list[str], own_server: str) -> Iterator[Browser]:
    """Chromium, started after the rows are written."""
    with chromium() as found:
        yield found


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_of_imports_is_for_everyone(
    browser: Browser, own_server: str, addresses: list[str], language: str
) -> None:
    page = reader(browser, language)
    sign_in(page, own_server, "analyst")
    found = []
    for address in addresses:
        page.goto(f"{own_server}/territory/{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(e => { e.open = true })")
        for width, height in HEIGHT.items():
            page.set_viewport_size({"width": width, "height": height})
            violations = Axe().run(page).response["violations"]
            found += [f"{address} {width}: {each['id']}" for each in violations]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{address} {width}: has to be scrolled sideways")
    page.context.close()

    assert not found, "\n".join(found)


def test_a_page_shows_by_itself_what_the_check_found(
    browser: Browser, own_server: str, addresses: list[str]
) -> None:
    page = reader(browser, "en")
    sign_in(page, own_server, "analyst")
    page.goto(f"{own_server}/territory/{addresses[2]}")
    assert page.get_by_role("heading", name="The file is being checked").is_visible()

    _worked_off("territory.check_import")

    page.get_by_role("heading", name="What the check found").wait_for(timeout=MOST_WAIT)
    page.context.close()


def test_a_file_is_taken_in_without_scripts(browser: Browser, own_server: str) -> None:
    page = reader(browser, "en", 390, scripts=False)
    sign_in(page, own_server, "analyst")
    page.goto(f"{own_server}/territory/imports/new/")
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": BAD}
    page.set_input_files("[name=file]", files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Hand in").click()
    page.locator("button[value=test-figures]").click()
    _worked_off("territory.check_import")
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Take in the 2 good rows, leave out 4").click()
    _worked_off("territory.apply_import")
    page.get_by_role("link", name="Look again").click()

    # The same rows were taken in before, so nothing is left to change.
    page.get_by_role("heading", name="Nothing changed").wait_for(timeout=MOST_WAIT)
    page.context.close()


def _worked_off(name: str) -> None:
    """Run the waiting jobs of a name where no browser's loop runs."""
    apart(lambda: worker.work_off(name))

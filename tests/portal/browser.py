"""A real browser for the tests of pages, and the district that it looks at."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from kargosha.areas.allocation import actions
from kargosha.areas.applications.actions import ApplicationRow
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission
from kargosha.portal.postgres import APP, EmbeddedPostgres
from tests import universe
from tests.databases import copied, django_on, serving

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
LOCALES = {"fa": "fa-IR", "en": "en-GB"}
HEIGHT = {1280: 900, 390: 844}
SOLVER = system("tests.solver", Permission.RUN_SOLVE)


@pytest.fixture(scope="module")
def site(
    postgres: EmbeddedPostgres, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Serve the decided district to all tests of a module, and return its address."""
    with (
        copied(postgres, template, "kargosha_seen"),
        django_db_blocker.unblock(),
        django_on(postgres, APP, "kargosha_seen"),
        override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]),
    ):
        decided_district()
        with serving() as address:
            yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """Start Chromium once for all tests of a module, after the rows are written."""
    with chromium() as found:
        yield found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium for a while; where it is not installed, say so and leave the test out."""
    if not CHROMIUM.exists():
        pytest.skip(f"NO BROWSER: {CHROMIUM} is missing, so no page was looked at")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def reader(browser: Browser, language: str, width: int = 1280, scripts: bool = True) -> Page:
    """Open a page as a reader of one language sees it on a screen of one width."""
    context = browser.new_context(
        locale=LOCALES[language],
        viewport={"width": width, "height": HEIGHT[width]},
        java_script_enabled=scripts,
    )
    return context.new_page()


def sign_in(page: Page, address: str, username: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto(f"{address}/account/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", universe.PASSWORD)
    page.click("main form:has([name=username]) button")


def apart(act: Callable[[], Any]) -> Any:
    """Act in a thread of its own, with its own connections: the browser's driver keeps this one."""

    def alone() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def decided_district() -> None:
    """Fill the database: a published round, one that waits for the chair, and one being computed."""
    people = universe.people()
    universe.money()
    universe.call(_many)
    published, proposed = _solved(people), _solved(people)
    actions.verify_nearest(run_id=published, by=SOLVER)
    actions.decide_run(run_id=published, verdict="approved", note="", by=people.chair)
    actions.propose_run(call_code="spring", by=people.officer)
    actions.publish_run(run_id=published, by=people.secretary)
    assert (published, proposed) == (1, 2)


def _solved(people: universe.People) -> int:
    run = actions.propose_run(call_code="spring", by=people.officer)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    return int(run.pk)


def _many() -> list[ApplicationRow]:
    """Return enough proposals for the lists to have several pages."""
    return [
        universe.application(
            f"x{number:02}", "0303" if number % 3 else "0311", (1 + number % 5) * universe.BILLION
        )
        for number in range(30)
    ]

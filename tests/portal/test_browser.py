"""The pages in a real browser: for everyone, in both languages, wide and narrow, without scripts too."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.portal.browser import HEIGHT, browser, reader, sign_in, site

__all__ = ["browser", "site"]

PAGES = {
    "": (
        "/", "/territory/", "/territory/?search=nowhere", "/territory/places/hashtrud/",
        "/territory/places/hurand/", "/applications/calls/", "/applications/calls/spring/",
        "/allocation/runs/", "/allocation/runs/1/candidates/x01/", "/account/sign-in/",
        "/office/journal/", "/allocation/runs/999/", "/no/such/page/",
    ),
    "officer": (
        "/allocation/runs/1/", "/allocation/runs/3/", "/allocation/runs/1/candidates/x01/",
        "/funding/agreements/", "/applications/calls/spring/", "/office/rules/",
    ),
    "chair": ("/allocation/runs/2/",),
    "auditor": ("/office/users/", "/office/journal/"),
}  # fmt: skip
AXE = {"resultTypes": ["violations"]}
FIRST_LOAD, LATER_LOAD = 200_000, 30_000
"""Bytes over the line."""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_is_for_everyone(browser: Browser, site: str, language: str) -> None:
    found = []
    for username, paths in PAGES.items():
        page = reader(browser, language)
        if username:
            sign_in(page, site, username)
        for path in paths:
            page.goto(site + path)
            for width, height in HEIGHT.items():
                page.set_viewport_size({"width": width, "height": height})
                found += [f"{username} {path} {width}: {each}" for each in _faults(page, language)]
        page.context.close()

    assert not found, "\n".join(found)


@pytest.mark.browser
@pytest.mark.slow
def test_pages_are_light(browser: Browser, site: str) -> None:
    page = reader(browser, "fa", 390)

    first = _weight(page, site + "/")
    later = _weight(page, site + "/territory/")
    again = _weight(page, site + "/allocation/runs/1/?outcome=refused")

    assert first < FIRST_LOAD
    assert later < LATER_LOAD
    assert again < LATER_LOAD


@pytest.mark.browser
@pytest.mark.slow
def test_a_proposal_is_explained_beside_the_list(browser: Browser, site: str) -> None:
    page = reader(browser, "en")
    page.goto(site + "/")

    page.get_by_role("link", name="group x05").click()
    page.wait_for_function("document.activeElement.matches('#why h2')")
    assert page.locator("#why h2").inner_text() == "group x05"

    page.select_option("#outcome", "refused")
    page.wait_for_url("**/allocation/runs/1/?outcome=refused*")
    assert set(page.locator("#lines .badge").all_inner_texts()) == {"✕\nnot granted"}

    page.reload()
    assert page.locator("#outcome").input_value() == "refused"


@pytest.mark.browser
@pytest.mark.slow
def test_all_works_without_scripts(browser: Browser, site: str) -> None:
    page = reader(browser, "en", 390, scripts=False)
    page.goto(site + "/")

    page.locator("#lines a").filter(has_text="group x05").click()
    assert page.get_by_role("heading", level=1).inner_text() == "group x05"

    page.get_by_text("Menu").click()
    page.get_by_role("button", name="فارسی").click()
    assert page.locator("html").get_attribute("dir") == "rtl"

    sign_in(page, site, "chair")
    page.goto(site + "/allocation/runs/2/")
    page.fill("[name=note]", "سهم شهرستان‌ها دوباره دیده شود")
    page.locator("button[value=rejected]").click()
    assert "ردشده" in page.locator(".head").inner_text()


def _faults(page: Page, language: str) -> Iterator[str]:
    """Yield what stands in someone's way on the page as it is."""
    for violation in Axe().run(page, options=AXE).response["violations"]:
        places = [node["target"] for node in violation["nodes"]][:3]
        yield f"{violation['id']} ({violation['help']}) at {places}"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield "has to be scrolled sideways"
    if page.locator("html").get_attribute("lang") != language:
        yield "is in the other language"
    if page.locator(".rehearsal").count():
        yield "says that real rows are made up"


def _weight(page: Page, address: str) -> int:
    """Return how many bytes come over the line until the page stands."""
    came: list[Response] = []

    def note(response: Response) -> None:
        came.append(response)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    hosts = {response.url.split("/")[2] for response in came}
    assert hosts == {address.split("/")[2]}, "something is fetched from another host"
    return sum(response.request.sizes()["responseBodySize"] for response in came)

"""The pages in a real browser: for everyone, in both languages, wide and narrow, without scripts too."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.portal.browser import HEIGHT, browser, reader, sign_in, site

__all__ = ["browser", "site"]

WORKSHOP = "/territory/workshop/deprivation/?weight-illiteracy_rate=1"
PAGES = {
    "": (
        "/", "/territory/", "/territory/?axis=emigration", "/territory/quadrants/",
        "/territory/places/?search=nowhere", "/territory/places/?search=hashtrood",
        "/territory/places/", "/territory/places/hashtrud/", "/territory/places/hurand/",
        "/territory/places/east-azerbaijan/", "/applications/calls/", "/applications/calls/spring/",
        "/territory/indices/", "/territory/indices/deprivation/1/", WORKSHOP,
        "/allocation/runs/", "/allocation/runs/1/candidates/x01/", "/account/sign-in/",
        "/allocation/runs/1/instruments/",
        "/office/journal/", "/allocation/runs/999/", "/no/such/page/",
    ),
    "county": ("/territory/places/hashtrud/",),
    "officer": (
        "/allocation/runs/1/", "/allocation/runs/3/", "/allocation/runs/1/candidates/x01/",
        "/allocation/runs/1/instruments/", "/allocation/runs/3/instruments/",
        "/desk/", "/funding/", "/funding/agreements/", "/funding/agreements/rural/",
        "/funding/quotas/", "/funding/sign/", "/registry/", "/registry/registration/",
        "/registry/rosters/new/", "/registry/interest/", "/applications/calls/spring/",
        "/applications/open-a-call/", "/applications/proposals/", "/office/rules/",
    ),
    "chair": ("/allocation/runs/2/",),
    "auditor": ("/office/users/", "/office/journal/"),
    "analyst": ("/territory/imports/", "/territory/imports/new/"),
}  # fmt: skip
AXE = {"resultTypes": ["violations"]}
FIRST_LOAD, LATER_LOAD = 160_000, 30_000
"""Bytes over the line, of which the letters take 111,000; the promise is 200,000."""

DRAWN_NAMES = """async () => {
  await document.fonts.ready;
  const names = [...document.querySelectorAll('svg.map text, svg.quadrants text')]
    .map((each) => ({ name: each.textContent, box: each.getBBox() }));
  const collisions = [];
  names.forEach((a, i) => names.slice(i + 1).forEach((b) => {
    const wide = Math.min(a.box.x + a.box.width, b.box.x + b.box.width) - Math.max(a.box.x, b.box.x);
    const ink = (each) => [each.box.y + each.box.height * 0.2, each.box.y + each.box.height * 0.85];
    const high = Math.min(ink(a)[1], ink(b)[1]) - Math.max(ink(a)[0], ink(b)[0]);
    if (wide > 0.5 && high > 0.5) collisions.push([a.name, b.name]);
  }));
  return [names.length, collisions];
}"""
"""Counts the names in the pictures of a page, and finds those whose ink lies on one another."""


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
@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_name_lies_on_another_in_the_letters_that_are_drawn(
    browser: Browser, site: str, language: str
) -> None:
    page = reader(browser, language)
    for path in ("/territory/", "/territory/quadrants/"):
        page.goto(site + path)

        names, collisions = page.evaluate(DRAWN_NAMES)

        assert names >= 20
        assert collisions == []


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

"""Photograph the pages of the rehearsal in both languages, wide and narrow.

Starts a kargosha of its own in a folder of its own, and stops it. All pictures go to
build/screenshots; the few that the README shows go to docs/pictures as well.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ALL = ROOT / "build" / "screenshots"
SHOWN = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
LOCALES = {"fa": "fa-IR", "en": "en-GB"}
WIDTHS = {1280: 900, 390: 844}
OUTSIDE = ("KARGOSHA_DATABASE_URL", "KARGOSHA_OWNER_URL", "KARGOSHA_PORT")

PAGES = {
    "": {
        "round": "/",
        "territory": "/territory/",
        "emigration": "/territory/?axis=emigration",
        "quadrants": "/territory/quadrants/",
        "search": "/territory/places/?search=hashtrood",
        "place": "/territory/places/hashtrud/",
        "indices": "/territory/indices/",
        "index": "/territory/indices/deprivation/1/",
        "workshop": "/territory/workshop/deprivation/"
        "?weight-unemployment_rate=0.8&weight-illiteracy_rate=0.05",
        "migration": "/territory/migration/",
        "calls": "/applications/calls/",
        "call": "/applications/calls/1405-spring/",
        "activities": "/applications/activities/",
        "rounds": "/allocation/runs/",
        "instruments": "/allocation/runs/4/instruments/",
        "case": "/allocation/runs/4/candidates/p003/",
        "sign-in": "/account/sign-in/",
        "not-here": "/allocation/runs/404/",
    },
    "officer": {
        "desk": "/desk/",
        "money": "/funding/",
        "agreements": "/funding/agreements/",
        "quotas": "/funding/quotas/",
        "waiting": "/funding/waiting/",
        "groups": "/registry/",
        "group": "/registry/groups/g001/",
        "roster": "/registry/rosters/new/",
        "open-call": "/applications/open-a-call/",
        "proposals": "/applications/proposals/",
        "round-staff": "/allocation/runs/4/",
        "borderline": "/allocation/runs/3/borderline/",
        "case-staff": "/allocation/runs/4/candidates/p003/",
        "rules": "/office/rules/",
    },
    "governor": {"desk-governor": "/desk/"},
    "maragheh": {"borderlines": "/allocation/borderlines/"},
    "analyst": {
        "signs": "/territory/signs/",
        "sign": "/territory/signs/1/",
        "objections": "/territory/objections/",
        "imports": "/territory/imports/",
        "import-file": "/territory/imports/new/",
    },
    "auditor": {"users": "/office/users/", "journal": "/office/journal/"},
}
ACCOUNTS = 13
"""Lines of accounts that a start of the rehearsal prints."""

README = {
    ("round", "en", 1280),
    ("round", "fa", 1280),
    ("territory", "en", 1280),
    ("case", "fa", 390),
    ("workshop", "en", 1280),
}


def main() -> int:
    """Start, photograph, stop; return 0 when every page was there."""
    if not Path(CHROMIUM).exists():
        sys.stderr.write(f"screenshots: {CHROMIUM} is not here; apt-get install chromium\n")
        return 1
    ALL.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with rehearsal() as (address, passwords), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in LOCALES:
            for width in WIDTHS:
                for username, pages in PAGES.items():
                    page = reader(browser, language, width)
                    if username:
                        sign_in(page, address, username, passwords[username])
                    photograph(page, address, pages, (language, width))
                    page.context.close()
    return 0


@contextmanager
def rehearsal() -> Iterator[tuple[str, dict[str, str]]]:
    """Run the rehearsal in a folder of its own; yield its address and its passwords by user name."""
    above = Path(tempfile.mkdtemp(prefix="kargosha-"))
    above.chmod(0o711)  # the database's user passes through it
    surroundings = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    process = subprocess.Popen(
        [sys.executable, "-m", "kargosha.portal.cli", "start"],
        env=surroundings | {"KARGOSHA_DATA": str(above / "data")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101  (it is a pipe)
        address = process.stdout.readline().strip().rstrip("/")
        accounts = [process.stdout.readline().split() for _ in range(ACCOUNTS)]
        yield address, {account[0]: account[1] for account in accounts}
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(above, ignore_errors=True)


def reader(browser: Browser, language: str, width: int) -> Page:
    """Open a page as a reader of one language sees it on a screen of one width."""
    size = {"width": width, "height": WIDTHS[width]}
    return browser.new_context(locale=LOCALES[language], viewport=size).new_page()


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """Sign in as one of the rehearsal's accounts."""
    page.goto(f"{address}/account/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main form:has([name=username]) button")


def photograph(page: Page, address: str, pages: dict[str, str], view: tuple[str, int]) -> None:
    """Take each page whole, and the README's as it first meets the eye."""
    language, width = view
    for name, path in pages.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        file = f"{name}-{language}-{width}.png"
        page.screenshot(path=ALL / file, full_page=True)
        if (name, language, width) in README:
            page.screenshot(path=SHOWN / file)
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    sys.exit(main())

"""A round in the browser, by the people who own it: from an open call to reserved money and queued letters.

Five groups of two counties ask for ten billion rials each and a little; 31 are there, of which 25 are
deposited, and a floor leaves Tabriz ten. Days pass by setting the program's clock.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kargosha.areas.allocation.models import AwardReservation, Letter, Run
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.models import Application
from kargosha.areas.funding import actions as funding
from kargosha.areas.funding.models import Balance
from kargosha.kernel import actions as kernel
from kargosha.kernel import clock
from kargosha.kernel.models import Message
from kargosha.portal import worker
from tests import universe
from tests.areas.registry.rosters import as_csv, group
from tests.portal.browser import apart, chromium, reader, sign_in
from tests.universe import BILLION

CALL = "1405-trial"
PLACES = {"w1": "0311", "w2": "0311", "w3": "0311", "c1": "0303", "c2": "0303"}
"""Where the groups are: three in Hashtrud, two in Tabriz."""
MORE = {"governor": ("governor", ""), "finance": ("finance_officer", ""),
        "hashtrud-group": ("county_working_group", "0311"),
        "tabriz-group": ("county_working_group", "0303")}  # fmt: skip

Enter = Callable[[str], Page]


@pytest.fixture
def site(own_server: str, settings: Any) -> str:
    """Where the programme's people and its one agreement are served."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _people_and_money()
    return own_server


@pytest.fixture
def browser(site: str) -> Iterator[Browser]:
    """Start Chromium after the rows are written."""
    with chromium() as found:
        yield found


@pytest.fixture
def entered(browser: Browser, site: str) -> Enter:
    """Open a page as one of the people; each signs in once."""
    pages: dict[str, Page] = {}

    def enter(username: str) -> Page:
        if username not in pages:
            pages[username] = reader(browser, "en")
            sign_in(pages[username], site, username)
        return pages[username]

    return enter


def test_a_round_is_run_by_its_owners(
    entered: Enter, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    officer, chair = entered("officer"), entered("chair")

    _open_the_call(officer, site, today)
    _enter_money(entered("finance"), site, today)
    _import_groups(officer, site)
    for turn, code in enumerate(PLACES):
        _propose(officer, site, code, 10 * BILLION + turn * BILLION // 10)
    assert apart(Application.objects.filter(call__code=CALL).count) == len(PLACES)

    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=11))
    chair.goto(f"{site}/applications/calls/{CALL}/signing/")
    chair.click("form[action$='/freeze/'] button")
    officer.goto(f"{site}/allocation/runs/")
    officer.click(f"button[value='{CALL}']")
    officer.wait_for_url("**/allocation/runs/*/")
    first = officer.url
    apart(lambda: worker.work_off("allocation.solve_run"))

    for username, place in (("hashtrud-group", "0311"), ("tabriz-group", "0303")):
        _order(entered(username), f"{first}borderline/{place}/")
    officer.goto(f"{first}borderline/")
    officer.click("form[action$='/ordered/'] button")
    officer.wait_for_url(lambda url: url.endswith("/runs/2/"))
    address = officer.url
    apart(lambda: worker.work_off("allocation.solve_run"))

    chair.goto(address)
    chair.click("button[value=approved]")
    secretary = entered("secretary")
    secretary.goto(address)
    secretary.click("form[action$='/publication/'] button")
    secretary.wait_for_url(address)

    apart(_reserved_to_the_rial)
    governor = entered("governor")
    governor.goto(f"{site}/desk/")
    line = governor.inner_text("dl.figures")
    for word in ("asked", "granted", "waits for money"):
        assert word in line
    governor.goto(f"{address}instruments/")
    told = governor.inner_text("main")
    assert "individual loans" in told
    assert "one job" in told


def _people_and_money() -> None:
    universe.people()
    for username, (role, scope) in MORE.items():
        names = kernel.Names(f"کاربر {username}", f"User {username}")
        office = "hashtrud" if scope == "0311" else "programme"
        kernel.register_user(
            username=username,
            names=names,
            office_code=office,
            password=universe.PASSWORD,
            by=universe.STAGE,
        )
        kernel.assign_role(username=username, role=role, scope=scope, by=universe.STAGE)
    universe.money()
    funding.sign_agreement(
        code="trial-line",
        source_code="bank",
        names=("خط آزمایشی", "Trial line"),
        terms=funding.Terms(31 * BILLION),
        signed_on=universe.OPENS,
        by=universe.STAGE,
    )
    floor = funding.QuotaRow(
        "tabriz", "کف تبریز", "Floor of Tabriz", "place:0303", "amount", Decimal(10 * BILLION), None, False,
        "quota.provincial_share", "law",
    )  # fmt: skip
    funding.set_quotas(quotas=[floor], by=universe.STAGE)
    row = applications.ActivityRow("carpet_weaving", "handicraft", "قالی‌بافی", "carpet weaving")
    applications.register_activities(activities=[row], by=universe.STAGE)


def _open_the_call(page: Page, site: str, today: date) -> None:
    page.goto(f"{site}/applications/open-a-call/")
    for name, value in {
        "code": CALL,
        "name_fa": "دور آزمایشی",
        "name_en": "Trial round",
        "text_fa": "برای کار",
        "text_en": "For work",
        "goals_fa": "شغل ماندگار",
        "opens_on": str(today),
        "closes_on": str(today + timedelta(days=10)),
        "amount_trial-line": "31000000000",
    }.items():
        page.fill(f"[name='{name}']", value)
    page.click("summary:has-text('quotas')")
    page.check("[name=quotas][value=tabriz]")
    page.click("form .acts button.main")
    page.click("#read-back button.main")
    page.wait_for_url(f"**/calls/{CALL}/")


def _enter_money(page: Page, site: str, today: date) -> None:
    for figure, amount in (("allotted", "31000000000"), ("deposited", "25000000000")):
        page.goto(f"{site}/funding/agreements/trial-line/entry/")
        page.select_option("[name=figure]", figure)
        for name, value in {
            "amount": amount,
            "dated_on": str(today),
            "reference": f"{figure}-1",
            "source": "the bank's letter",
        }.items():
            page.fill(f"[name={name}]", value)
        page.click("main form button.main")
        page.click("main form button.main")
        page.wait_for_url("**/agreements/trial-line/")


def _import_groups(page: Page, site: str) -> None:
    rows = [
        row
        for turn, (code, place) in enumerate(PLACES.items())
        for row in group(code, first=1 + 10 * turn, place_code=place, mobile=f"0999000000{turn}")
    ]
    page.goto(f"{site}/registry/rosters/new/")
    file = {"name": "groups.csv", "mimeType": "text/csv", "buffer": as_csv(rows)}
    page.set_input_files("[name=file]", file)
    page.click("main form button.main")
    page.click("button[name=skip_bad]")
    page.wait_for_selector("text=taken in")


def _propose(page: Page, site: str, code: str, amount: int) -> None:
    step = f"{site}/applications/propose/{CALL}/{code}"
    page.goto(f"{step}/what/")
    page.check("[name=activity][value=carpet_weaving]")
    page.click("main form button.main")
    page.fill("[name=amount]", str(amount))
    page.fill("[name=own_amount]", "1000000000")
    page.click("main form button.main")
    page.click("#read-back button.main")
    for job in range(3):
        page.fill(f"[name=jobs-{job}-title]", f"weaver {job + 1}")
    page.click("main form button.main")
    page.click("form[action$='hand-in/'] button")
    page.wait_for_url("**/proposals/**")


def _order(page: Page, address: str) -> None:
    page.goto(address)
    for turn, row in enumerate(page.query_selector_all("form.order fieldset"), start=1):
        for name, value in {"turn": turn, "for": 5, "against": 1, "reason": "known here"}.items():
            field = row.query_selector(f"[name^='{name}-']")
            assert field is not None
            field.fill(str(value))
    page.fill("[name=minutes]", "Six sat together.")
    page.click("form.order button:last-of-type")


def _reserved_to_the_rial() -> None:
    """Look behind the pages: every award is reserved, what is firm is deposited, every group has a letter."""
    run = Run.objects.latest("id")
    awards = list(
        AwardReservation.objects.filter(award__candidate__run=run).select_related(
            "award", "reservation"
        )
    )
    assert awards
    assert all(each.award.amount == each.reservation.amount for each in awards)
    balance = Balance.objects.get(agreement__code="trial-line")
    assert sum(each.award.amount for each in awards) == balance.reserved_amount
    assert balance.deposited_amount == balance.firm_amount + balance.free_amount
    assert balance.waiting_amount > 0
    assert Letter.objects.filter(candidate__run=run).count() == len(PLACES)
    assert Message.objects.count() == len(PLACES)

"""One small district that tests borrow from.

East Azerbaijan (03), with the reference data that every test database holds
├── Hashtrud (0311)   unemployment 24.1 %, loses people     ── the weavers' group, the dairy co-operative
└── Tabriz   (0303)   unemployment 13.7 %, gains people     ── the cobblers' group
Offices: programme (officer, analyst, admin) · committee (chair, secretary) · Hashtrud (county officer)
Money:   the rural line (bank), the co-operatives' line (agency)
Call:    spring, closed and frozen by the chair, with a floor for Hashtrud
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kargosha.areas.applications import actions as applications
from kargosha.areas.funding import actions as funding
from kargosha.kernel import actions as kernel
from kargosha.kernel.access import Actor, system
from kargosha.kernel.models import User
from kargosha.kernel.roles import Permission

STAGE = system("tests", *Permission)
PASSWORD = "correct horse battery"
BILLION = 10**9
OPENS, CLOSES = date(2026, 4, 4), date(2026, 5, 21)

OFFICES = (
    ("programme", "03"),
    ("programme-office", "03"),
    ("committee", "03"),
    ("hashtrud", "0311"),
)
USERS = (
    ("officer", "programme", "programme_officer", ""),
    ("analyst", "programme", "analyst", ""),
    ("chair", "committee", "committee_chair", ""),
    ("secretary", "committee", "secretary", ""),
    ("county", "hashtrud", "county_officer", "0311"),
    ("auditor", "programme", "auditor", ""),
    ("admin", "programme", "administrator", ""),
)


@dataclass(frozen=True)
class People:
    """The actors of the district by their user names."""

    officer: Actor
    analyst: Actor
    chair: Actor
    secretary: Actor
    county: Actor
    auditor: Actor
    admin: Actor
    nobody: Actor


def people() -> People:
    """Register the offices and one user a role, and one without any."""
    for code, place in OFFICES:
        names = kernel.Names(f"دفتر {code}", f"Office {code}")
        kernel.register_office(code=code, names=names, place_code=place, by=STAGE)
    for username, office, role, scope in USERS:
        _user(username, office)
        kernel.assign_role(username=username, role=role, scope=scope, by=STAGE)
    _user("nobody", "programme")
    return People(**{each.username: each.actor() for each in User.objects.all()})


def money() -> None:
    """Sign the two agreements and set a floor for Hashtrud and a share for co-operatives."""
    for code, kind in (("bank", "bank"), ("agency", "agency")):
        funding.register_source(code=code, kind=kind, name_fa=code, name_en=code, by=STAGE)
    for code, source, terms in (
        ("rural", "bank", funding.Terms(20 * BILLION)),
        ("co-op", "agency", funding.Terms(10 * BILLION, borrower_kinds=["cooperative"])),
    ):
        funding.sign_agreement(
            code=code,
            source_code=source,
            names=(f"خط {code}", f"Line {code}"),
            terms=terms,
            signed_on=date(2026, 3, 25),
            by=STAGE,
        )
    funding.set_quotas(
        quotas=[
            funding.QuotaRow(
                "hashtrud",
                "کف هشترود",
                "Floor of Hashtrud",
                "place:0311",
                "amount",
                Decimal(5 * BILLION),
                None,
                False,
                "quota.provincial_share",
                "law",
            ),
        ],
        by=STAGE,
    )


def application(
    code: str, place: str, amount: int, **others: object
) -> applications.ApplicationRow:
    """Return a proposal of a group; others overrides what is not said here."""
    row: dict[str, object] = {
        "code": code,
        "kind": "group",
        "name_fa": f"گروه {code}",
        "name_en": f"Group {code}",
        "place_code": place,
        "activity": "carpet_weaving",
        "amount": amount,
        "own_amount": 0,
        "jobs_promised": 3,
        "jobs_pledged": 2,
        "jobs_payable": 2.0,
        "member_count": 5,
        "no_earner_share": 0.4,
        "has_record": True,
        "has_conduct": False,
        "has_course": False,
        "tags": ["women"],
        "submitted_on": OPENS,
    }
    return applications.ApplicationRow(**(row | others))  # type: ignore[arg-type]


def call(
    extra: Callable[[], list[applications.ApplicationRow]] = list, *, is_frozen: bool = True
) -> str:
    """Open the spring call, receive its three proposals and, if wished, have the chair freeze it; return
    its code."""
    applications.register_activities(
        activities=[
            applications.ActivityRow("carpet_weaving", "handicraft", "قالی‌بافی", "carpet weaving"),
            applications.ActivityRow("dairy", "agriculture", "لبنیات", "dairy"),
            applications.ActivityRow("shoemaking", "industry", "کفاشی", "shoemaking"),
        ],
        by=STAGE,
    )
    applications.open_call(
        code="spring",
        text=applications.CallText("دور بهار", "Spring round", "متن", "Text"),
        terms=applications.CallTerms(
            OPENS, CLOSES, CLOSES, {"rural": 20 * BILLION, "co-op": 10 * BILLION}, ["hashtrud"]
        ),
        by=STAGE,
    )
    applications.receive_applications(
        call_code="spring",
        applications=[
            application("weavers", "0311", 8 * BILLION),
            application(
                "dairy", "0311", 14 * BILLION, kind="cooperative", activity="dairy", member_count=7
            ),
            application("cobblers", "0303", 15 * BILLION, activity="shoemaking"),
            *extra(),
        ],
        by=STAGE,
    )
    if is_frozen:
        freeze("spring")
    return "spring"


def freeze(code: str) -> None:
    """Have the chair sign what a call is decided by."""
    chair = User.objects.get(username="chair").actor()
    applications.freeze_call(call_code=code, by=chair)


def _user(username: str, office: str) -> None:
    kernel.register_user(
        username=username,
        names=kernel.Names(f"کاربر {username}", f"User {username}"),
        office_code=office,
        password=PASSWORD,
        by=STAGE,
    )

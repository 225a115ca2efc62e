"""Which pages stand in whose menu: the flow is the programme office's, everyone else sees the own work.

An entry whose page does not exist, or whose permission is not held, is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission

Title = str | Promise


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its title, the page it opens, and the pages on which it is the current one."""

    title: Title
    page: str
    covers: tuple[str, ...]
    """How the names of these pages begin; the longest beginning in the menu wins."""
    needs: Permission | None = None


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    code: str
    title: Title
    address: str
    is_current: bool


ENTRIES: dict[str, Entry] = {
    "desk": Entry(_("My desk"), "desk:desk", ("desk:",), Permission.DUTY_VIEW),
    "my_group": Entry(_("My group"), "registry:my-group", ("registry:my",), Permission.GROUP_OWN),
    "my_proposal": Entry(
        _("My proposal"), "applications:my-proposals", ("applications:my",), Permission.GROUP_OWN
    ),
    "my_letters": Entry(
        _("My letters"), "allocation:my-letters", ("allocation:my",), Permission.GROUP_OWN
    ),
    "territory": Entry(_("Territory"), "territory:counties", ("territory:",)),
    "funding": Entry(_("Funding"), "funding:money", ("funding:",), Permission.FUND_VIEW),
    "groups": Entry(_("Groups"), "registry:groups", ("registry:",), Permission.GROUP_VIEW),
    "applications": Entry(_("Proposals"), "applications:calls", ("applications:",)),
    "borderline": Entry(
        _("The borderline"),
        "allocation:my-borderlines",
        ("allocation:my-borderlines", "allocation:borderline"),
        Permission.BORDERLINE_ORDER,
    ),
    "allocation": Entry(_("Allocation"), "allocation:rounds", ("allocation:",)),
    "rules": Entry(_("Rule book"), "office:rules", ("office:rule",)),
    "journal": Entry(
        pgettext_lazy("of acts", "Journal"),
        "office:journal",
        ("office:journal",),
        Permission.JOURNAL_VIEW,
    ),
    "users": Entry(
        _("Offices and users"), "office:users", ("office:",), Permission.OFFICE_VIEW
    ),
    "front": Entry(_("The decided round"), "public:front", ("public:",)),
}  # fmt: skip
"""All entries, in the order in which they stand for who holds several roles."""

FLOW = ("desk", "territory", "funding", "groups", "applications", "allocation", "rules", "front")

MENUS: dict[str, tuple[str, ...]] = {
    "programme_officer": FLOW,
    "finance_officer": ("desk", "funding", "rules", "front"),
    "analyst": ("desk", "territory", "applications", "allocation", "rules", "front"),
    "committee_chair": ("desk", "funding", "applications", "allocation", "rules", "front"),
    "secretary": ("desk", "allocation", "rules", "front"),
    "governor": ("desk", "territory", "funding", "allocation", "front"),
    "county_officer": ("desk", "groups", "applications", "territory", "allocation", "front"),
    "county_working_group": ("desk", "borderline", "allocation", "groups", "applications", "front"),
    "group_member": ("my_group", "my_proposal", "my_letters", "applications"),
    "auditor": (*FLOW, "journal", "users"),
    "administrator": ("users", "journal", "rules", "front"),
}
"""Whose menu holds what, in order; who holds several roles sees them all."""

ANYONE = ("front", "territory", "applications", "allocation", "rules")


def menu(actor: Actor, current: str = "") -> list[Line]:
    """Return the menu of the reader, with the line of the current page marked."""
    shown = dict(_shown(actor))
    codes = {code: _fit(ENTRIES[code], current) for code in shown}
    here = max(codes, key=lambda code: codes[code], default="")
    return [
        Line(code, ENTRIES[code].title, address, code == here and codes[code] > 0)
        for code, address in shown.items()
    ]


def home(actor: Actor) -> str:
    """Return the first page of a reader's menu: where one comes after signing in."""
    return next(address for _code, address in _shown(actor))


def _shown(actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield the codes and addresses of the entries that the reader sees, in order."""
    for code in _codes(actor.roles):
        entry = ENTRIES[code]
        allowed = entry.needs is None or actor.may_somewhere(entry.needs)
        if allowed and (address := address_of(entry.page)):
            yield code, address


def _codes(roles: Sequence[str]) -> Sequence[str]:
    """Return the menu of one role as it stands; that of several in the order of all entries."""
    if len(roles) == 1:
        return MENUS[roles[0]]
    own = {code for role in roles for code in MENUS[role]}
    return [code for code in ENTRIES if code in own] or ANYONE


def address_of(page: str) -> str:
    """Return the address of a page by its name; empty where there is no such page."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _fit(entry: Entry, current: str) -> int:
    """Return how much of the current page's name an entry covers."""
    return max(len(each) if current.startswith(each) else 0 for each in entry.covers)

"""The rule book, the users and the journal as a person reads them and takes them along."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from kargosha.analysis.rules import Rule
from kargosha.analysis.tables import Column, Table
from kargosha.areas.territory.queries import places
from kargosha.files import words
from kargosha.files.jalali import day
from kargosha.kernel import clock, queries
from kargosha.kernel.access import WHOLE_PROVINCE, Actor
from kargosha.kernel.asking import current_language
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.models import JournalEntry, RoleAssignment, User
from kargosha.kernel.rulebook import rulebook_on
from kargosha.portal.templatetags.acts import event_sentence

USERS_A_PAGE = 30
ENTRIES_A_PAGE = 50
MOST_ENTRIES = 100_000
"""Entries that one file holds; whoever wants more narrows the days, or exports the sealed journal."""

EVENT = "event."
A_USER = "user:"
SORTS = {"username": "username", "name": "name_fa", "office": "office__code"}

USERS = Table(
    "users",
    (
        Column("username", "text", "name under which one signs in", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name"),
        Column("office", "text", "code of the office; empty for a member of a group"),
        Column("roles", "list", "roles held, each with the code of the place that bounds it"),
        Column("state", "text", "open or closed", required=True),
    ),
)
JOURNAL = Table(
    "journal",
    (
        Column("id", "count", "number of the entry", required=True),
        Column("at", "text", "instant, in UTC", required=True),
        Column("event", "text", "code of what happened", required=True),
        Column("sentence", "text", "the same in words", required=True),
        Column("subject", "text", "what it was about", required=True),
        Column("actor", "text", "who acted", required=True),
        Column("office", "text", "code of the actor's office"),
    ),
)


@dataclass(frozen=True)
class JournalPage:
    """A page of entries, the users they name by their subjects, and what was asked for."""

    page: Page[JournalEntry]
    people: Mapping[str, User]
    chosen: Mapping[str, str]


def rules_in_force(*, by: Actor) -> Sequence[Rule]:
    """Return today's rules in the order of their keys; the rules in force are public."""
    del by
    return tuple(rulebook_on(clock.today()).rules.values())


def scopes(*, by: Actor) -> dict[str, Mapping[str, str]]:
    """Return the places over which a role can be given, by code: the whole province, then the counties."""
    whole = {language: words.say("scope.whole", {}, language) for language in words.LANGUAGES}
    counties = places(by=by, kind="county").exclude(code="").exclude(code=None)
    return {
        WHOLE_PROVINCE: {"name_fa": whole["fa"], "name_en": whole["en"]},
        **{
            str(each.code): {"name_fa": each.name_fa, "name_en": each.name_en or each.name_fa}
            for each in counties
        },
    }


def users_page(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the users that the list asks for, with what it can be narrowed by."""
    chosen = _chosen(asked, "search", "office", "role", "state")
    found = queries.users(by=by, **chosen).order_by(_sort(asked), "username")
    page = Paginator(found, USERS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "chosen": chosen | {"sort": asked.get("sort", "")}}


def users_file(*, by: Actor, asked: Mapping[str, str], ending: str) -> TakenAlong:
    """Return the users that the list asks for as a file."""
    chosen = _chosen(asked, "search", "office", "role", "state")
    found = queries.users(by=by, **chosen).order_by(_sort(asked), "username")
    return taken_along(map(_user_row, found), USERS, ending)


def journal_page(*, by: Actor, asked: Mapping[str, str]) -> JournalPage:
    """Return a page of the journal as asked for, the latest act first.

    A day that cannot be read is left out of the question.
    """
    entries = queries.journal_entries(by=by, sought=_sought(asked))
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(asked.get("page"))
    chosen = _chosen(asked, "subject", "event", "person", "since", "until")
    return JournalPage(page, _people(list(page)), chosen)


def journal_file(*, by: Actor, asked: Mapping[str, str], ending: str) -> TakenAlong:
    """Return the entries that the page asks for as a file, the latest first."""
    entries = queries.journal_entries(by=by, sought=_sought(asked))[:MOST_ENTRIES]
    return taken_along(map(_journal_row, entries), JOURNAL, ending)


def events() -> list[tuple[str, str]]:
    """Return what can happen: each event's code with its sentence, in the order of the sentences."""
    spoken = words.sentences(current_language())
    found = [
        (code.removeprefix(EVENT), re.sub(r"\{[^}]*\}", "…", text))
        for code, text in spoken.items()
        if code.startswith(EVENT)
    ]
    return sorted(found, key=lambda each: each[1])


def _chosen(asked: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: asked.get(name, "").strip() for name in names}


def _sort(asked: Mapping[str, str]) -> str:
    return SORTS.get(asked.get("sort", ""), "username")


def _sought(asked: Mapping[str, str]) -> queries.Sought:
    subject, event, person = _chosen(asked, "subject", "event", "person").values()
    days = {name: _day(asked, name) for name in ("since", "until")}
    return queries.Sought(subject, event, person, **days)


def _day(asked: Mapping[str, str], name: str) -> date | None:
    try:
        return day(asked.get(name, ""))
    except ValueError:
        return None


def _people(entries: Sequence[JournalEntry]) -> Mapping[str, User]:
    named = {name for each in entries for name in (each.actor, each.subject)}
    keys = [name.removeprefix(A_USER) for name in named if name.startswith(A_USER)]
    return {user.subject: user for user in User.objects.filter(pk__in=keys)}


def _user_row(user: User) -> dict[str, object]:
    held: Sequence[RoleAssignment] = user.held  # type: ignore[attr-defined]
    return {
        "username": user.username,
        "name_fa": user.name_fa,
        "name_en": user.name_en,
        "office": user.office_code,
        "roles": [f"{each.role} {each.scope}".strip() for each in held],
        "state": "open" if user.is_active else "closed",
    }


def _journal_row(act: JournalEntry) -> dict[str, object]:
    return {
        "id": act.pk,
        "at": act.at.isoformat(timespec="seconds"),
        "event": act.event,
        "sentence": event_sentence(act),
        "subject": act.subject,
        "actor": act.actor,
        "office": act.office.code if act.office else "",
    }

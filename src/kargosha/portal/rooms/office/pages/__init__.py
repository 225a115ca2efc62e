"""Pages of offices, users, rules and the journal."""

from kargosha.portal.rooms.office.pages.journal import journal, journal_file
from kargosha.portal.rooms.office.pages.offices import offices, roles
from kargosha.portal.rooms.office.pages.rules import rule_approval, rules
from kargosha.portal.rooms.office.pages.users import (
    account,
    password,
    role_ended,
    role_given,
    user,
    user_new,
    users,
    users_file,
)

__all__ = [
    "account",
    "journal",
    "journal_file",
    "offices",
    "password",
    "role_ended",
    "role_given",
    "roles",
    "rule_approval",
    "rules",
    "user",
    "user_new",
    "users",
    "users_file",
]

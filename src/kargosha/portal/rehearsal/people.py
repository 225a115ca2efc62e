"""Offices and one account a role."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from kargosha.kernel import actions
from kargosha.kernel.access import Actor, system
from kargosha.kernel.models import Office, User
from kargosha.kernel.roles import ROLES, GroupMember, Permission

STAGE = system("portal.rehearsal", *Permission)
"""Who sets the stage: the system, with every permission; decisions are made by the accounts below."""

OFFICES = (
    ("programme-office", "دفتر برنامهٔ اشتغال استان", "Programme office of the province", "03"),
    ("committee", "کارگروه اشتغال استان", "Employment committee of the province", "03"),
    ("finance", "ذی‌حسابی استان", "Finance office of the province", "03"),
    ("governorate", "استانداری", "Governorate", "03"),
    ("hashtrud-office", "ادارهٔ شهرستان هشترود", "County office of Hashtrud", "0311"),
    ("maragheh-office", "ادارهٔ شهرستان مراغه", "County office of Maragheh", "0306"),
    ("kaleybar-office", "ادارهٔ شهرستان کلیبر", "County office of Kaleybar", "0315"),
    ("audit", "حسابرسی", "Audit", "03"),
)
USERS = (
    ("officer", "programme-office", "programme_officer", "", "سارا نمونه", "Sara Example"),
    ("analyst", "programme-office", "analyst", "", "نگار نمونه", "Negar Example"),
    ("chair", "committee", "committee_chair", "", "رضا نمونه", "Reza Example"),
    ("secretary", "committee", "secretary", "", "لیلا نمونه", "Leyla Example"),
    ("finance", "finance", "finance_officer", "", "کریم نمونه", "Karim Example"),
    ("governor", "governorate", "governor", "", "پروین نمونه", "Parvin Example"),
    ("county", "hashtrud-office", "county_officer", "0311", "علی نمونه", "Ali Example"),
    ("maragheh", "maragheh-office", "county_working_group", "0306", "نادر نمونه", "Nader Example"),
    (
        "kaleybar",
        "kaleybar-office",
        "county_working_group",
        "0315",
        "شیرین نمونه",
        "Shirin Example",
    ),
    ("auditor", "audit", "auditor", "", "مینا نمونه", "Mina Example"),
    ("admin", "programme-office", "administrator", "", "حسن نمونه", "Hasan Example"),
)


def load() -> None:
    """Register the offices and users that are missing, each with a password of this machine's own."""
    there = set(Office.objects.values_list("code", flat=True))
    for code, fa, en, place in OFFICES:
        if code not in there:
            actions.register_office(
                code=code, names=actions.Names(fa, en), place_code=place, by=STAGE
            )
    known = set(User.objects.values_list("username", flat=True))
    for username, office, role, scope, fa, en in USERS:
        if username not in known:
            actions.register_user(
                username=username,
                names=actions.Names(fa, en),
                office_code=office,
                password=_password(),
                by=STAGE,
            )
            actions.assign_role(username=username, role=role, scope=scope, by=STAGE)


def accounts() -> Iterator[str]:
    """Yield one line an account: name, password, role."""
    for username, _, role, scope, _, _ in USERS:
        where = f" ({scope})" if scope else ""
        yield f"{username:<12} {_password()}   {ROLES[role].title['en']}{where}"
    for mobile in User.objects.filter(office=None).order_by("pk").values_list("mobile", flat=True):
        where = f"by a code, written into {settings.MESSAGES}"
        yield f"{mobile:<12} {where}   {ROLES[GroupMember.code].title['en']}"


def actor(username: str) -> Actor:
    """Return the actor behind one of the accounts."""
    return User.objects.get(username=username).actor()


def _password() -> str:
    """Return the one password of this rehearsal, made at the first load and kept beside the rows."""
    file: Path = settings.DATA / "rehearsal_password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"kargosha-{secrets.token_hex(4)}", encoding="ascii")
    return file.read_text(encoding="ascii")

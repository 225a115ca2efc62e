"""People and groups that the tests of the registry borrow."""

from datetime import date

from kargosha.areas.registry import actions
from kargosha.areas.registry.models import Group, Person
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import JournalEntry
from tests.universe import STAGE

FORMED = date(2025, 4, 4)


def national_id(number: int) -> str:
    """Return the national id that begins with the nine digits of a number."""
    nine = f"{number:09d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return f"{nine}{rest if rest < 2 else 11 - rest}"


def person(number: int = 1, **others: object) -> actions.PersonRow:
    """Return a person of Hashtrud whose national id begins with the number."""
    row: dict[str, object] = {
        "given_name": "سکینه",
        "family_name": f"نمونه {number}",
        "sex": "female",
        "place_code": "0311",
        "father_name": "علی",
        "born_on": date(1990, 1, 1),
        "document_kind": "national_id",
        "document_number": national_id(137_000_000 + number),
        "mobile": "09141234567",
        "household_members": 4,
        "household_earners": 1,
        "stated_on": date(2025, 4, 1),
    }
    return actions.PersonRow(**(row | others))  # type: ignore[arg-type]


def group(code: str = "weavers", **others: object) -> actions.GroupRow:
    """Return a group of Hashtrud."""
    row: dict[str, object] = {
        "code": code,
        "kind": "group",
        "name_fa": f"گروه {code}",
        "name_en": f"Group {code}",
        "place_code": "0311",
        "formed_on": FORMED,
    }
    return actions.GroupRow(**(row | others))  # type: ignore[arg-type]


def formed(*rows: actions.PersonRow, code: str = "weavers", **others: object) -> Group:
    """Form a group of new people, of three unless they are named; the first is the head."""
    people = rows or (person(1), person(2), person(3))
    members = [
        (row, actions.MemberRow(role="head" if number == 0 else "member", production_years=number))
        for number, row in enumerate(people)
    ]
    (made,) = actions.form_groups(groups=[(group(code, **others), members)], by=STAGE)
    return made


def keys(of: Group) -> list[int]:
    """Return the keys of the members of now, in the order of entry."""
    open_ = of.memberships.filter(exited_on=None).order_by("pk")
    return list(open_.values_list("person_id", flat=True))


def member_user(person_id: int, mobile: str = "09140000001") -> Actor:
    """Let a person sign in, and return them as who acts."""
    Person.objects.filter(pk=person_id).update(mobile=mobile)
    linked = actions.let_sign_in(person_id=person_id, by=STAGE)
    assert linked.user is not None
    return linked.user.actor()


def codes(refused: Refused) -> list[str]:
    """Return what was refused, without the family of the codes."""
    return [reason.code.removeprefix("refusal.") for reason in refused.reasons]


def last_entry() -> JournalEntry:
    """Return the latest entry of the journal."""
    return JournalEntry.objects.order_by("-id")[0]

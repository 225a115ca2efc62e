"""People and groups that the tests of the registry borrow."""

from datetime import date

from kargosha.areas.registry import actions

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

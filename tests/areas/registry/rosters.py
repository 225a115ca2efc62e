"""Lists of groups for the tests: rows as dictionaries, written as people write them."""

import csv
import io
from collections.abc import Iterable, Mapping

from kargosha.files.digits import ASCII
from kargosha.files.identifiers import is_national_id


def national_id(number: int) -> str:
    """Return a valid national id that begins with a number of nine digits."""
    stem = f"{number + 100_000_000:09d}"
    return next(stem + check for check in ASCII if is_national_id(stem + check))


def member(number: int, group: str = "g1", **others: object) -> dict[str, object]:
    """Return the row of a member; of the first of a group with what is said of the group."""
    row: dict[str, object] = {
        "group_code": group,
        "given_name": f"نام {number}",
        "family_name": f"خانواده {number}",
        "sex": "زن",
        "document_number": national_id(number),
        "production_years": 3,
    }
    return row | others


def group(
    code: str = "g1", first: int = 1, size: int = 3, **others: object
) -> list[dict[str, object]]:
    """Return the rows of a group, its first member the head."""
    said = {
        "group_name": f"گروه {code}",
        "kind": "گروه",
        "place_code": "0311",
        "formed_on": "1404/02/01",
        "role": "سرگروه",
    }
    rows = [member(first + number, code) for number in range(size)]
    rows[0] |= said | others
    return rows


def as_csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as a CSV with all their columns."""
    rows = list(rows)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()

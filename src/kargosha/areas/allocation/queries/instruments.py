"""What a person may take away of a round's instruments and of how well they aim."""

from collections.abc import Iterator, Mapping
from typing import Any

from kargosha.areas.allocation.frames.instrument_tables import (
    CONDITIONS,
    COUNTIES,
    CURVES,
    INSTRUMENTS,
)
from kargosha.areas.allocation.queries.rounds import round_page
from kargosha.areas.allocation.queries.shapes import Round
from kargosha.areas.territory.models import AXES
from kargosha.files.words import LANGUAGES, say
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.exports import TakenAlong, taken_along

Row = Mapping[str, Any]


def instruments_file(*, by: Actor, run_id: int, part: str, ending: str = "csv") -> TakenAlong:
    """Return a part of a round's comparison as a file: ``instruments``, ``counties``, ``curves`` or
    ``conditions``, as far as the asker may see it, in the order of the page.

    What was not computed when the run was solved leaves its columns or rows out.

    Raises
    ------
    NotFound
        There is no such run or none that the asker may see, no such part, or no files of that kind.
    """
    found = round_page(by=by, run_id=run_id)
    if part not in _PARTS:
        raise NotFound("file", part)
    table, rows_of = _PARTS[part]
    return taken_along(rows_of(found), table, ending, name=f"round-{run_id}-{part}")


def _instrument_rows(found: Round) -> Iterator[Row]:
    for row in _instruments(found):
        kept = row["kept_jobs"]
        estimate = kept if isinstance(kept, Mapping) else {"value": kept}
        curves = row.get("curves", {})
        yield _named(row) | {
            **{name: row.get(name) for name in _PLAIN},
            "nothing": len(row["nothing"]),
            "kept_jobs": estimate["value"],
            "kept_jobs_low": estimate.get("low"),
            "kept_jobs_high": estimate.get("high"),
            **{f"{axis}_index": curves.get(axis, {}).get("money_index") for axis in AXES},
        }


def _county_rows(found: Round) -> Iterator[Row]:
    of_place = {county["code"]: county for county in _figures(found).get("counties", ())}
    for row in _instruments(found):
        for county in row.get("counties", ()):
            place = of_place[county["code"]]
            yield (
                _named(row)
                | {name: place[name] for name in _OF_PLACE}
                | {name: county[name] for name in _OF_COUNTY}
            )


def _curve_rows(found: Round) -> Iterator[Row]:
    for row in _instruments(found):
        for axis, curve in row.get("curves", {}).items():
            for step, people in enumerate(curve["people"]):
                yield _named(row) | {
                    "axis": axis,
                    "step": step,
                    "counties": curve["codes"][step - 1] if step else [],
                    "people": people,
                    "money": curve["money"][step] if curve["money"] else None,
                    "kept_jobs": curve["kept_jobs"][step] if curve["kept_jobs"] else None,
                }


def _condition_rows(found: Round) -> Iterator[Row]:
    for line in found.quotas:
        yield {
            "condition": line.condition,
            "name_fa": line.quota and line.quota.name_fa,
            "name_en": line.quota and line.quota.name_en,
            "price": line.price,
            "cost_value": line.cost_value,
            "cost_kept_jobs": line.cost_kept_jobs,
        }


_PARTS = {
    "instruments": (INSTRUMENTS, _instrument_rows),
    "counties": (COUNTIES, _county_rows),
    "curves": (CURVES, _curve_rows),
    "conditions": (CONDITIONS, _condition_rows),
}
_PLAIN = (
    "granted_amount", "granted_count", "loans", "jobs", "worst_fifth_share", "leakage", "reached",
    "undercoverage", "gini",
)  # fmt: skip
_OF_PLACE = ("code", "name_fa", "name_en", "deprivation_rank", "emigration_rank", "unemployed")
_OF_COUNTY = ("granted_amount", "granted_count", "kept_jobs", "amount_each")


def _figures(found: Round) -> Row:
    return found.figures


def _instruments(found: Round) -> list[Row]:
    return list(_figures(found).get("instruments", ()))


def _named(row: Row) -> dict[str, Any]:
    names = {f"instrument_{language}": say(row["code"], {}, language) for language in LANGUAGES}
    return {"instrument": row["code"].removeprefix("instrument."), **names}

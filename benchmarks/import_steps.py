"""What the benchmark of imports does in processes of their own, on the database that they are told.

``python -m benchmarks.import_steps prepare`` makes places, indicators and an analyst;
``python -m benchmarks.import_steps plain FILE`` takes figures in the plain way.
"""

import csv
import os
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import django

PLACES = 500
INDICATORS = 10
FIRST_YEAR, YEARS = 1380, 20
SOURCE = "benchmark"


def place_code(number: int) -> str:
    """Return the code of a made-up village of Hashtrud."""
    return f"0311990001{number:06}"


def indicator_code(number: int) -> str:
    """Return the code of a made-up indicator."""
    return f"count_{number}"


def prepare() -> None:
    """Make what the figures are of, and who takes them in."""
    universe = import_module("tests.universe")
    actions = import_module("kargosha.areas.territory.actions")
    universe.people()
    indicators = [
        actions.IndicatorRow(indicator_code(n), f"شمار {n}", f"Count {n}", "persons", "neither")
        for n in range(INDICATORS)
    ]
    actions.record_observations(indicators=indicators, observations=[], by=universe.STAGE)
    places = [_village(actions, place_code(n)) for n in range(PLACES)]
    actions.import_places(places=places, successions=[], by=universe.STAGE)


def plain(path: str) -> None:
    """Read rows by ``csv.DictReader`` and store them by Django's ``bulk_create``."""
    models = import_module("kargosha.areas.territory.models")
    jalali = import_module("kargosha.files.jalali")
    transaction = import_module("django.db.transaction")
    places = dict(models.Place.objects.values_list("code", "pk"))
    indicators = dict(models.Indicator.objects.values_list("code", "pk"))
    days: dict[str, date] = {}
    figures = []
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year = row["year"]
            days[year] = days.get(year) or jalali.first_day(int(year))
            figures.append(
                models.Observation(
                    place_id=places[row["code"]],
                    indicator_id=indicators[row["indicator"]],
                    observed_on=days[year],
                    value=float(row["value"]),
                    margin=float(row["margin"]),
                    source=row["source"],
                )
            )
    with transaction.atomic():
        models.Observation.objects.bulk_create(
            figures,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["place", "indicator", "observed_on", "period"],
            update_fields=["value", "margin", "source"],
        )


def _village(actions: object, code: str) -> object:
    row = getattr(actions, "PlaceRow")  # noqa: B009 - the module is found by its name
    name = f"Village {code}"
    return row(
        code,
        code,
        "village",
        f"روستای {code}",
        name,
        "hashtrud",
        None,
        None,
        None,
        None,
        "",
        SOURCE,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kargosha.portal.settings")
    django.setup()
    {"prepare": prepare, "plain": plain}[sys.argv[1]](*sys.argv[2:])

"""Moves between counties for tests: a small matrix, with one flow out of the province."""

from datetime import date

from kargosha.areas.territory.models import Flow, Place
from kargosha.files.jalali import first_day

SPAN = (first_day(1390), first_day(1395))
MOVES = (
    ("hashtrud", "tabriz", 3_000),
    ("hashtrud", "maragheh", 1_000),
    ("sarab", "tabriz", 2_500),
    ("tabriz", "hashtrud", 200),
    ("tabriz", None, 9_000),
    (None, "sarab", 100),
    ("hurand", "tabriz", 50),
)


def moves(
    rows: tuple[tuple[str | None, str | None, float], ...] = MOVES,
    span: tuple[date, date] = SPAN,
) -> None:
    """Keep the flows of a span."""
    places = {place.slug: place for place in Place.objects.all()}
    for origin, destination, persons in rows:
        Flow.objects.create(
            origin=places.get(origin or ""),
            destination=places.get(destination or ""),
            from_on=span[0],
            to_on=span[1],
            persons=persons,
            source="test",
        )

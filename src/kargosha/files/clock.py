"""The only reader of the time in this ring."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

IRAN = timezone(timedelta(hours=3, minutes=30), "Asia/Tehran")
"""Iran has kept no summer time since 1401; a fixed offset needs no zone files on the machine."""


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date as an office in Iran would write it."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the date on which an instant falls, as an office in Iran would write it."""
    return moment.astimezone(IRAN).date()


def monotonic() -> float:
    """Return seconds since some fixed instant; only differences mean anything."""
    return time.monotonic()

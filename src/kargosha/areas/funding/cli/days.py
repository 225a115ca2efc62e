"""Days that are typed at a command: of the Persian or the Gregorian calendar."""

from datetime import date
from typing import Any

import click

from kargosha.files.jalali import day


class Day(click.ParamType[date]):
    """A day of either calendar."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day, or say which forms there are."""
        try:
            return day(str(value))
        except ValueError:
            return self.fail("Write the day as 1405/09/02 or as 2026-11-23.", param, ctx)

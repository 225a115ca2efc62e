"""What is typed on a command line: days, people by their codes, members."""

from typing import Any

import click

from kargosha.areas.registry.actions import MemberRow
from kargosha.files.doors.options import Day
from kargosha.files.letters import identifier


class PersonCode(click.ParamType[Any]):
    """A person by the code; gives the key."""

    name = "person"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = identifier(str(value)).casefold().removeprefix("n")
        if not (number.isascii() and number.isdigit()):
            self.fail(f"{value} is no code of a person such as n0000012", param, ctx)
        return int(number)


class Member(click.ParamType[Any]):
    """A member as PERSON[:ROLE[:YEARS]]."""

    name = "member"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> MemberRow:
        person, role, years, *_ = [*str(value).split(":"), "", ""]
        if years and not years.isdecimal():
            self.fail(f"{years} is no number of years", param, ctx)
        return MemberRow(
            PersonCode().convert(person, param, ctx), role or "member", int(years or 0)
        )


DAY, PERSON, MEMBER = Day(), PersonCode(), Member()

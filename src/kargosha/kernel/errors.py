"""What an act can be refused with, said as codes and values; `portal.answers` finds words and status.

ProgrammeError
├── NotAllowed   who asks may not do this                                   403
├── NotFound     it is not there, or may not be seen, which is the same      404
├── Refused      a rule says no: reasons, each a code with values            422
└── Conflict     someone was faster; look again and repeat                   409
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """One reason why a rule says no: the code of its sentence and what the sentence quotes."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class ProgrammeError(Exception):
    """Root of what a person can be told and can act on."""


class NotAllowed(ProgrammeError):
    """Who asks does not hold the permission, or not for this place."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(permission)


class NotFound(ProgrammeError):
    """There is no such thing, or none that the asker may see."""

    def __init__(self, what: str, key: object) -> None:
        self.what = what
        self.key = key
        super().__init__(f"{what} {key}")


class Refused(ProgrammeError):
    """A rule of the programme says no."""

    def __init__(self, *reasons: Refusal) -> None:
        self.reasons = reasons
        super().__init__("; ".join(f"{reason.code} {dict(reason.values)}" for reason in reasons))


class Conflict(ProgrammeError):
    """Someone else changed it first."""

    def __init__(self, code: str, **values: object) -> None:
        self.reason = Refusal(code, values)
        super().__init__(f"{code} {values}")

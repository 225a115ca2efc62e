"""What can happen to activities, calls and proposals."""

from kargosha.areas.applications.actions.calls import (
    FREEZE,
    ActivityRow,
    CallTerms,
    CallText,
    open_call,
    register_activities,
)
from kargosha.areas.applications.actions.freezing import PROPOSE, freeze_call
from kargosha.areas.applications.actions.proposals import receive_applications
from kargosha.areas.applications.actions.rolling import mark_undecided
from kargosha.areas.applications.frames.rows import ApplicationRow, MemberLine, Pledge

__all__ = [
    "FREEZE",
    "PROPOSE",
    "ActivityRow",
    "ApplicationRow",
    "CallTerms",
    "CallText",
    "MemberLine",
    "Pledge",
    "freeze_call",
    "mark_undecided",
    "open_call",
    "receive_applications",
    "register_activities",
]

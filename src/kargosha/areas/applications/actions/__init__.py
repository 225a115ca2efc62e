"""What can happen to activities, calls and proposals."""

from kargosha.areas.applications.actions.calls import (
    ActivityRow,
    CallTerms,
    CallText,
    open_call,
    register_activities,
)
from kargosha.areas.applications.actions.freezing import freeze_call
from kargosha.areas.applications.actions.proposals import ApplicationRow, receive_applications

__all__ = [
    "ActivityRow",
    "ApplicationRow",
    "CallTerms",
    "CallText",
    "freeze_call",
    "open_call",
    "receive_applications",
    "register_activities",
]

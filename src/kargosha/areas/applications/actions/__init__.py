"""What can happen to activities, calls and proposals."""

from kargosha.areas.applications.actions.calls import (
    ActivityRow,
    CallTerms,
    CallText,
    open_call,
    register_activities,
)
from kargosha.areas.applications.actions.proposals import ApplicationRow, receive_applications

__all__ = [
    "ActivityRow",
    "ApplicationRow",
    "CallTerms",
    "CallText",
    "open_call",
    "receive_applications",
    "register_activities",
]

"""What can happen to activities, calls and proposals."""

from kargosha.areas.applications.actions.calls import (
    CALL_TEXTS,
    FREEZE,
    ActivityRow,
    CallTerms,
    CallText,
    open_call,
    register_activities,
)
from kargosha.areas.applications.actions.drafts import save_draft
from kargosha.areas.applications.actions.freezing import PROPOSE, freeze_call
from kargosha.areas.applications.actions.lists import receive_activities, receive_list
from kargosha.areas.applications.actions.proposals import receive_applications
from kargosha.areas.applications.actions.rolling import mark_undecided
from kargosha.areas.applications.actions.submitting import submit_proposal
from kargosha.areas.applications.actions.withdrawals import withdraw_application
from kargosha.areas.applications.frames.composing import Proposal, Slip
from kargosha.areas.applications.frames.rows import ApplicationRow, MemberLine, Pledge

__all__ = [
    "CALL_TEXTS",
    "FREEZE",
    "PROPOSE",
    "ActivityRow",
    "ApplicationRow",
    "CallTerms",
    "CallText",
    "MemberLine",
    "Pledge",
    "Proposal",
    "Slip",
    "freeze_call",
    "mark_undecided",
    "open_call",
    "receive_activities",
    "receive_applications",
    "receive_list",
    "register_activities",
    "save_draft",
    "submit_proposal",
    "withdraw_application",
]

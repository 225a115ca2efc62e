"""What applications stores: activities, calls with their money and quotas, proposals and what
came of them."""

from kargosha.areas.applications.models.calls import (
    Activity,
    Call,
    CallFreeze,
    CallMoney,
    CallQuota,
)
from kargosha.areas.applications.models.eligibility import EligibilityFinding
from kargosha.areas.applications.models.proposals import (
    Application,
    ApplicationMember,
    Draft,
    JobPledge,
    Undecided,
    Withdrawal,
)

__all__ = [
    "Activity",
    "Application",
    "ApplicationMember",
    "Call",
    "CallFreeze",
    "CallMoney",
    "CallQuota",
    "Draft",
    "EligibilityFinding",
    "JobPledge",
    "Undecided",
    "Withdrawal",
]

"""What can happen to offices, users, roles, rules and messages, and how one signs in by a code."""

from kargosha.kernel.actions.beginning import begin_instance, begin_real_work
from kargosha.kernel.actions.offices import Names, register_office
from kargosha.kernel.actions.rules import RuleChange, approve_rule, propose_rule
from kargosha.kernel.actions.users import assign_role, end_role, register_user

__all__ = [
    "Names",
    "RuleChange",
    "approve_rule",
    "assign_role",
    "begin_instance",
    "begin_real_work",
    "end_role",
    "propose_rule",
    "register_office",
    "register_user",
]

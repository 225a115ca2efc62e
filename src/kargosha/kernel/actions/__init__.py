"""What can happen to offices, users, roles, rules, duties and messages, and how one signs in."""

from kargosha.kernel.actions.beginning import begin_instance, begin_real_work
from kargosha.kernel.actions.duties import escalate_duties
from kargosha.kernel.actions.messages import send_message
from kargosha.kernel.actions.offices import Names, register_office
from kargosha.kernel.actions.rules import RuleChange, approve_rule, propose_rule
from kargosha.kernel.actions.sign_in import (
    request_code,
    sign_in_with_code,
    sign_in_with_password,
)
from kargosha.kernel.actions.users import (
    assign_role,
    change_mobile,
    change_password,
    close_account,
    end_role,
    open_account,
    register_group_user,
    register_user,
    set_password,
)

__all__ = [
    "Names",
    "RuleChange",
    "approve_rule",
    "assign_role",
    "begin_instance",
    "begin_real_work",
    "change_mobile",
    "change_password",
    "close_account",
    "end_role",
    "escalate_duties",
    "open_account",
    "propose_rule",
    "register_group_user",
    "register_office",
    "register_user",
    "request_code",
    "send_message",
    "set_password",
    "sign_in_with_code",
    "sign_in_with_password",
]

"""What can happen to people and groups."""

from kargosha.areas.registry.actions.commitments import (
    CommitmentRow,
    end_commitment,
    record_commitment,
)
from kargosha.areas.registry.actions.consents import give_consent, revoke_consent
from kargosha.areas.registry.actions.groups import form_group, form_groups, set_bylaws
from kargosha.areas.registry.actions.imports import check_roster, import_roster
from kargosha.areas.registry.actions.interest import (
    InterestRow,
    end_interest,
    register_interest,
)
from kargosha.areas.registry.actions.memberships import change_role, end_membership, enter_member
from kargosha.areas.registry.actions.people import (
    HouseholdRow,
    correct_person,
    let_sign_in,
    link_user,
    register_person,
    state_household,
)
from kargosha.areas.registry.actions.proposed_groups import (
    FormedRow,
    ProposedRow,
    answer_invitation,
    form_proposed_group,
    give_up_proposed_group,
    propose_group,
)
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow

__all__ = [
    "CommitmentRow",
    "FormedRow",
    "GroupRow",
    "HouseholdRow",
    "InterestRow",
    "MemberRow",
    "PersonRow",
    "ProposedRow",
    "answer_invitation",
    "change_role",
    "check_roster",
    "correct_person",
    "end_commitment",
    "end_interest",
    "end_membership",
    "enter_member",
    "form_group",
    "form_groups",
    "form_proposed_group",
    "give_consent",
    "give_up_proposed_group",
    "import_roster",
    "let_sign_in",
    "link_user",
    "propose_group",
    "record_commitment",
    "register_interest",
    "register_person",
    "revoke_consent",
    "set_bylaws",
    "state_household",
]

from kargosha.areas.applications.pages.calls import (
    call,
    call_freeze,
    call_new,
    call_signing,
    calls,
    calls_file,
    signed_paper,
    signed_proposals,
)
from kargosha.areas.applications.pages.proposals import (
    my_proposals,
    proposal,
    proposal_withdraw,
    proposals,
    proposals_file,
)
from kargosha.areas.applications.pages.proposing import (
    propose,
    propose_check,
    propose_hand_in,
    propose_jobs,
    propose_money,
    propose_what,
)

__all__ = [
    "call",
    "call_freeze",
    "call_new",
    "call_signing",
    "calls",
    "calls_file",
    "my_proposals",
    "proposal",
    "proposal_withdraw",
    "proposals",
    "proposals_file",
    "propose",
    "propose_check",
    "propose_hand_in",
    "propose_jobs",
    "propose_money",
    "propose_what",
    "signed_paper",
    "signed_proposals",
]

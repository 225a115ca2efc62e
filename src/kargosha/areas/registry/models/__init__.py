"""What the registry stores: people and households, groups and who was in them when, who looks for a group."""

from kargosha.areas.registry.models.groups import Consent, Group, Membership
from kargosha.areas.registry.models.imports import RosterImport, RosterResult
from kargosha.areas.registry.models.interest import Interest, Invitation, ProposedGroup
from kargosha.areas.registry.models.money import Commitment, CommitmentEnd
from kargosha.areas.registry.models.people import Household, Person

__all__ = [
    "Commitment",
    "CommitmentEnd",
    "Consent",
    "Group",
    "Household",
    "Interest",
    "Invitation",
    "Membership",
    "Person",
    "ProposedGroup",
    "RosterImport",
    "RosterResult",
]

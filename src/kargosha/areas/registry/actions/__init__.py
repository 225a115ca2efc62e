"""What can happen to people and groups."""

from kargosha.areas.registry.actions.groups import form_group, form_groups
from kargosha.areas.registry.actions.people import register_person
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow

__all__ = [
    "GroupRow",
    "MemberRow",
    "PersonRow",
    "form_group",
    "form_groups",
    "register_person",
]

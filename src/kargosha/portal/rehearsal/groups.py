"""The made-up groups with their people, registered as an officer's list is."""

from kargosha.areas.registry import actions
from kargosha.areas.registry.models import Group
from kargosha.portal.rehearsal.made_up import groups
from kargosha.portal.rehearsal.people import STAGE


def load() -> None:
    """Register the groups where they are missing."""
    if not Group.objects.exists():
        actions.form_groups(groups=[(each.row, each.members) for each in groups()], by=STAGE)

"""The made-up groups with their people, registered as an officer's list is; two of their heads sign in."""

from kargosha.areas.allocation.models import Candidate
from kargosha.areas.registry import actions
from kargosha.areas.registry.models import Group, Membership
from kargosha.kernel import actions as kernel
from kargosha.kernel.models import User
from kargosha.portal.rehearsal.made_up import groups
from kargosha.portal.rehearsal.people import STAGE


def load() -> None:
    """Register the groups where they are missing."""
    if not Group.objects.exists():
        actions.form_groups(groups=[(each.row, each.members) for each in groups()], by=STAGE)


def let_heads_sign_in() -> None:
    """Give the heads of a granted and of a refused group an account, where there is none."""
    if User.objects.filter(office=None).exists():
        return
    for outcome in (Candidate.Outcome.GRANTED, Candidate.Outcome.REFUSED):
        case = Candidate.objects.filter(outcome=outcome, run__publication__isnull=False).latest(
            "id"
        )
        sitting = Membership.objects.filter(group=case.application.group, exited_on=None)
        head = sitting.get(role=Membership.Role.HEAD).person
        name = kernel.Names(head.full_name, head.code)
        user = kernel.register_group_user(names=name, mobile=head.mobile, by=STAGE)
        actions.link_user(person_id=head.pk, user_id=user.pk, by=STAGE)

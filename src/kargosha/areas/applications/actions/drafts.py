"""What a group fills in of a proposal, kept until it is handed in."""

from collections.abc import Mapping

from django.db import transaction

from kargosha.areas.applications.frames.drafts import call_of, group_of, is_own, refuse_unfit_draft
from kargosha.areas.applications.models import Draft
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@transaction.atomic
def save_draft(
    *, group_code: str, call_code: str, values: Mapping[str, object], by: Actor
) -> Draft:
    """Keep what a group has filled in of its proposal to a call, in place of what was kept before.

    It is kept when the call has closed, too: nothing that was typed is lost.

    Raises
    ------
    NotFound
        There is no such group or call.
    NotAllowed
        The actor neither enters proposals of the group's place nor is a member of it.
    Refused
        The draft cannot be stored.
    """
    group, call = group_of(group_code), call_of(call_code)
    if not is_own(by, group):
        require(by, Permission.APPLICATION_SUBMIT, on=group)
    refuse_unfit_draft(values)
    draft, _ = Draft.objects.update_or_create(
        call=call,
        group=group,
        defaults={"values": dict(values), "saved_by_id": by.user_id, "saved_at": clock.now()},
    )
    record("draft.saved", by=by, subject=group.subject, call=call.code)
    return draft

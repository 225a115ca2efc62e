"""What a person may ask about offices, users, rules, duties and the journal."""

from django.db.models import Prefetch, Q, QuerySet

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, visible_to
from kargosha.kernel.messages import MOST_TRIES, wait_after
from kargosha.kernel.models import (
    Duty,
    Instance,
    JournalEntry,
    JournalSeal,
    Message,
    Office,
    RoleAssignment,
    RuleVersion,
    User,
)
from kargosha.kernel.roles import Permission


def purpose() -> str | None:
    """Return whether this database holds rehearsal or real work; None before it has begun."""
    return Instance.objects.values_list("purpose", flat=True).first()


def offices(*, by: Actor) -> QuerySet[Office]:
    """Return the offices, in the order of their codes."""
    require(by, Permission.OFFICE_VIEW)
    return Office.objects.order_by("code")


def users(*, by: Actor) -> QuerySet[User]:
    """Return the users with their offices and the roles they hold, in the order of their names."""
    require(by, Permission.OFFICE_VIEW)
    held = RoleAssignment.objects.filter(ended_at=None).order_by("role", "scope")
    return (
        User.objects.select_related("office")
        .prefetch_related(Prefetch("roles", held, to_attr="held"))
        .order_by("username")
    )


def journal_entries(*, by: Actor, subject: str = "") -> QuerySet[JournalEntry]:
    """Return the journal, the latest act first; of one subject if asked."""
    require(by, Permission.JOURNAL_VIEW)
    entries = JournalEntry.objects.select_related("office").order_by("-id")
    return entries.filter(subject=subject) if subject else entries


def journal_seals(*, by: Actor) -> QuerySet[JournalSeal]:
    """Return the seals, the first one first."""
    require(by, Permission.JOURNAL_VIEW)
    return JournalSeal.objects.order_by("id")


def rule_versions(*, by: Actor) -> QuerySet[RuleVersion]:
    """Return proposed and approved changes of rules, the latest proposal first."""
    require(by, Permission.RULE_VIEW)
    return RuleVersion.objects.select_related("proposed_by", "approved_by").order_by("-proposed_at")


def open_duties(*, by: Actor) -> QuerySet[Duty]:
    """Return the duties that the asker's office owes, of the places one may see, the most urgent first."""
    seen = visible_to(by, Permission.DUTY_VIEW, "owner__place_code")
    return Duty.objects.filter(seen, owner_id=by.office_id, done_at=None).order_by("due_on", "id")


def messages_due(*, by: Actor) -> list[int]:
    """Return the keys of the messages that wait for a try now, the oldest first."""
    require(by, Permission.MESSAGE_SEND)
    now = clock.now()
    is_due = Q()
    for tries in range(MOST_TRIES):
        is_due |= Q(tried_count=tries, queued_at__lte=now - wait_after(tries))
    waiting = Message.objects.filter(is_due, sent_at=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))

"""What a person may ask about offices, users, rules, duties and the journal."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, visible_to
from kargosha.kernel.errors import NotFound
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

STATES = ("open", "closed")
"""Whether an account can be signed in to."""


@dataclass(frozen=True)
class Sought:
    """Which entries of the journal are asked for; what is left out leaves all."""

    subject: str = ""
    event: str = ""
    person: str = ""
    """A user name, or what the journal calls an actor, such as ``system:kernel.sealer``."""
    since: date | None = None
    until: date | None = None


ALL = Sought()


def purpose() -> str | None:
    """Return whether this database holds rehearsal or real work; None before it has begun."""
    return Instance.objects.values_list("purpose", flat=True).first()


def offices(*, by: Actor) -> QuerySet[Office]:
    """Return the offices, in the order of their codes."""
    require(by, Permission.OFFICE_VIEW)
    return Office.objects.order_by("code")


def users(
    *, by: Actor, search: str = "", office: str = "", role: str = "", state: str = ""
) -> QuerySet[User]:
    """Return the users with their offices and the roles they hold, in the order of their names.

    Of the names or user names that hold a text, of one office, with one role, open or closed, if asked.
    """
    require(by, Permission.OFFICE_VIEW)
    held = RoleAssignment.objects.filter(ended_at=None).order_by("role", "scope")
    found = User.objects.select_related("office").order_by("username")
    if search:
        is_named = Q(name_fa__icontains=search) | Q(name_en__icontains=search)
        found = found.filter(is_named | Q(username__icontains=search))
    if office:
        found = found.filter(office__code=office)
    if role:
        found = found.filter(pk__in=held.filter(role=role).values("user_id"))
    if state in STATES:
        found = found.filter(is_active=state == "open")
    return found.prefetch_related(Prefetch("roles", held, to_attr="held"))


def user_named(*, by: Actor, username: str) -> User:
    """Return one user with office and the roles held.

    Raises
    ------
    NotFound
        There is no such user.
    """
    user = users(by=by).filter(username=username).first()
    if user is None:
        raise NotFound("user", username)
    return user


def roles_ended(*, by: Actor, user: User) -> QuerySet[RoleAssignment]:
    """Return the roles that a user held once, the one that ended last first."""
    require(by, Permission.OFFICE_VIEW)
    return user.roles.filter(ended_at__isnull=False).order_by("-ended_at")


def journal_entries(*, by: Actor, sought: Sought = ALL) -> QuerySet[JournalEntry]:
    """Return the journal, the latest act first; of one subject, event, person or some days if asked."""
    require(by, Permission.JOURNAL_VIEW)
    entries = JournalEntry.objects.select_related("office").order_by("-id")
    if sought.subject:
        entries = entries.filter(subject=sought.subject)
    if sought.event:
        entries = entries.filter(event=sought.event)
    if sought.person:
        named = User.objects.filter(username=sought.person).first()
        entries = entries.filter(actor=named.subject if named else sought.person)
    if sought.since:
        entries = entries.filter(at__date__gte=sought.since)
    if sought.until:
        entries = entries.filter(at__date__lte=sought.until)
    return entries


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
    return _duties(by).filter(owner_id=by.office_id).order_by("due_on", "id")


def duties_come_up(*, by: Actor) -> QuerySet[Duty]:
    """Return the late duties that others owe and that escalate to the asker's office, the latest first."""
    late = _duties(by).filter(escalates_to_id=by.office_id, due_on__lt=clock.today())
    return late.exclude(owner_id=by.office_id).order_by("due_on", "id")


def late_duties(*, by: Actor) -> QuerySet[Duty]:
    """Return all duties that are late, of the places one may see, by office, the latest first."""
    late = _duties(by).filter(due_on__lt=clock.today())
    return late.order_by("owner__code", "due_on", "id")


def _duties(by: Actor) -> QuerySet[Duty]:
    seen = visible_to(by, Permission.DUTY_VIEW, "owner__place_code")
    return Duty.objects.filter(seen, done_at=None).select_related("owner", "escalates_to")


def messages_due(*, by: Actor) -> list[int]:
    """Return the keys of the messages that wait for a try now, the oldest first."""
    require(by, Permission.MESSAGE_SEND)
    now = clock.now()
    is_due = Q()
    for tries in range(MOST_TRIES):
        is_due |= Q(tried_count=tries, queued_at__lte=now - wait_after(tries))
    waiting = Message.objects.filter(is_due, sent_at=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))

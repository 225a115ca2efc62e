"""What a person may ask about one group: who is in it, who was, and what it and its members agreed to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kargosha.areas.registry.frames.groups import legal_numbers
from kargosha.areas.registry.models import Commitment, Consent, Group, Membership, Person
from kargosha.areas.registry.queries.groups import groups, own_groups
from kargosha.areas.registry.queries.seeing import CommitmentLine, ConsentLine, PersonSeen
from kargosha.files.letters import sort_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import Attachment
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

RECORD_YEARS = "eligibility.record_years"


@dataclass(frozen=True)
class MemberLine:
    """A member: since when in the group, whether with a record in production, what they agreed to."""

    membership: Membership
    seen: PersonSeen
    since: date
    has_record: bool
    has_agreed: bool

    @property
    def order(self) -> tuple[str, int]:
        """By which members of one role are ordered: names where they may be seen, else codes."""
        person = self.seen.person
        return (self.seen.name and sort_key(f"{person.family_name} {person.given_name}"), person.pk)

    @property
    def row(self) -> dict[str, object]:
        """The member as one row, for whoever takes it away."""
        return self.seen.row | {
            "role": self.membership.role,
            "since": self.since,
            "production_years": self.membership.production_years,
            "has_record": self.has_record,
            "has_agreed": self.has_agreed,
        }


@dataclass(frozen=True)
class PastLine:
    """A membership that ended: of whom, how, and who came instead."""

    membership: Membership
    seen: PersonSeen
    successor: PersonSeen | None


@dataclass(frozen=True)
class GroupPage:
    """All that is known of a group, people as far as the asker may see them.

    ``least`` is the legal number of members of its kind, ``record_years`` the years of production
    that count as a record, both of today.
    """

    group: Group
    members: Sequence[MemberLine]
    past: Sequence[PastLine]
    commitments: Sequence[CommitmentLine]
    consents: Sequence[ConsentLine]
    least: float
    least_source: str
    record_years: float
    may_register: bool
    may_record_money: bool
    is_own: bool

    @property
    def is_below_least(self) -> bool:
        """Whether it has fewer members than the law asks for."""
        return len(self.members) < self.least

    @property
    def has_head(self) -> bool:
        """Whether somebody stands for it."""
        return any(each.membership.role == Membership.Role.HEAD for each in self.members)

    @property
    def record_count(self) -> int:
        """Members with a record in production."""
        return sum(each.has_record for each in self.members)

    @property
    def unknown_homes(self) -> int:
        """Members of whose household it is not known whether anybody earns."""
        return sum(each.seen.is_without_earner is None for each in self.members)

    @property
    def homes_without_earner(self) -> int:
        """Members in whose household nobody earns."""
        return sum(each.seen.is_without_earner is True for each in self.members)


def group_page(*, by: Actor, code: str) -> GroupPage:
    """Return a group with its members by role and name, its past ones the latest first.

    Raises
    ------
    NotFound
        There is no such group, or none that the asker may read or is a member of.
    """
    group, is_own = _group(by, code)
    history = list(_history(group))
    people = _People(by, group, is_own)
    rules = rulebook_on(clock.today())
    record_years = rules.number(RECORD_YEARS)
    least, source = legal_numbers(clock.today())[group.kind]
    consents = list(_consents(group))
    return GroupPage(
        group=group,
        members=_members(people, history, consents, record_years),
        past=_past(people, history),
        commitments=[
            each for each in _commitment_lines(people, history) if not _is_of_fellow(each.seen)
        ],
        consents=[
            each
            for each in (ConsentLine(of, people.seen(of.person)) for of in consents)
            if not _is_of_fellow(each.seen)
        ],
        least=least,
        least_source=source,
        record_years=record_years,
        may_register=by.may(Permission.GROUP_REGISTER, group.place_code),
        may_record_money=by.may(Permission.COMMITMENT_RECORD, group.place_code),
        is_own=is_own,
    )


def member_page(*, by: Actor, code: str, person_id: int) -> tuple[GroupPage, MemberLine]:
    """Return a member of a group, with the group.

    Raises
    ------
    NotFound
        There is no such group, none that the asker may read, or the person is not a member now.
    """
    page = group_page(by=by, code=code)
    for line in page.members:
        if line.membership.person_id == person_id:
            return page, line
    raise NotFound("membership", person_id)


def bylaws(*, by: Actor, code: str) -> Attachment:
    """Return the by-laws of a group.

    Raises
    ------
    NotFound
        There is no such group, it handed none in, or the asker may not read it.
    """
    group, _ = _group(by, code)
    if group.bylaws is None:
        raise NotFound("bylaws", code)
    return group.bylaws


@dataclass(frozen=True)
class _People:
    """How the people of one group are seen by the asker."""

    by: Actor
    group: Group
    is_own: bool

    def seen(self, person: Person) -> PersonSeen:
        """Return one of them."""
        return PersonSeen.by(self.by, person, self.group.place_code, is_fellow=self.is_own)


def _group(by: Actor, code: str) -> tuple[Group, bool]:
    """Return a group and whether it is the asker's own."""
    if by.user_id is not None and by.may_somewhere(Permission.GROUP_OWN):
        own = own_groups(by=by).filter(code=code).first()
        if own is not None:
            return own, True
    if not by.may_somewhere(Permission.GROUP_VIEW):
        raise NotFound("group", code)
    group = groups(by=by).filter(code=code).first()
    if group is None:
        raise NotFound("group", code)
    return group, False


def _history(group: Group) -> QuerySet[Membership]:
    return group.memberships.select_related(
        "person__household", "replaced_by__person__household"
    ).order_by("entered_on", "pk")


def _members(
    people: _People,
    history: Sequence[Membership],
    consents: Iterable[Consent],
    record_years: float,
) -> list[MemberLine]:
    """Return the members of now: those with an office first, then by their names."""
    agreed = {
        each.person_id
        for each in consents
        if each.purpose == Consent.Purpose.MEMBERSHIP and each.revoked_at is None
    }
    roles = Membership.Role.values
    lines = [
        MemberLine(
            each,
            people.seen(each.person),
            _since(each, history),
            each.production_years >= record_years,
            each.person_id in agreed,
        )
        for each in history
        if each.exited_on is None
    ]
    return sorted(lines, key=lambda line: (roles.index(line.membership.role), *line.order))


def _past(people: _People, history: Iterable[Membership]) -> list[PastLine]:
    """Return the memberships that ended, the latest first."""
    ended = [
        PastLine(each, people.seen(each.person), _successor(people, each))
        for each in history
        if each.exited_on is not None
    ]
    return sorted(ended, key=lambda line: (line.membership.exited_on, line.membership.pk))[::-1]


def _successor(people: _People, ended: Membership) -> PersonSeen | None:
    return None if ended.replaced_by is None else people.seen(ended.replaced_by.person)


def _since(member: Membership, history: Iterable[Membership]) -> date:
    """Return since when somebody is a member without a break, whatever the roles in between."""
    since = member.entered_on
    own = [each for each in history if each.person_id == member.person_id]
    for each in sorted(own, key=lambda past: past.pk, reverse=True):
        if each.exit_kind == Membership.Exit.ROLE_CHANGED and each.exited_on == since:
            since = each.entered_on
    return since


def _commitment_lines(people: _People, history: Iterable[Membership]) -> list[CommitmentLine]:
    """Return the money that the group or a member of now has for work, the latest first."""
    members = [each.person_id for each in history if each.exited_on is None]
    found = Commitment.objects.filter(Q(group=people.group) | Q(person__in=members))
    return [
        CommitmentLine(each, None if each.person is None else people.seen(each.person))
        for each in found.select_related("person__household", "end")
    ]


def _is_of_fellow(seen: PersonSeen | None) -> bool:
    """Say whether it is of a fellow member, whose own affairs stay their own."""
    return seen is not None and seen.sight == "name"


def _consents(group: Group) -> QuerySet[Consent]:
    found = Consent.objects.filter(group=group).select_related("person__household", "evidence")
    return found.defer("evidence__content").order_by("-given_at", "-pk")

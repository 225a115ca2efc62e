"""Undecided proposals copied into a call that they fit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from kargosha.areas.applications.models import (
    Application,
    ApplicationMember,
    Call,
    JobPledge,
)
from kargosha.kernel.turns import take_turn

ROLLING = "undecided"
"""Who marks and who takes over take turns on this, so that nothing is left between the two."""
CODE_LENGTH = 50
COPIED = (
    "group_id",
    "kind",
    "name_fa",
    "name_en",
    "place_id",
    "place_code",
    "activity_id",
    "amount",
    "own_amount",
    "jobs_promised",
    "jobs_pledged",
    "jobs_payable",
    "member_count",
    "no_earner_share",
    "has_record",
    "has_conduct",
    "has_course",
    "production_years",
    "record_member_count",
    "tags",
    "submitted_on",
)


def taken_over(call: Call) -> Sequence[Application]:
    """Copy into a call what earlier calls left undecided and it is for, with members and pledges.

    Left to the next call is a proposal whose group has proposed here already, or a member of which
    stands in another proposal of this call: a person stands in one.
    """
    take_turn(ROLLING, call.subject)
    if hasattr(call, "freeze"):
        return []
    waiting = list(_waiting_for(call))
    members = _members_of(waiting)
    free = _one_proposal_a_person(call, waiting, members)
    copies = {each.pk: _copy(each, call, code) for each, code in _coded(free)}
    Application.objects.bulk_create(copies.values())
    ApplicationMember.objects.bulk_create(
        ApplicationMember(
            application=copies[each.pk],
            call=call,
            person_id=member.person_id,
            production_years=member.production_years,
            is_without_earner=member.is_without_earner,
        )
        for each in free
        for member in members[each.pk]
    )
    pledges = JobPledge.objects.filter(application__in=free).order_by("id")
    JobPledge.objects.bulk_create(
        JobPledge(
            application=copies[each.application_id], title=each.title, person_id=each.person_id
        )
        for each in pledges
    )
    return list(copies.values())


def _waiting_for(call: Call) -> Iterable[Application]:
    """Return what was left undecided, goes on, and fits the call, the longest waiting first."""
    waiting = Application.objects.filter(
        undecided__isnull=False, rolled_into=None, withdrawal=None
    ).exclude(call=call)
    if call.place_codes:
        inside = Q()
        for code in call.place_codes:
            inside |= Q(place_code__startswith=code)
        waiting = waiting.filter(inside)
    if call.activity_codes:
        waiting = waiting.filter(activity__code__in=call.activity_codes)
    return waiting.order_by("undecided__marked_at", "pk")


def _members_of(proposals: Sequence[Application]) -> Mapping[int, Sequence[ApplicationMember]]:
    members: dict[int, list[ApplicationMember]] = defaultdict(list)
    for each in ApplicationMember.objects.filter(application__in=proposals, left_at=None):
        members[each.application_id].append(each)
    return members


def _one_proposal_a_person(
    call: Call,
    waiting: Sequence[Application],
    members: Mapping[int, Sequence[ApplicationMember]],
) -> Sequence[Application]:
    """Return of the proposals those of whose group and people none stands in the call already."""
    standing = call.applications.filter(withdrawal=None)
    groups = set(standing.exclude(group=None).values_list("group_id", flat=True))
    here = ApplicationMember.objects.filter(call=call, left_at=None)
    people = set(here.values_list("person_id", flat=True))
    free = []
    for each in waiting:
        own = {member.person_id for member in members[each.pk]}
        if each.group_id in groups or own & people:
            continue
        free.append(each)
        if each.group_id is not None:
            groups.add(each.group_id)
        people |= own
    return free


def _coded(proposals: Sequence[Application]) -> Iterable[tuple[Application, str]]:
    """Yield each proposal with the code it has in the next call: the first one's with -2 or -3, or one
    of its own where that is too long or taken."""
    wished = {
        each.pk: f"{each.code.removesuffix(f'-{each.rolled_count + 1}')}-{each.rolled_count + 2}"
        for each in proposals
    }
    taken = set(Application.objects.filter(code__in=wished.values()).values_list("code", flat=True))
    for each in proposals:
        code = wished[each.pk]
        is_free = code not in taken and len(code) <= CODE_LENGTH
        yield each, code if is_free else f"rolled-{each.pk}-{each.rolled_count + 2}"


def _copy(proposal: Application, call: Call, code: str) -> Application:
    return Application(
        **{name: getattr(proposal, name) for name in COPIED},
        code=code,
        call=call,
        rolled_from=proposal,
        rolled_count=proposal.rolled_count + 1,
    )

"""Proposals written with their members and pledges in few statements, and what they are refused for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from kargosha.areas.applications.frames.rows import ApplicationRow
from kargosha.areas.applications.models import (
    Activity,
    Application,
    ApplicationMember,
    Call,
    JobPledge,
)
from kargosha.areas.registry.models import Group, Person
from kargosha.areas.territory.models import Place
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import MOST_TOLD, refuse_unfit, refuse_unknown

Coded = TypeVar("Coded", Place, Activity, Group)

MOST_YEARS = 100
"""Nobody has produced for longer."""


def received(call: Call, rows: Sequence[ApplicationRow]) -> list[Application]:
    """Write proposals to a call, all or none; who calls has taken the call's turn.

    Raises
    ------
    Refused
        With the reasons that `receive_applications` lists.
    """
    _refuse_taken_codes(rows)
    _refuse_unfit_members(rows)
    proposals = _proposals(call, rows)
    late = [row.code for row in rows if not call.opens_on <= row.submitted_on <= call.closes_on]
    if late:
        raise Refused(Refusal("refusal.outside_call", {"codes": late}))
    _refuse_miscounted(rows)
    _refuse_members_twice(call, rows)
    members = [
        ApplicationMember(application=proposal, call=call, **vars(line))
        for proposal, row in zip(proposals, rows, strict=True)
        for line in row.members
    ]
    pledges = [
        JobPledge(application=proposal, **vars(pledge))
        for proposal, row in zip(proposals, rows, strict=True)
        for pledge in row.pledges
    ]
    refuse_unfit([*proposals, *pledges])
    Application.objects.bulk_create(proposals)
    ApplicationMember.objects.bulk_create(members)
    JobPledge.objects.bulk_create(pledges)
    return proposals


def _refuse_taken_codes(rows: Sequence[ApplicationRow]) -> None:
    given = Counter(row.code for row in rows)
    taken = set(Application.objects.filter(code__in=given).values_list("code", flat=True))
    bad = sorted(taken | {code for code, times in given.items() if times > 1})
    if bad:
        raise Refused(*(Refusal("refusal.code_taken", {"code": each}) for each in bad[:MOST_TOLD]))


def _proposals(call: Call, rows: Sequence[ApplicationRow]) -> list[Application]:
    """Return the proposals, with the places, activities and groups they name."""
    places = _by_code(Place, {row.place_code for row in rows} - {""})
    activities = _by_code(Activity, {row.activity for row in rows})
    groups = _by_code(Group, {row.group for row in rows} - {""})
    people = {line.person_id for row in rows for line in row.members}
    people |= {each.person_id for row in rows for each in row.pledges if each.person_id is not None}
    known = set(Person.objects.filter(pk__in=people).values_list("pk", flat=True))
    refuse_unknown(
        ({row.place_code for row in rows} - {*places})
        | ({row.activity for row in rows} - {*activities})
        | ({row.group for row in rows} - {*groups, ""})
        | {Person(pk=each).code for each in people - known}
    )
    return [
        Application(
            **row.own_fields,
            call=call,
            group=groups.get(row.group),
            place=places[row.place_code],
            place_code=row.place_code,
            activity=activities[row.activity],
            tags=list(row.tags),
        )
        for row in rows
    ]


def _by_code(model: type[Coded], codes: Iterable[str]) -> Mapping[str, Coded]:
    return {each.code: each for each in model.objects.filter(code__in=codes)}


def _refuse_unfit_members(rows: Sequence[ApplicationRow]) -> None:
    unfit = [
        Refusal("refusal.unfit", {"row": row.code, "fields": ["production_years"]})
        for row in rows
        if any(not 0 <= line.production_years <= MOST_YEARS for line in row.members)
    ]
    if unfit:
        raise Refused(*unfit[:MOST_TOLD])


def _refuse_miscounted(rows: Sequence[ApplicationRow]) -> None:
    """Refuse rows whose counts are not those of the members and pledges they name."""
    counts = [
        (row.code, field, stated, len(named))
        for row in rows
        for field, stated, named in (
            ("member_count", row.member_count, row.members),
            ("jobs_pledged", row.jobs_pledged, row.pledges),
        )
        if named and stated != len(named)
    ]
    if counts:
        raise Refused(
            *(
                Refusal(
                    "refusal.miscounted",
                    {"code": code, "field": field, "stated": stated, "named": named},
                )
                for code, field, stated, named in counts[:MOST_TOLD]
            )
        )


def _refuse_members_twice(call: Call, rows: Sequence[ApplicationRow]) -> None:
    """Refuse people who stand in two living proposals of the call, naming both."""
    standing: dict[int, list[str]] = defaultdict(list)
    people = {line.person_id for row in rows for line in row.members}
    living = ApplicationMember.objects.filter(call=call, left_at=None, person_id__in=people)
    for person, code in living.values_list("person_id", "application__code"):
        standing[person].append(code)
    for row in rows:
        for line in row.members:
            standing[line.person_id].append(row.code)
    twice = [(person, codes) for person, codes in sorted(standing.items()) if len(codes) > 1]
    if twice:
        raise Refused(
            *(
                Refusal(
                    "refusal.member_twice",
                    {"person": Person(pk=person).code, "codes": sorted({*codes})},
                )
                for person, codes in twice[:MOST_TOLD]
            )
        )

"""What a person may ask about a proposal that is being filled in: what it comes to so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kargosha.analysis.applications import Verdict
from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.frames import eligibility
from kargosha.areas.applications.frames.ceilings import cost_per_job
from kargosha.areas.applications.frames.composing import Proposal, Slip, composed, slip_of
from kargosha.areas.applications.frames.credible import Credible, credible_of, names_of
from kargosha.areas.applications.frames.drafts import call_of, group_of, is_own
from kargosha.areas.applications.frames.rows import ApplicationRow, Pledge
from kargosha.areas.applications.models import Activity, Application, Call, Draft
from kargosha.areas.registry.models import Group, Membership
from kargosha.areas.registry.queries.seeing import PersonSeen
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

MOST_PLACES = 400


@dataclass(frozen=True)
class Proposing:
    """A group's proposal as far as it is filled in, and what it comes to by today's rules.

    ``cost`` is what a job costs in the activity, None until one is chosen; ``row``, ``verdict`` and
    ``credible`` are None until activity, amount and jobs are there.
    """

    call: Call
    group: Group
    values: Mapping[str, Any]
    activities: Sequence[Activity]
    places: Sequence[Place]
    members: Sequence[tuple[Membership, PersonSeen]]
    row: ApplicationRow | None
    verdict: Verdict | None
    credible: Credible | None
    slip: Slip | None
    cost: int | None
    living: Application | None
    is_open: bool
    is_own: bool
    names: Mapping[str, Activity | Place]

    def proposal(self, *, is_confirmed: bool) -> Proposal | None:
        """Return the proposal as it is filled in; None while something of it is missing."""
        return _proposal_of({**self.values, "is_confirmed": is_confirmed})

    @property
    def slip_values(self) -> Mapping[str, object]:
        """What the warning of a slip quotes."""
        return {} if self.slip is None else vars(self.slip)


def proposing(*, by: Actor, group_code: str, call_code: str) -> Proposing:
    """Return what a group has filled in of its proposal to a call, and what it comes to.

    Raises
    ------
    NotFound
        There is no such group or call.
    NotAllowed
        The asker neither enters proposals of the group's place nor is a member of it.
    """
    group, call = group_of(group_code), call_of(call_code)
    own = is_own(by, group)
    if not own and not by.may(Permission.APPLICATION_SUBMIT, group.place_code):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
    draft = Draft.objects.filter(group=group, call=call).first()
    values = draft.values if draft else {}
    rules = rulebook_on(clock.today())
    proposal = _proposal_of(values)
    row = composed(call, group, proposal, rules, clock.today()) if proposal else None
    asked = Activity.objects.order_by("code")
    if call.activity_codes:
        asked = asked.filter(code__in=call.activity_codes)
    sitting = Membership.objects.filter(group=group, exited_on=None)
    near = Place.objects.filter(code__startswith=group.place_code).exclude(code="")
    return Proposing(
        call=call,
        group=group,
        values=values,
        activities=list(asked),
        places=list(near.order_by("code")[:MOST_PLACES]),
        members=[
            (each, PersonSeen.by(by, each.person, group.place_code, is_fellow=own))
            for each in sitting.select_related("person__household").order_by("entered_on", "pk")
        ],
        row=row,
        verdict=None if row is None else _verdict(call, group, row, rules),
        credible=None if row is None else credible_of(row, row.activity, rules),
        slip=None if proposal is None else slip_of(proposal, rules),
        cost=cost_per_job(rules, values["activity"]) if values.get("activity") else None,
        living=Application.objects.filter(call=call, group=group, withdrawal=None).first(),
        is_open=call.opens_on <= clock.today() <= call.closes_on,
        is_own=own,
        names=names_of(call, row.place_code if row else group.place_code),
    )


def _proposal_of(values: Mapping[str, Any]) -> Proposal | None:
    """Return the proposal that a draft holds; None while something of it is missing."""
    jobs = [Pledge(each["title"], each.get("person")) for each in values.get("jobs", [])]
    if not (values.get("activity") and "amount" in values and jobs):
        return None
    return Proposal(
        activity=values["activity"],
        amount=values["amount"],
        own_amount=values["own_amount"],
        pledges=jobs,
        place_code=values.get("place_code", ""),
        is_confirmed=bool(values.get("is_confirmed")),
    )


def _verdict(call: Call, group: Group, row: ApplicationRow, rules: Rulebook) -> Verdict:
    line = {
        "pk": 0,
        "group_id": group.pk,
        "activity__code": row.activity,
        "place_code": row.place_code,
        "rolled_count": 0,
    }
    line |= {name: value for name, value in vars(row).items() if name in eligibility.FIELDS}
    people = [(each.person_id, each.production_years) for each in row.members]
    return eligibility.verdicts(call, [line], {row.code: people}, rules, with_passed=True)[0]

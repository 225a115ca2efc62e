"""What a person may ask about one proposal: its card, and what it comes to before it is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kargosha.analysis.applications import Verdict
from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.frames import eligibility
from kargosha.areas.applications.frames.ceilings import cost_per_job
from kargosha.areas.applications.frames.composing import Proposal, Slip, composed, slip_of
from kargosha.areas.applications.frames.drafts import call_of, group_of, is_own
from kargosha.areas.applications.frames.rows import ApplicationRow, Pledge
from kargosha.areas.applications.models import (
    Activity,
    Application,
    ApplicationMember,
    Call,
    CallFreeze,
    Draft,
    JobPledge,
)
from kargosha.areas.applications.queries.proposals import applications, refuse_strangers, state_of
from kargosha.areas.registry.models import Group, Membership, Person
from kargosha.areas.registry.queries.seeing import PersonSeen
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

MOST_PLACES = 400


@dataclass(frozen=True)
class Credible:
    """The jobs that count: the least of three."""

    pledged: int
    payable: float
    paid_for: float
    cost: int
    cost_source: str

    @property
    def jobs(self) -> float:
        """How many count."""
        return min(self.pledged, self.payable, self.paid_for)

    @property
    def bound(self) -> str:
        """Which of the three is the least."""
        counts = {"pledged": self.pledged, "payable": self.payable, "paid_for": self.paid_for}
        return min(counts, key=counts.__getitem__)


@dataclass(frozen=True)
class ProposalPage:
    """A proposal as its page shows it, people as far as the asker may see them.

    ``verdict`` is what the rules say: as found when the call was frozen, or as they would now.
    ``outcome`` is what the published round decided, by the candidate it made of the proposal.
    """

    application: Application
    state: str
    members: Sequence[tuple[ApplicationMember, PersonSeen]]
    pledges: Sequence[tuple[JobPledge, PersonSeen | None]]
    verdict: Verdict
    is_found: bool
    credible: Credible
    freeze: CallFreeze | None
    duty: Duty | None
    outcome: Any
    is_own: bool
    may_withdraw: bool
    names: Mapping[str, Activity | Place]

    @property
    def unknown_homes(self) -> int:
        """Members of whose household it is not known whether anybody earns."""
        return sum(member.is_without_earner is None for member, _ in self.members)


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

    @property
    def slip_values(self) -> Mapping[str, object]:
        """What the warning of a slip quotes."""
        return {} if self.slip is None else vars(self.slip)


def application_page(*, by: Actor, code: str) -> ProposalPage:
    """Return a proposal with its members, pledges, and what the rules say of it.

    Raises
    ------
    NotAllowed
        The asker may see no proposal anywhere.
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    refuse_strangers(by)
    application = applications(by=by).filter(code=code).first()
    if application is None:
        raise NotFound("application", code)
    call, own = application.call, is_own(by, application.group)
    freeze = CallFreeze.objects.filter(call=call).first()
    rules = rulebook_on(call.rules_on, as_known_at=None if freeze is None else freeze.signed_at)
    members = application.members.select_related("person__household").order_by("pk")
    pledges = application.pledges.select_related("person__household")
    state = state_of(application)
    decided = application.candidates.filter(run__publication__isnull=False)
    duties = Duty.objects.filter(subject=call.subject, done_at=None).select_related("owner")
    return ProposalPage(
        application=application,
        state=state,
        members=[(each, _seen(by, each.person, application, own)) for each in members],
        pledges=[
            (each, None if each.person is None else _seen(by, each.person, application, own))
            for each in pledges
        ],
        verdict=eligibility.verdict(application, rules),
        is_found=hasattr(application, "eligibility"),
        credible=_credible(application, application.activity.code, rules),
        freeze=freeze,
        duty=duties.order_by("due_on").first(),
        outcome=decided.select_related("run").first(),
        is_own=own,
        names=_names(call, application.place_code),
        may_withdraw=state != "withdrawn"
        and (freeze is None or state == "undecided")
        and (own or by.may(Permission.APPLICATION_SUBMIT, application.place_code)),
    )


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
    proposal = proposal_of(values)
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
        credible=None if row is None else _credible(row, row.activity, rules),
        slip=None if proposal is None else slip_of(proposal, rules),
        cost=cost_per_job(rules, values["activity"]) if values.get("activity") else None,
        living=Application.objects.filter(call=call, group=group, withdrawal=None).first(),
        is_open=call.opens_on <= clock.today() <= call.closes_on,
        is_own=own,
        names=_names(call, row.place_code if row else group.place_code),
    )


def proposal_of(values: Mapping[str, Any]) -> Proposal | None:
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


def _credible(of: Application | ApplicationRow, activity: str, rules: Rulebook) -> Credible:
    cost = cost_per_job(rules, activity)
    rule = rules.rules.get(f"cost_per_job.{activity}") or rules.rule("cost_per_job.general")
    return Credible(of.jobs_pledged, of.jobs_payable, of.amount / cost, cost, rule.source)


def _seen(by: Actor, person: Person, application: Application, own: bool) -> PersonSeen:
    return PersonSeen.by(by, person, application.place_code, is_fellow=own)


def _names(call: Call, place_code: str) -> Mapping[str, Activity | Place]:
    """Return what sentences say by name and not by code: activities, and places of the call."""
    places = Place.objects.filter(code__in=[place_code, *call.place_codes]).exclude(code="")
    activities = {each.code: each for each in Activity.objects.all()}
    return {**activities, **{each.code: each for each in places}}

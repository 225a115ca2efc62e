"""A group's proposal made whole: what the group says, and what follows from who its members are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kargosha.analysis.rules import Rulebook
from kargosha.analysis.territory.settlements import Thresholds, settlement_class
from kargosha.areas.applications.frames.ceilings import cost_per_job
from kargosha.areas.applications.frames.rows import ApplicationRow, MemberLine, Pledge
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.registry.models import Group, Membership, Person
from kargosha.areas.territory.models import Observation, Place
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unknown

CODE_LENGTH = 46
"""Longer codes leave no room for what rolling over adds."""

SMALL_PLACES = ("village", "small_town")


@dataclass(frozen=True)
class Proposal:
    """What a group says of its proposal; all else follows from its members.

    ``place_code`` is empty for the group's own place. ``jobs_payable`` is what the plan's own cash
    flow can pay, None as long as nobody has reckoned it. ``is_confirmed`` says that an amount far
    from what jobs cost is meant.
    """

    activity: str
    amount: int
    own_amount: int
    pledges: Sequence[Pledge]
    place_code: str = ""
    jobs_payable: float | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class Slip:
    """An amount that is far from what the pledged jobs cost in the activity."""

    amount: int
    jobs: int
    per_job: int
    norm: int
    source: str


def composed(
    call: Call, group: Group, proposal: Proposal, rulebook: Rulebook, day: date
) -> ApplicationRow:
    """Return the whole row of a group's proposal, handed in on a day.

    Raises
    ------
    Refused
        The activity or the place is not known.
    """
    members = _members(group)
    place_code = proposal.place_code or group.place_code
    activities = {each.code: each for each in Activity.objects.filter(code=proposal.activity)}
    places = {each.code: each for each in Place.objects.filter(code=place_code)}
    refuse_unknown({proposal.activity, place_code} - {*activities, *places})
    activity, place = activities[proposal.activity], places[place_code]
    lines = [_line(each) for each in members]
    years = rulebook.number("eligibility.record_years")
    recorded = sum(line.production_years >= years for line in lines)
    without_earner = sum(line.is_without_earner is True for line in lines)
    jobs = len(proposal.pledges)
    return ApplicationRow(
        code=free_code(call, group),
        group=group.code,
        kind=group.kind,
        name_fa=group.name_fa,
        name_en=group.name_en or group.name_fa,
        place_code=place_code,
        activity=activity.code,
        amount=proposal.amount,
        own_amount=proposal.own_amount,
        jobs_promised=jobs,
        jobs_pledged=jobs,
        jobs_payable=float(jobs) if proposal.jobs_payable is None else proposal.jobs_payable,
        member_count=len(lines),
        no_earner_share=round(without_earner / len(lines), 4) if lines else 0.0,
        has_record=recorded > 0,
        has_conduct=False,
        has_course=False,
        production_years=max((line.production_years for line in lines), default=0),
        record_member_count=recorded,
        tags=_tags([each.person for each in members], activity, place, rulebook),
        members=lines,
        pledges=list(proposal.pledges),
        submitted_on=day,
    )


def slip_of(proposal: Proposal, rulebook: Rulebook) -> Slip | None:
    """Return the slip that an amount looks like: ten times, or a tenth of, what its jobs cost."""
    jobs = len(proposal.pledges)
    if not jobs or proposal.amount <= 0:
        return None
    norm = cost_per_job(rulebook, proposal.activity)
    per_job = proposal.amount // jobs
    factor = rulebook.number("eligibility.slip_factor")
    if norm / factor <= per_job <= norm * factor:
        return None
    named = rulebook.rules.get(f"cost_per_job.{proposal.activity}")
    source = (named or rulebook.rule("cost_per_job.general")).source
    return Slip(proposal.amount, jobs, per_job, norm, source)


def refuse_slip(proposal: Proposal, rulebook: Rulebook) -> None:
    """Refuse an amount that looks like a slip and was not confirmed.

    Raises
    ------
    Refused
        With what a job costs in the activity, and the source.
    """
    slip = slip_of(proposal, rulebook)
    if slip is not None and not proposal.is_confirmed:
        raise Refused(Refusal("refusal.amount_slip", vars(slip)))


def free_code(call: Call, group: Group) -> str:
    """Return the code of the group's next proposal to the call: each is given once, a withdrawn one
    keeps its own."""
    earlier = Application.objects.filter(call=call, group=group).count()
    code = f"{call.code}-{group.code}"
    if len(code) > CODE_LENGTH:
        code = f"call{call.pk}-group{group.pk}"
    return f"{code}-w{earlier}" if earlier else code


def _members(group: Group) -> list[Membership]:
    sitting = Membership.objects.filter(group=group, exited_on=None)
    return list(sitting.select_related("person__household").order_by("entered_on", "pk"))


def _line(membership: Membership) -> MemberLine:
    home = membership.person.household
    return MemberLine(
        membership.person_id,
        membership.production_years,
        None if home is None else home.is_without_earner,
    )


def _tags(
    people: Sequence[Person], activity: Activity, place: Place, rulebook: Rulebook
) -> list[str]:
    """Return the classes that quotas may count: by the majority of the members, activity and place."""
    oldest = rulebook.number("eligibility.youth_years")
    women = sum(each.sex == Person.Sex.FEMALE for each in people)
    young = sum(
        each.born_on is not None and _age(each.born_on, rulebook.day) <= oldest for each in people
    )
    held: Mapping[str, bool] = {
        f"sector-{activity.sector}": True,
        "women": bool(people) and 2 * women >= len(people),
        "youth": bool(people) and 2 * young >= len(people),
        "small-place": _is_small(place, rulebook),
    }
    return [tag for tag, holds in held.items() if holds]


def _is_small(place: Place, rulebook: Rulebook) -> bool:
    counted = Observation.objects.filter(
        place=place, indicator__code="population", value__isnull=False
    )
    people = (
        counted.filter(observed_on__lte=rulebook.day)
        .order_by("-observed_on", "-pk")
        .values_list("value", flat=True)
        .first()
    )
    sizes = Thresholds(
        rulebook.number("eligibility.rural_town_population"),
        rulebook.number("territory.metropolis"),
    )
    return settlement_class(place.kind, people, sizes) in SMALL_PLACES


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))

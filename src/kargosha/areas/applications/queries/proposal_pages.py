"""What a person may ask about one proposal that was handed in: its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kargosha.analysis.applications import Verdict
from kargosha.areas.applications.frames import eligibility
from kargosha.areas.applications.frames.credible import Credible, credible_of, names_of
from kargosha.areas.applications.frames.drafts import is_own
from kargosha.areas.applications.models import (
    Activity,
    Application,
    ApplicationMember,
    Call,
    CallFreeze,
    JobPledge,
)
from kargosha.areas.applications.queries.proposals import ProposalSeen, applications
from kargosha.areas.registry.models import Person
from kargosha.areas.registry.queries.seeing import PersonSeen
from kargosha.areas.territory.models import Place
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on


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


def application_page(*, by: Actor, code: str) -> ProposalPage:
    """Return a proposal with its members, pledges, and what the rules say of it.

    Raises
    ------
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    application = applications(by=by).select_related("call__freeze").filter(code=code).first()
    if application is None:
        raise NotFound("application", code)
    call, own = application.call, is_own(by, application.group)
    freeze: CallFreeze | None = getattr(call, "freeze", None)
    rules = rulebook_on(call.rules_on, as_known_at=None if freeze is None else freeze.signed_at)
    members = application.members.select_related("person__household").order_by("pk")
    pledges = application.pledges.select_related("person__household")
    state = ProposalSeen(application).state
    outcome = _outcome(application)
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
        credible=credible_of(application, application.activity.code, rules),
        freeze=freeze,
        duty=_owed_next(call) if outcome is None else None,
        outcome=outcome,
        is_own=own,
        names=_names(application),
        may_withdraw=state != "withdrawn"
        and (freeze is None or state == "undecided")
        and (own or by.may(Permission.APPLICATION_SUBMIT, application.place_code)),
    )


def _seen(by: Actor, person: Person, application: Application, own: bool) -> PersonSeen:
    return PersonSeen.by(by, person, application.place_code, is_fellow=own)


def _names(application: Application) -> Mapping[str, Activity | Place]:
    """Return what sentences say by name: the proposal's own activity and place, and those of the call."""
    call, activity, place = application.call, application.activity, application.place
    of_call = names_of(call, place.code) if call.place_codes or call.activity_codes else {}
    return {activity.code: activity, place.code: place, **of_call}


def _outcome(application: Application) -> Any:
    """Return the candidate that a published round made of it, if one did."""
    decided = application.candidates.filter(run__publication__isnull=False)
    return decided.select_related("run").first()


def _owed_next(call: Call) -> Duty | None:
    """Return what is owed next on a call that is not decided."""
    duties = Duty.objects.filter(subject=call.subject, done_at=None).select_related("owner")
    return duties.order_by("due_on").first()

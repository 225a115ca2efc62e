"""An approved portfolio is made public: everyone gets a letter, who is undecided goes on to the next call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from kargosha.areas.allocation.frames.hearing import PUBLISH, heard
from kargosha.areas.allocation.models import Candidate, Decision, Letter, Publication, Run
from kargosha.areas.applications import actions as applications
from kargosha.areas.registry.models import Membership
from kargosha.kernel import clock, messages
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import close_duty
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission

STAFF_ONLY = frozenset({"value_per_billion", "cutoff", "room", "needed"})
"""Values of reasons that no applicant reads."""


class _Told(NamedTuple):
    """What a letter is written from."""

    candidate_id: int
    code: str
    application_id: int
    group_id: int | None
    outcome: str
    amount: int
    firm_amount: int
    waiting_amount: int
    reason: str
    values: Mapping[str, object]

    @property
    def letter(self) -> str:
        """Code of the letter."""
        if self.outcome != Candidate.Outcome.GRANTED:
            return f"letter.{self.outcome}"
        return "letter.waits" if self.waiting_amount else "letter.granted"


@transaction.atomic
def publish_run(*, run_id: int, by: Actor) -> Publication:
    """Make an approved portfolio public; a call has one published decision.

    Each proposal gets its letter and the head of its group a message; who is eligible and got nothing
    goes on to the next call.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        It only compares, or is not approved.
    Conflict
        A decision of this call is public already.
    """
    require(by, Permission.RUN_PUBLISH)
    run = heard(run_id)
    if not Decision.objects.filter(run=run, verdict=Decision.Verdict.APPROVED).exists():
        raise Refused(Refusal("refusal.not_approved"))
    if Publication.objects.filter(call=run.call).exists():
        raise Conflict("conflict.already_published", call=run.call.code)
    publication = Publication.objects.create(
        run=run, call=run.call, published_by_id=by.person, published_at=clock.now()
    )
    told = list(_told(run))
    _write_letters(told)
    messages.queue_all(notes=list(_notes(run, told)), about=run.subject, by=by)
    applications.mark_undecided(
        application_ids=[
            each.application_id for each in told if each.outcome == Candidate.Outcome.REFUSED
        ],
        by=by.acting(Permission.APPLICATION_ROLL),
    )
    close_duty(run.subject, PUBLISH)
    record("run.published", by=by, subject=run.subject, call=run.call.code, letters=len(told))
    return publication


def _told(run: Run) -> Iterator[_Told]:
    is_firm = Q(awards__held__reservation__firming__isnull=False)
    rows = Candidate.objects.filter(run=run).annotate(
        firm=Coalesce(Sum("awards__amount", filter=is_firm), 0),
        granted=Coalesce(Sum("awards__amount"), 0),
    )
    fields = (
        "pk",
        "application__code",
        "application_id",
        "application__group_id",
        "outcome",
        "granted",
        "firm",
        "reason__code",
        "reason__values",
    )
    for pk, code, application, group, outcome, granted, firm, reason, values in rows.order_by(
        "pk"
    ).values_list(*fields):
        yield _Told(
            pk, code, application, group, outcome, granted, firm, granted - firm, reason, values
        )


def _write_letters(told: Iterable[_Told]) -> None:
    queued_at = clock.now()
    Letter.objects.bulk_create(
        Letter(
            candidate_id=each.candidate_id,
            code=each.letter,
            values={
                "amount": each.amount,
                "firm_amount": each.firm_amount,
                "waiting_amount": each.waiting_amount,
                "reason": each.reason,
                "reason_values": {
                    name: value for name, value in each.values.items() if name not in STAFF_ONLY
                },
            },
            queued_at=queued_at,
        )
        for each in told
    )


def _notes(run: Run, told: Sequence[_Told]) -> Iterator[messages.Note]:
    """Yield a message to the head of each group that has one with a mobile."""
    groups = {each.group_id for each in told if each.group_id is not None}
    heads = Membership.objects.filter(
        group__in=groups, role=Membership.Role.HEAD, exited_on=None
    ).exclude(person__mobile="")
    mobiles = dict(heads.values_list("group_id", "person__mobile"))
    for each in told:
        if each.group_id in mobiles:
            yield messages.Note(
                mobile=mobiles[each.group_id],
                code=f"message.{each.letter}",
                subject=f"application:{each.code}",
                values={"code": each.code, "run": run.pk},
            )

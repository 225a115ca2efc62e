"""What can happen to early signs: they are raised by the rules, and answered by the office that owes it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from kargosha.analysis.territory.signs import Passed, signs, thresholds
from kargosha.areas.territory import frames
from kargosha.areas.territory.models import Sign, SignAnswer
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, system, visible_to
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Duty, Office, RoleAssignment
from kargosha.kernel.roles import ROLES, Permission
from kargosha.kernel.rulebook import rulebook_on
from kargosha.kernel.turns import take_turn

WATCH = system("territory.signs", Permission.SIGN_RAISE)
"""Who raises signs: nobody in person, but the program after an import, a start or a command."""

ANSWER = "answer-sign"
DAYS = "duty.sign_answer_days"
COUNTY_DIGITS = 4
"""An office of a county or of a smaller place has a place code of at least so many digits."""


@transaction.atomic
def raise_signs(*, by: Actor) -> list[Sign]:
    """Raise a sign for each latest figure that passes a threshold of today's rules, and have it answered.

    A figure raises a sign of a rule once. Its answer is owed by the office of the place, or of the
    nearest place above it, else by the programme's office; where these offices are not registered
    yet, signs wait for them, and the next call opens the duties.
    """
    require(by, Permission.SIGN_RAISE)
    take_turn("signs")
    bounds = thresholds(rulebook_on(clock.today()))
    seen = frames.series({bound.indicator for bound in bounds})
    raised = _store(signs(seen, bounds, frames.changes_of_shape()))
    opened = _open_duties()
    if raised or opened:
        record("signs.raised", by=by, subject="signs", count=len(raised), duties=opened)
    return raised


@transaction.atomic
def answer_sign(*, sign_id: int, text: str, by: Actor) -> SignAnswer:
    """Say what was found out about a sign and what follows from it; the duty is done.

    Raises
    ------
    NotFound
        There is no such sign, or none that the answerer may see.
    Refused
        The answer says nothing, or holds what no text does.
    Conflict
        Someone else has answered it in the meantime.
    """
    seen = visible_to(by, Permission.SIGN_VIEW, "observation__place__code")
    sign = (
        Sign.objects.filter(seen, pk=sign_id).select_related("observation__place__parent").first()
    )
    if sign is None:
        raise NotFound("sign", sign_id)
    require(by, Permission.SIGN_ANSWER, on=sign.observation.place)
    take_turn(sign.subject)
    if not text.strip():
        raise Refused(Refusal("refusal.answer_missing"))
    if SignAnswer.objects.filter(sign=sign).exists():
        raise Conflict("conflict.sign_answered", sign=sign_id)
    answer = SignAnswer(
        sign=sign, text=text.strip(), answered_by_id=by.person, answered_at=clock.now()
    )
    refuse_unfit([answer])
    answer.save()
    close_duty(sign.subject, Step(ANSWER, PROGRAMME_OFFICE, COMMITTEE, DAYS))
    record("sign.answered", by=by, subject=sign.subject)
    return answer


def _store(passed: Sequence[Passed]) -> list[Sign]:
    """Store the signs that are not there yet."""
    there = set(Sign.objects.values_list("observation", "rule"))
    now = clock.now()
    new = [
        Sign(
            observation_id=each.observation,
            rule=each.rule,
            threshold=each.threshold,
            measured=each.measured,
            raised_at=now,
        )
        for each in passed
        if (each.observation, each.rule) not in there
    ]
    return Sign.objects.bulk_create(new)


def _open_duties() -> int:
    """Open the duty of each sign that has none, once there are offices to owe it; return how many."""
    codes = {PROGRAMME_OFFICE, COMMITTEE}
    if Office.objects.filter(code__in=codes).count() < len(codes):
        return 0
    asked = set(Duty.objects.filter(step=ANSWER).values_list("subject", flat=True))
    offices = _offices()
    waiting = [
        sign
        for sign in Sign.objects.filter(answer=None).select_related("observation__place__parent")
        if sign.subject not in asked
    ]
    for sign in waiting:
        owner = _owner(sign.observation.place.place_code, offices)
        above = COMMITTEE if owner == PROGRAMME_OFFICE else PROGRAMME_OFFICE
        open_duty(sign.subject, Step(ANSWER, owner, above, DAYS))
    return len(waiting)


def _offices() -> list[Office]:
    """Return the offices of counties and smaller places: the smallest first; of two of the same place
    the one in which somebody may answer signs."""
    able = [code for code, role in ROLES.items() if Permission.SIGN_ANSWER in role.permissions]
    held = RoleAssignment.objects.filter(
        user__office=OuterRef("pk"), user__is_active=True, role__in=able, ended_at=None
    )
    local = Office.objects.annotate(answers=Exists(held)).order_by("code")
    return sorted(
        (each for each in local if len(each.place_code) >= COUNTY_DIGITS),
        key=lambda office: (-len(office.place_code), not office.answers),  # type: ignore[attr-defined]
    )


def _owner(place_code: str, offices: Iterable[Office]) -> str:
    """Return the office that answers for a place: its own, the nearest above, or the programme's."""
    near = (each.code for each in offices if place_code.startswith(each.place_code))
    return next(near, PROGRAMME_OFFICE)

"""What can happen to a figure that a place holds to be wrong: an objection, and the answer to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kargosha.areas.territory.models import FigureAnswer, FigureObjection, Observation
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.attachments import MOST_BYTES, attach
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

ANSWER = Step("answer-objection", PROGRAMME_OFFICE, COMMITTEE, "duty.figure_objection_days")


@dataclass(frozen=True)
class Evidence:
    """A file that shows what the figure should be."""

    name: str
    content: bytes
    media_type: str = ""

    @classmethod
    def handed_in(cls, file: "UploadedFile[Any] | None") -> Self | None:
        """Return a file that came with a form or a request, read no further than what is too large."""
        if not file:
            return None
        return cls(file.name or "", file.read(MOST_BYTES + 1), file.content_type or "")

    @classmethod
    def at(cls, path: Path | None) -> Self | None:
        """Return a file that was named to a command."""
        return None if path is None else cls(path.name, path.read_bytes())


@transaction.atomic
def object_to_figure(
    *,
    observation_id: int,
    claimed_value: float | None,
    statement: str,
    evidence: Evidence | None = None,
    by: Actor,
) -> FigureObjection:
    """Say that a figure of one's own place is wrong, and have the programme's office answer.

    Raises
    ------
    NotFound
        There is no such figure.
    Refused
        An objection to it is waiting already; the claim is the figure that stands there; the
        statement is empty or holds what no text does; the file is empty or too large; or the
        offices of the duty are not registered.
    """
    seen = Observation.objects.filter(pk=observation_id)
    observation = seen.select_related("place__parent", "indicator").first()
    if observation is None:
        raise NotFound("observation", observation_id)
    require(by, Permission.FIGURE_OBJECT, on=observation.place)
    take_turn(f"observation:{observation_id}")
    if observation.objections.filter(answer=None).exists():
        raise Refused(Refusal("refusal.objection_open"))
    if claimed_value is not None and claimed_value == observation.value:
        raise Refused(Refusal("refusal.claim_same"))
    objection = FigureObjection(
        observation=observation,
        shown_value=observation.value,
        claimed_value=claimed_value,
        statement=statement.strip(),
        lodged_by_id=by.person,
        lodged_at=clock.now(),
    )
    refuse_unfit([objection])
    if evidence is not None:
        objection.evidence = attach(
            name=evidence.name, content=evidence.content, media_type=evidence.media_type, by=by
        )
    objection.save()
    open_duty(objection.subject, ANSWER)
    record(
        "figure_objection.lodged",
        by=by,
        subject=objection.subject,
        observation=observation.pk,
        place=observation.place.place_code,
        indicator=observation.indicator.code,
    )
    return objection


@transaction.atomic
def answer_objection(*, objection_id: int, verdict: str, text: str, by: Actor) -> FigureAnswer:
    """Uphold an objection or dismiss it, with the reason; an upheld one asks for a corrected figure.

    The figure itself stays as it is until a corrected one is imported with its source.

    Raises
    ------
    NotFound
        There is no such objection.
    Refused
        The answerer lodged it, there is no such verdict, or the answer says nothing.
    Conflict
        Someone else has answered it in the meantime.
    """
    lodged = FigureObjection.objects.filter(pk=objection_id)
    objection = lodged.select_related("observation__place__parent").first()
    if objection is None:
        raise NotFound("figure_objection", objection_id)
    require(by, Permission.FIGURE_ANSWER, on=objection.observation.place)
    require_other(by, than=objection.lodged_by_id)
    take_turn(objection.subject)
    if verdict not in FigureAnswer.Verdict.values:
        raise Refused(Refusal("refusal.no_such_answer", {"verdict": verdict}))
    if not text.strip():
        raise Refused(Refusal("refusal.answer_missing"))
    if FigureAnswer.objects.filter(objection=objection).exists():
        raise Conflict("conflict.objection_answered", objection=objection_id)
    answer = FigureAnswer(
        objection=objection,
        verdict=verdict,
        text=text.strip(),
        answered_by_id=by.person,
        answered_at=clock.now(),
    )
    refuse_unfit([answer])
    answer.save()
    close_duty(objection.subject, ANSWER)
    if verdict == FigureAnswer.Verdict.UPHELD:
        record("figure_objection.upheld", by=by, subject=objection.subject)
    else:
        record("figure_objection.dismissed", by=by, subject=objection.subject)
    return answer

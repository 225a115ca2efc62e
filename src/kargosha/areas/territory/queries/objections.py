"""What a person may ask about objections to figures.

Anyone reads that there is one and how it was answered. What the place says, its evidence and who lodged
it is for the place itself and for those who read the whole programme.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet

from kargosha.areas.territory.frames.place_files import figure_row
from kargosha.areas.territory.models import FigureAnswer, FigureObjection, Observation, Place
from kargosha.files.letters import search_key
from kargosha.kernel.access import Actor, require, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Attachment, Duty
from kargosha.kernel.roles import Permission

PLACE = "observation__place__code"
STATES = ("open", "upheld", "corrected", "dismissed")
ROWS_A_PAGE = 25


@dataclass(frozen=True)
class ObjectionSeen:
    """An objection as far as the asker may read it: only `is_full` tells what the place says."""

    objection: FigureObjection
    state: str
    is_full: bool
    duty: Duty | None
    may_answer: bool

    @property
    def row(self) -> dict[str, object]:
        """The objection as one row, for whoever takes it away; what the place says if one may read it."""
        objection, answer = self.objection, getattr(self.objection, "answer", None)
        return figure_row(objection.observation) | {
            "id": objection.pk,
            "state": self.state,
            "shown_value": objection.shown_value,
            "claimed_value": objection.claimed_value if self.is_full else None,
            "statement": objection.statement if self.is_full else None,
            "due_on": self.duty and self.duty.due_on,
            "verdict": answer and answer.verdict,
            "answer": answer and answer.text,
        }


@dataclass(frozen=True)
class ObjectionMark:
    """That a figure has an objection, and how that stands."""

    objection_id: int
    state: str


def objections(*, by: Actor, state: str = "", place: str = "") -> QuerySet[FigureObjection]:
    """Return the objections of the places that the asker answers for or reads: those without an
    answer first, the longest waiting before the others, then the latest.

    Raises
    ------
    NotAllowed
        The asker may read none anywhere.
    """
    if not by.may_somewhere(Permission.SIGN_VIEW):
        raise NotAllowed(Permission.SIGN_VIEW)
    found = (
        _known()
        .filter(visible_to(by, Permission.SIGN_VIEW, PLACE), _of_state(state))
        .order_by(F("answer").desc(nulls_first=True), "pk")
    )
    if place:
        found = found.filter(observation__place__search_key__contains=search_key(place))
    return found


def objection_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the objections, in the order of `objections`."""
    chosen = {name: asked.get(name, "") for name in ("state", "place")}
    page = Paginator(objections(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "lines": _seen(by, page), "chosen": chosen, "states": STATES}


def objection_lines(*, by: Actor, state: str = "", place: str = "") -> list[ObjectionSeen]:
    """Return all that `objections` finds, in its order, each as the asker may read it."""
    return _seen(by, objections(by=by, state=state, place=place))


def objection_page(*, by: Actor, objection_id: int) -> ObjectionSeen:
    """Return one objection, as far as the asker may read it.

    Raises
    ------
    NotFound
        There is no such objection.
    """
    found = _seen(by, _known().filter(pk=objection_id))
    if not found:
        raise NotFound("figure_objection", objection_id)
    return found[0]


def objections_of(*, by: Actor, place: Place) -> dict[int, ObjectionMark]:
    """Return by the key of each figure of a place the objection to it that is open or was upheld, the
    latest of several; public to all."""
    del by  # that a figure is doubted is part of the figure
    found = FigureObjection.objects.filter(observation__place=place).exclude(
        answer__verdict=FigureAnswer.Verdict.DISMISSED
    )
    return {
        each.observation_id: ObjectionMark(each.pk, _state_of(each))
        for each in found.select_related("answer", "observation").order_by("pk")
    }


def figure_in_doubt(*, by: Actor, observation_id: int) -> Observation:
    """Return a figure to which the asker may object.

    Raises
    ------
    NotFound
        There is no such figure.
    """
    seen = Observation.objects.filter(pk=observation_id)
    figure = seen.select_related("place__parent", "indicator").first()
    if figure is None:
        raise NotFound("observation", observation_id)
    require(by, Permission.FIGURE_OBJECT, on=figure.place)
    return figure


def evidence(*, by: Actor, objection_id: int) -> Attachment:
    """Return the file that was lodged with an objection.

    Raises
    ------
    NotFound
        There is no such objection, it came without a file, or the asker may not read it.
    """
    if not by.may_somewhere(Permission.SIGN_VIEW):
        raise NotAllowed(Permission.SIGN_VIEW)
    seen = visible_to(by, Permission.SIGN_VIEW, PLACE)
    found = FigureObjection.objects.filter(seen, pk=objection_id, evidence__isnull=False)
    objection = found.select_related("evidence").first()
    if objection is None or objection.evidence is None:
        raise NotFound("evidence", objection_id)
    return objection.evidence


def _known() -> QuerySet[FigureObjection]:
    """Return objections with all that pages show of them, but for what their files hold."""
    return FigureObjection.objects.select_related(
        "observation__place__parent",
        "observation__indicator",
        "evidence",
        "lodged_by__office",
        "answer__answered_by__office",
    ).defer("evidence__content")


def _of_state(state: str) -> Q:
    upheld = Q(answer__verdict=FigureAnswer.Verdict.UPHELD)
    as_it_was = Q(observation__value=F("shown_value")) | Q(
        observation__value=None, shown_value=None
    )
    return {
        "open": Q(answer=None),
        "upheld": upheld & as_it_was,
        "corrected": upheld & ~as_it_was,
        "dismissed": Q(answer__verdict=FigureAnswer.Verdict.DISMISSED),
    }.get(state, Q())


def _state_of(objection: FigureObjection) -> str:
    """Return how an objection stands: open, dismissed, upheld, or corrected since."""
    answer = getattr(objection, "answer", None)
    if answer is None:
        return "open"
    if answer.verdict == FigureAnswer.Verdict.DISMISSED:
        return "dismissed"
    return "upheld" if objection.observation.value == objection.shown_value else "corrected"


def _seen(by: Actor, found: Iterable[FigureObjection]) -> list[ObjectionSeen]:
    shown = list(found)
    duties = Duty.objects.filter(subject__in=[each.subject for each in shown])
    owed = {duty.subject: duty for duty in duties.select_related("owner")}
    return [
        ObjectionSeen(
            objection=each,
            state=_state_of(each),
            is_full=by.may(Permission.SIGN_VIEW, each.observation.place.place_code),
            duty=owed.get(each.subject),
            may_answer=_may_answer(by, each),
        )
        for each in shown
    ]


def _may_answer(by: Actor, objection: FigureObjection) -> bool:
    return (
        by.may(Permission.FIGURE_ANSWER, objection.observation.place.place_code)
        and by.user_id != objection.lodged_by_id
        and not hasattr(objection, "answer")
    )

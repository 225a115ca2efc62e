"""What a person may ask about early signs: those of the places that one answers for or reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from kargosha.areas.territory.frames.place_files import figure_row
from kargosha.areas.territory.models import Observation, Sign
from kargosha.areas.territory.queries.places import Series
from kargosha.files.letters import search_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission

PLACE = "observation__place__code"
STATES = ("open", "overdue", "answered")
ROWS_A_PAGE = 25


@dataclass(frozen=True)
class SignLine:
    """A sign with who owes its answer, by when, and how that stands."""

    sign: Sign
    side: str
    state: str
    duty: Duty | None

    @property
    def row(self) -> dict[str, object]:
        """The sign as one row, for whoever takes it away."""
        sign, answer = self.sign, getattr(self.sign, "answer", None)
        return figure_row(sign.observation) | {
            "id": sign.pk,
            "state": self.state,
            "rule": sign.rule,
            "threshold": sign.threshold,
            "measured": sign.measured,
            "owner": self.duty and self.duty.owner.code,
            "due_on": self.duty and self.duty.due_on,
            "answer": answer and answer.text,
        }


@dataclass(frozen=True)
class SignPage:
    """A sign with the series that raised it, and the same figure of the places of its kind."""

    line: SignLine
    series: Series
    peers: Sequence[Observation]
    may_answer: bool


def signs(*, by: Actor, state: str = "", place: str = "", rule: str = "") -> QuerySet[Sign]:
    """Return the signs of the places that the asker may see: those without an answer first, by the
    day on which it is due, then those answered last.

    Raises
    ------
    NotAllowed
        The asker may see none anywhere.
    """
    if not by.may_somewhere(Permission.SIGN_VIEW):
        raise NotAllowed(Permission.SIGN_VIEW)
    subject = Concat(Value("sign:"), Cast(OuterRef("pk"), CharField()))
    due = Duty.objects.filter(subject=subject).order_by("-id").values("due_on")[:1]
    found = (
        Sign.objects.filter(visible_to(by, Permission.SIGN_VIEW, PLACE))
        .select_related("observation__place__parent", "observation__indicator", "answer")
        .annotate(due_on=Subquery(due))
        .filter(_of_state(state))
        .order_by(
            F("answer").desc(nulls_first=True),
            F("due_on").asc(nulls_last=True),
            "-raised_at",
            "-pk",
        )
    )
    if place:
        found = found.filter(observation__place__search_key__contains=search_key(place))
    return found.filter(rule=rule) if rule else found


def sign_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the signs, and the rules by which they can be filtered, in the order of `signs`."""
    chosen = {name: asked.get(name, "") for name in ("state", "place", "rule")}
    page = Paginator(signs(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    rules = signs(by=by).order_by("rule").values_list("rule", flat=True).distinct()
    return {
        "page": page,
        "lines": _lines(page),
        "chosen": chosen,
        "states": STATES,
        "rules": list(rules),
    }


def sign_lines(*, by: Actor, state: str = "", place: str = "", rule: str = "") -> list[SignLine]:
    """Return all signs that `signs` finds, in its order, each with its duty."""
    return _lines(signs(by=by, state=state, place=place, rule=rule))


def sign_page(*, by: Actor, sign_id: int) -> SignPage:
    """Return a sign with its series, the earliest figure first, and its peers, the lowest first.

    Raises
    ------
    NotFound
        There is no such sign, or none that the asker may see.
    """
    sign = signs(by=by).select_related("answer__answered_by").filter(pk=sign_id).first()
    if sign is None:
        raise NotFound("sign", sign_id)
    seen = sign.observation
    alike = Observation.objects.filter(indicator=seen.indicator, period=seen.period)
    peers = alike.filter(observed_on=seen.observed_on, place__kind=seen.place.kind)
    return SignPage(
        line=_lines([sign])[0],
        series=Series(seen.indicator, list(alike.filter(place=seen.place).order_by("observed_on"))),
        peers=list(peers.exclude(value=None).select_related("place").order_by("value")),
        may_answer=by.may(Permission.SIGN_ANSWER, seen.place.place_code)
        and not hasattr(sign, "answer"),
    )


def _of_state(state: str) -> Q:
    today = clock.today()
    return {
        "open": Q(answer=None),
        "overdue": Q(answer=None, due_on__lt=today),
        "answered": Q(answer__isnull=False),
    }.get(state, Q())


def _lines(found: Iterable[Sign] | Page[Sign]) -> list[SignLine]:
    shown = list(found)
    duties = Duty.objects.filter(subject__in=[sign.subject for sign in shown])
    owed = {duty.subject: duty for duty in duties.select_related("owner", "escalates_to")}
    today = clock.today()
    return [
        SignLine(
            sign=sign,
            side=sign.rule.rpartition(".")[2],
            state=_state(sign, owed.get(sign.subject), today),
            duty=owed.get(sign.subject),
        )
        for sign in shown
    ]


def _state(sign: Sign, duty: Duty | None, today: date) -> str:
    if hasattr(sign, "answer"):
        return "answered"
    return "overdue" if duty is not None and duty.due_on < today else "open"

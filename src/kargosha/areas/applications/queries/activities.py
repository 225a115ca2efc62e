"""What a person may ask about kinds of production: what a job costs in each, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q

from kargosha.analysis.rules import Rule, Rulebook
from kargosha.analysis.tables import Column, Table
from kargosha.areas.applications.frames.ceilings import cost_per_job
from kargosha.areas.applications.models import Activity
from kargosha.files.jalali import jalali_year
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

FILTERS = ("search", "sector", "sort")
ACTIVITY_SORTS = ("code", "sector", "cost")
ROWS_A_PAGE = 50

ACTIVITY_LIST = Table(
    "activities",
    (
        Column("code", "text", "code of the activity", required=True),
        Column("sector", "text", "the law's sector it counts in", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name", required=True),
        Column("cost_per_job", "rials", "what one job costs at this year's prices", required=True),
        Column("cost_low", "rials", "lower end, where it is an estimate"),
        Column("cost_high", "rials", "upper end, where it is an estimate"),
        Column("rule", "text", "the rule that says so", required=True),
        Column("source", "text", "what the rule rests on", required=True),
    ),
)


@dataclass(frozen=True)
class ActivitySeen:
    """A kind of production with what one job costs in it today, by which rule.

    ``low`` and ``high`` are the ends of the cost where it is an estimate, else None; ``is_general`` says
    that no rule names the activity, so the cost of a job in general stands in.
    """

    activity: Activity
    rule: Rule
    cost: int
    low: int | None
    high: int | None

    @property
    def is_general(self) -> bool:
        """Whether no rule names the activity itself."""
        return self.rule.key != f"cost_per_job.{self.activity.code}"

    @property
    def cost_billions(self) -> Mapping[str, object]:
        """The cost with its interval, in billions of rials; how sure the interval is nobody has said."""
        ends = {"value": self.cost, "low": self.low, "high": self.high}
        shown = {part: None if end is None else end / 10**9 for part, end in ends.items()}
        return shown | {"level": None}

    @property
    def row(self) -> dict[str, object]:
        """The activity as one row, for whoever takes it away."""
        of = self.activity
        return {
            "code": of.code,
            "sector": of.sector,
            "name_fa": of.name_fa,
            "name_en": of.name_en,
            "cost_per_job": self.cost,
            "cost_low": self.low,
            "cost_high": self.high,
            "rule": self.rule.key,
            "source": self.rule.source,
        }


def activities(
    *, by: Actor, search: str = "", sector: str = "", sort: str = "code"
) -> Sequence[ActivitySeen]:
    """Return the kinds of production with what a job costs at today's prices, by code unless asked by
    sector or by cost, the dearest first; public to all."""
    del by  # what a job costs is a rule in force, and rules are public
    found = Activity.objects.order_by("sector", "code") if sort == "sector" else Activity.objects
    if search.strip():
        text = search.strip()
        named = Q(name_fa__icontains=text) | Q(name_en__icontains=text)
        found = found.filter(named | Q(code__icontains=text))
    if sector:
        found = found.filter(sector=sector)
    rules = rulebook_on(clock.today())
    seen = [_seen(each, rules) for each in found.all()]
    return sorted(seen, key=lambda each: -each.cost) if sort == "cost" else seen


def activity_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the activities, in the order of `activities`, with what can be chosen."""
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    page = Paginator(activities(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    known = Activity.objects.order_by("sector").values_list("sector", flat=True).distinct()
    return {
        "page": page,
        "chosen": chosen,
        "sectors": list(known),
        "sorts": ACTIVITY_SORTS,
        "year": jalali_year(clock.today()),
        "may_import": by.may(Permission.CALL_OPEN),
    }


def activities_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all activities that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    rows = (each.row for each in activities(by=by, **chosen))
    return taken_along(rows, ACTIVITY_LIST, ending)


def _seen(activity: Activity, rules: Rulebook) -> ActivitySeen:
    named = rules.rules.get(f"cost_per_job.{activity.code}")
    rule = named or rules.rule("cost_per_job.general")
    cost = cost_per_job(rules, activity.code)
    factor = cost / float(rule.value)
    low, high = (None if end is None else round(end * factor) for end in (rule.low, rule.high))
    return ActivitySeen(activity, rule, cost, low, high)

"""What the page of a round derives from its stored figures only to show it."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.template import Library

from kargosha.analysis.allocation import Condition
from kargosha.analysis.allocation.problem import ConditionKind
from kargosha.areas.allocation.models import Letter
from kargosha.areas.allocation.queries import ChangeLine, Line, QuotaLine
from kargosha.areas.funding.models import Quota
from kargosha.files import words
from kargosha.files.conditions import condition_told
from kargosha.kernel.asking import current_language
from kargosha.portal.templatetags.showing import (
    BILLION,
    as_percent,
    name,
    number,
    over,
    percent,
    say,
    sentence,
    short_rials,
    signed,
)

register = Library()

Figures = Mapping[str, object]


@register.filter
def by_need(counties: Sequence[Figures]) -> list[Figures]:
    """Return the rows of counties, the highest deprivation rank first, the unknown last."""
    return sorted(counties, key=lambda row: -_number_of(row, "deprivation_rank", -1.0))


@register.simple_tag
def most_each(counties: Sequence[Figures]) -> float:
    """Return the largest sum that any county got for each of its unemployed."""
    return greatest(*(over(row.get("granted_amount"), row.get("unemployed")) for row in counties))


@register.simple_tag
def greatest(*figures: object) -> float:
    """Return the greatest of the figures that are known."""
    return max((float(each) for each in figures if isinstance(each, int | float)), default=0.0)


@register.simple_tag
def short_reason(code: str) -> str:
    """Say a reason in two or three words, for a line of a list."""
    return say("short", _shared(code))


@register.simple_tag
def reason_sentence(line: Line, names: Figures) -> str:
    """Say why a proposal had its outcome; to the public without amounts, prices and cut-offs."""
    if line.is_full:
        return sentence(line.reason, line.values, names)
    return sentence(f"public.{_shared(line.reason)}", line.values, names)


@register.simple_tag
def letter_sentence(letter: Letter) -> str:
    """Say what a letter says first: what was decided, and where the money stood."""
    application = letter.candidate.application
    told = {"code": application.code, "call": name(letter.candidate.run.call)}
    return sentence(letter.code, {**letter.values, **told})


@register.simple_tag
def letter_reason(letter: Letter, names: Figures) -> str:
    """Say to who applied why the proposal had its outcome."""
    code, values = letter.values["reason"], letter.values["reason_values"]
    return sentence(f"{code}.applicant", values, names)


@register.simple_tag
def letter_turn(names: Figures, code: str, turn: int) -> str:
    """Say which place a proposal has among those who wait for an agreement's money."""
    return sentence("letter.turn", {"agreement": code, "turn": turn}, names)


@register.simple_tag
def change_sentence(change: ChangeLine, is_full: bool, names: Figures) -> str:
    """Say with which change the proposal would have won; to the public without its amounts."""
    if is_full:
        return sentence(change.kind, change.values, names)
    values = {**change.values, "share": as_percent(change.values.get("less_percent"), 0)}
    return sentence(f"public.{change.kind}", values, names)


@register.simple_tag
def quota_sentence(quota: Quota, side: str) -> str:
    """Say what a quota demands on one side."""
    bound = quota.floor if side == "floor" else quota.ceiling
    if bound is None:
        return ""
    if quota.is_relative:
        said = {"bound": percent(bound), "measure": say("measure", quota.measure)}
        return words.say(f"quota.{side}.relative", said, current_language())
    size = float(bound)
    said = {"bound": short_rials(size) if quota.measure == "amount" else _counted(quota, size)}
    return words.say(f"quota.{side}.absolute", said, current_language())


@register.simple_tag
def cost_sentence(line: QuotaLine) -> str:
    """Say what the round solved again without a condition was worth more."""
    values = {"value": signed(line.cost_value, 2), "jobs": signed(line.cost_kept_jobs, 1)}
    return sentence("quota_price.whole", values)


@register.simple_tag
def price_sentence(line: QuotaLine) -> str:
    """Say what a little more room in a condition would bring, by its price."""
    by_amount = line.quota is not None and line.quota.measure == "amount"
    code = f"quota_price.{line.side}.{'amount' if by_amount else 'unit'}"
    gain = line.price * (BILLION if by_amount else 1)
    return sentence(code, {"gain": gain})


@register.simple_tag
def conflict_sentence(row: Figures) -> str:
    """Say why a condition cannot hold beside the others."""
    kind, _colon, identifier = str(row["name"]).partition(":")
    values = cast("Figures", row["values"])
    told = Condition(cast("ConditionKind", kind), identifier, values)
    return condition_told(told, current_language())


def _shared(code: str) -> str:
    """Return the code under which a reason is said in short: all rules of eligibility have one."""
    if code.startswith("eligibility."):
        return "by_rule"
    return code.removesuffix(".applicant")


def _counted(quota: Quota, size: float) -> str:
    return f"{number(size)} {say('counted', quota.measure)}"


def _number_of(row: Figures, field: str, unknown: float) -> float:
    value = row.get(field)
    return float(value) if isinstance(value, int | float) else unknown

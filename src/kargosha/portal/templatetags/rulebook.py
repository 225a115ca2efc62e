"""How the rule book's page writes a rule: what it means, and its value in its unit."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kargosha.analysis.rules import Rule
from kargosha.files.digits import grouped
from kargosha.files.rulebook import headings
from kargosha.kernel.asking import current_language
from kargosha.kernel.models import RuleVersion
from kargosha.portal.templatetags.showing import (
    as_percent,
    in_words,
    interval,
    say,
    short_rials,
)

register = Library()

RARE = 0.01
"""A share below this needs decimals to be seen."""


@register.simple_tag
def meaning(key: str) -> str:
    """Say in one line what a rule is; a rule that has no line is said by its key."""
    heading = headings().get(key)
    return (in_words(heading.meaning) if heading else "") or key


@register.simple_tag
def rule_value(rule: Rule | RuleVersion) -> SafeString | str:
    """Write the value of a rule; one that is an estimate with its interval."""
    if rule.low is None or rule.high is None:
        return _written(rule.value, rule.unit)
    return format_html(
        '<span class="estimate"><span class="value">{}</span> <span class="interval">{}</span></span>',
        _written(rule.value, rule.unit),
        interval(_written(rule.low, rule.unit), _written(rule.high, rule.unit)),
    )


@register.simple_tag
def rule_unit(rule: Rule | RuleVersion) -> SafeString | str:
    """Write the unit of a rule where its value does not say it already."""
    if rule.unit in _SAID:
        return ""
    return format_html("<small>{}</small>", say("unit", rule.unit))


_SAID = {"rials", "share"}


def _written(value: object, unit: str) -> str:
    if not isinstance(value, int | float):
        return str(value)
    if unit == "rials":
        return short_rials(value)
    if unit == "share":
        return as_percent(value * 100, 2 if 0 < value < RARE else 0)
    return grouped(value, current_language())

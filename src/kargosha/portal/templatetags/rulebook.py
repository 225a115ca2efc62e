"""How the rule book's page writes a rule: what it means, and its value in its unit."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kargosha.analysis.rules import Rule
from kargosha.files.digits import grouped
from kargosha.files.rulebook import headings
from kargosha.kernel.models import RuleVersion
from kargosha.portal.answers import current_language
from kargosha.portal.templatetags.showing import in_words, interval

register = Library()


@register.simple_tag
def meaning(key: str) -> str:
    """Say in one line what a rule is; a rule that has no line is said by its key."""
    heading = headings().get(key)
    return (in_words(heading.meaning) if heading else "") or key


@register.simple_tag
def rule_value(rule: Rule | RuleVersion) -> SafeString | str:
    """Write the value of a rule; one that is an estimate with its interval."""
    if rule.low is None or rule.high is None:
        return _written(rule.value)
    return format_html(
        '<span class="estimate"><span class="value">{}</span> <span class="interval">{}</span></span>',
        _written(rule.value),
        interval(_written(rule.low), _written(rule.high)),
    )


def _written(value: object) -> str:
    if isinstance(value, int | float):
        return grouped(value, current_language())
    return str(value)

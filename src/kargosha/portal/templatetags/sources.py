"""Sources in the reader's language: those that the reference data and the default quotas cite.

A source that somebody typed is shown as it was typed.
"""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

register = Library()

CITED = (
    gettext_noop("Statistical Centre of Iran, census 1390, county tables"),
    gettext_noop("Statistical Centre of Iran, census 1395, county tables"),
    gettext_noop(
        "Statistical Centre of Iran, census 1395, county table 5; rates computed from counts"
    ),
    gettext_noop(
        "Statistical Centre of Iran, censuses 1390 and 1395, county tables; computed from counts"
    ),
    gettext_noop("English Wikipedia, county page, after the census"),
    gettext_noop(
        "English Wikipedia, county page; about 2 % below the census at province level, "
        "never used for growth"
    ),
    gettext_noop("not seen"),
    gettext_noop(
        "Percentile rank among the counties, computed from the latest figures; "
        "docs/methods/ranks.md"
    ),
    gettext_noop("Statistical Centre of Iran, divisions of the country (SCI code list)"),
    gettext_noop(
        "Statistical Centre of Iran, divisions of the country (SCI code list); "
        "coordinates: GeoNames"
    ),
    gettext_noop("The programme's own assumption, to be confirmed"),
    gettext_noop("The programme's own assumption, to be confirmed by the call"),
    gettext_noop(
        "Rural employment law 1396, art. 5 (farakeshavarzi.ir, law text; completed by "
        "khabaredagh.ir 727734)"
    ),
    gettext_noop(
        "Bylaw of the rural employment law, notified in late 1396 (donya-e-eqtesad.com 3314293, "
        "press); to be confirmed"
    ),
    gettext_noop(
        "Note 18 of 1402 and note 2 of 1403: at least 10 % (labour ministry channel, "
        "mcls_gov_ir 2128); to be confirmed for this fund"
    ),
    gettext_noop(
        "The programme's own assumption, to be confirmed. Money of the rural law goes there in "
        "full; other funds of a round may not"
    ),
    gettext_noop(
        "The programme's own assumption, to be confirmed. The law sets none; 36 to 38 percent of "
        "projects went to women by 1399 (esfahanemrooz.ir 739886)"
    ),
    gettext_noop(
        "The programme's own assumption, to be confirmed. Note 18 of 1396 gives youth priority "
        "without a share (mehrnews.com 4020770)"
    ),
)


@register.filter
def cited(source: str) -> SafeString:
    """Write a source: in the reader's language if it is one of ours, else as it was typed."""
    said = gettext(source) if source in CITED else source
    if said == source:
        return format_html('<bdi dir="auto">{}</bdi>', source)
    return format_html("{}", said)

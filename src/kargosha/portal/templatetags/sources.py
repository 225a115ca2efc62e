"""Sources in the reader's language: those that the reference data and the rules cite.

A source that somebody typed is shown as it was typed.
"""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from kargosha.files import sources
from kargosha.kernel.asking import current_language

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
        "Not computed: settlements were reclassified between the censuses of 1390 and 1395, so the "
        "two rural counts are not of the same places"
    ),
    gettext_noop(
        "Percentile rank among the counties, computed from the latest figures; "
        "docs/methods/ranks.md"
    ),
    gettext_noop("Statistical Centre of Iran, divisions of the country (SCI code list)"),
    gettext_noop(
        "Statistical Centre of Iran, divisions of the country (SCI code list); "
        "coordinates: GeoNames"
    ),
    gettext_noop(
        "Statistical Centre of Iran, divisions of the country (SCI code list); "
        "coordinates: Wikipedia, coordinates of the place"
    ),
    gettext_noop(
        "Statistical Centre of Iran, divisions of the country (SCI code list); "
        "coordinates: German Wikipedia, coordinates of the place"
    ),
    gettext_noop(
        "Statistical Centre of Iran, divisions of the country (SCI code list); "
        "coordinates: centroid of the county polygon, OpenStreetMap"
    ),
    gettext_noop(
        "Decree of division as reported by wikiwand (fa), county page; coordinates: GeoNames"
    ),
)
"""What the reference data cite; what a rule rests on is said in ``rules/sources``."""


@register.filter
def cited(source: str) -> SafeString:
    """Write a source: in the reader's language if it is one of ours, else as it was typed."""
    said = gettext(source) if source in CITED else sources.cited(source, current_language())
    if said == source:
        return format_html('<bdi dir="auto">{}</bdi>', source)
    return format_html("{}", said)

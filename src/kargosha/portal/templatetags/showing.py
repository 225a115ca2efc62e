"""How pages write figures, amounts, days, names and sentences, in the reader's language.

Whatever is not known is said to be unknown; nothing here breaks a page over a missing figure.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.template import Library
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kargosha.files import words
from kargosha.files.amounts import short_amount
from kargosha.files.digits import grouped, persian_digits
from kargosha.files.jalali import jalali
from kargosha.kernel import clock
from kargosha.kernel.asking import current_language

register = Library()

LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
BILLION = 10**9
PERSIAN = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER FARSI YEH}]")
MOST_LISTED, LISTED = 3, 2
"""How many names a sentence lists, and how many once there are more."""

Number = int | float | Decimal


@register.filter
def number(value: object, decimals: int = 0) -> str:
    """Write a number with so many decimals; digits and groups are the language's."""
    size = _number(value)
    return _unknown() if size is None else _figure(size, f",.{decimals}f")


@register.filter
def signed(value: object, decimals: int = 0) -> str:
    """Write a number with its sign, a rise too."""
    size = _number(value)
    return _unknown() if size is None else _figure(size, f"+,.{decimals}f")


@register.filter
def percent(share: object, decimals: int = 0) -> str:
    """Write a share of one as percent."""
    size = _number(share)
    return _unknown() if size is None else _figure(size * 100, f",.{decimals}f") + _percent_sign()


@register.filter
def as_percent(points: object, decimals: int = 1) -> str:
    """Write what is percent already, as rates of the census are."""
    size = _number(points)
    return _unknown() if size is None else _figure(size, f",.{decimals}f") + _percent_sign()


@register.filter
def as_signed_percent(points: object, decimals: int = 1) -> str:
    """Write a change in percent, with its sign."""
    size = _number(points)
    return _unknown() if size is None else _figure(size, f"+,.{decimals}f") + _percent_sign()


@register.filter
def rials(amount: object) -> str:
    """Write an amount exactly, in grouped rials."""
    size = _number(amount)
    return _unknown() if size is None else words.say("amount.rials", {"value": int(size)}, _here())


@register.filter
def short_rials(amount: object) -> str:
    """Write an amount in a few words, such as 1.2 billion rials."""
    size = _number(amount)
    return _unknown() if size is None else short_amount(int(size), _here())


@register.simple_tag
def amount(rials_: object) -> SafeString:
    """Write an amount in a few words, its number large and its unit small."""
    figure, _space, unit = short_rials(rials_).partition(" ")
    return format_html("<strong>{} <small>{}</small></strong>", figure, unit)


@register.filter
def billions(amount: object, decimals: int = 1) -> str:
    """Write an amount in billions of rials, for a column that says so at its head."""
    size = _number(amount)
    return _unknown() if size is None else _figure(float(size) / BILLION, f",.{decimals}f")


@register.filter
def band(ends: object) -> str:
    """Write the band in which an amount lies, in billions of rials."""
    if not isinstance(ends, tuple | list) or len(ends) != 2:
        return _unknown()
    low, high = (int(end) / BILLION for end in ends)
    code = "band.between" if low else "band.below"
    return words.say(code, {"low": low, "high": high}, _here())


@register.filter
def digits(text: object) -> str:
    """Write the digits of a code or a year as the language has them, without groups."""
    if text is None or text == "":
        return _unknown()
    return persian_digits(str(text)) if _here() == "fa" else str(text)


@register.filter
def day(moment: object) -> str:
    """Write a day: of the Persian calendar in Persian, of the Gregorian one in English."""
    if isinstance(moment, datetime):
        moment = clock.day_of(moment)
    if not isinstance(moment, date):
        return _unknown()
    if _here() == "en":
        return f"{moment.day} {date_format(moment, 'F Y')}"
    year, month, day_of_month = jalali(moment).split("/")
    name = words.say(f"month.{int(month)}", {}, "fa")
    return persian_digits(f"{int(day_of_month)} {name} {year}")


@register.filter
def instant(moment: object) -> str:
    """Write a day and the time of day."""
    if not isinstance(moment, datetime):
        return _unknown()
    return f"{day(moment)}{_comma()} {digits(localtime(moment).strftime('%H:%M'))}"


@register.filter
def name(thing: object) -> str:
    """Write the name of a place, a source, a call… in the language; or of a row of figures.

    What has no English name is called by its Persian one.
    """
    fields = (f"name_{_here()}", "name_fa")
    read = thing.get if isinstance(thing, Mapping) else partial(getattr, thing)
    found = next((each for field in fields if (each := read(field, None))), None)
    return digits(found) if found else _unknown()


@register.filter
def named(thing: object) -> SafeString:
    """Write the name of a group or a proposal apart from the text around it; a Persian one on an English
    page is marked as such, to be read aloud and laid out right."""
    written = name(thing)
    if _here() == "en" and PERSIAN.search(written):
        return format_html('<bdi lang="fa" dir="rtl">{}</bdi>', written)
    return format_html("<bdi>{}</bdi>", written)


@register.filter
def text(thing: object, field: str) -> str:
    """Write a text that a thing has in both languages, such as a call's."""
    found = getattr(thing, f"{field}_{_here()}", None)
    if isinstance(found, Mapping):
        found = found.get(_here())
    return str(found or "")


@register.filter
def in_words(both: object) -> str:
    """Write a text that is kept by language, such as the title of a role."""
    return str(both.get(_here(), "")) if isinstance(both, Mapping) else _unknown()


@register.filter
def entry(mapping: object, key: object) -> object:
    """Look something up by a key that the page holds."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def minus(whole: object, part: object) -> Number | None:
    """Return what is left of a figure."""
    size, taken = _number(whole), _number(part)
    return None if size is None or taken is None else size - taken  # type: ignore[operator]


@register.filter
def over(part: object, whole: object) -> float | None:
    """Return a figure divided by another, if that can be done."""
    size, all_of_it = _number(part), _number(whole)
    return None if size is None or not all_of_it else float(size) / float(all_of_it)


@register.filter
def of_whole(part: object, whole: object) -> str:
    """Return a part as a length in percent of the whole, for a bar; never more than all of it."""
    return f"{min(max(over(part, whole) or 0, 0), 1):.2%}"


@register.simple_tag
def sentence(
    code: str,
    values: Mapping[str, object] | None = None,
    names: Mapping[str, object] | None = None,
) -> str:
    """Say a code with its values; codes among these are said by name, what is missing as unknown."""
    known = _Known({key: _named(value, names or {}) for key, value in (values or {}).items()})
    try:
        return words.say(code, known, _here())
    except words.UnknownCode:
        return code


@register.simple_tag
def say(*parts: object) -> str:
    """Say a code of the vocabulary, given whole or in parts that a dot joins; else the code itself."""
    code = ".".join(str(part) for part in parts)
    spoken = words.sentences(_here())
    return spoken.get(f"word.{code}") or spoken.get(code) or str(parts[-1])


@register.simple_tag
def estimate(found: object, decimals: int = 0) -> SafeString:
    """Write an estimate: its value, and never without it the interval and how sure it is."""
    parts = {part: _part(found, part) for part in ("value", "low", "high", "level")}
    return format_html(
        '<span class="estimate"><span class="value">{}</span> <span class="interval">{}</span></span>',
        number(parts["value"], decimals),
        _between(parts, decimals),
    )


def _part(found: object, part: str) -> object:
    """Return a part of an estimate, whether it comes from a method or from a stored figure."""
    return found.get(part) if isinstance(found, Mapping) else getattr(found, part, None)


def _between(found: Mapping[str, object], decimals: int) -> str:
    """Say between which ends an estimate lies."""
    if found["low"] is None or found["high"] is None:
        return _("interval unknown")
    return interval(
        number(found["low"], decimals),
        number(found["high"], decimals),
        None if found["level"] is None else percent(found["level"]),
    )


def interval(low: str, high: str, level: str | None = None) -> str:
    """Say an interval whose ends are written already, and how sure it is."""
    if level is None:
        return _("interval %(low)s to %(high)s") % {"low": low, "high": high}
    ends = {"low": low, "high": high, "level": level}
    return _("interval %(low)s to %(high)s (%(level)s)") % ends


class _Known(dict[str, object]):
    """Values of a sentence, of which one that is missing reads as unknown."""

    def __missing__(self, key: str) -> None:
        return None


def _named(value: object, names: Mapping[str, object]) -> object:
    """Return the name behind a code, or behind the first of many."""
    if isinstance(value, list | tuple):
        some = [_named(each, names) for each in value]
        if len(some) <= MOST_LISTED:
            return some
        more = words.say("list.more", {"count": len(some) - LISTED}, _here())
        return [*some[:LISTED], more]
    return name(names[value]) if isinstance(value, str) and value in names else value


def _figure(size: Number, spec: str) -> str:
    """Write a number; one with a sign is kept together in a text that runs from right to left."""
    if not float(format(size, spec.replace(",", ""))):
        size = 0.0  # what is rounded to nothing has no sign
    written = grouped(size, _here(), spec.replace("+", "") if not size else spec)  # type: ignore[arg-type]
    return written if written[0] not in "−+" else LEFT_TO_RIGHT + written


def _number(value: object) -> Number | None:
    return value if isinstance(value, Number) and not isinstance(value, bool) else None


def _percent_sign() -> str:
    return "٪" if _here() == "fa" else " %"


def _comma() -> str:
    return "،" if _here() == "fa" else ","


def _unknown() -> str:
    return words.sentences(_here())["value.none"]


_here = current_language

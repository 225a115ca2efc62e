"""The sentences for codes of faults, reasons and refusals, once in Persian and once in English.

Methods and actions speak in codes and values; whoever shows one to a person asks here. The
sentences stand in ``words/<topic>.fa.yaml`` and ``words/<topic>.en.yaml``, flat from code to
sentence, with ``{name}`` where a value stands. A format may follow the name, ``{share:.1%}``; the
format ``plain`` writes a number without groups, as years and codes are, and ``digits`` writes the
digits of a text in the language.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from numbers import Real
from string import Formatter
from typing import Literal, cast, get_args

from kargosha.files.clock import IRAN
from kargosha.files.digits import grouped, persian_digits
from kargosha.files.jalali import jalali
from kargosha.files.own_yaml import own_yaml

Language = Literal["fa", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class UnknownCode(Exception):
    """A code for which no sentence stands in the words."""


def say(code: str, values: Mapping[str, object], language: Language) -> str:
    """Return the sentence of a code with its values, numbers and dates as the language has them.

    Raises
    ------
    UnknownCode
        If no sentence stands for the code.
    KeyError
        If the sentence asks for a value that was not given.
    """
    try:
        sentence = sentences(language)[code]
    except KeyError:
        raise UnknownCode(code) from None
    return _IN[language].vformat(sentence, (), values)


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """Return every sentence of one language by its code, in the order of the codes."""
    merged: dict[str, str] = {}
    for topic in sorted(files("kargosha.files").joinpath("words").iterdir(), key=lambda f: f.name):
        if not topic.name.endswith(f".{language}.yaml"):
            continue
        for code, sentence in own_yaml(topic.read_text(encoding="utf-8")).items():
            if code in merged:
                message = f"{code} stands twice in the words, the second time in {topic.name}"
                raise ValueError(message)
            merged[code] = sentence
    return dict(sorted(merged.items()))


def shown(value: object, language: Language, spec: str = "") -> str:
    """Write one value for people."""
    if isinstance(value, bool) or value is None:
        return sentences(language)[f"value.{str(value).lower()}"]
    if isinstance(value, Real):
        if spec == "plain":
            return persian_digits(str(value)) if language == "fa" else str(value)
        return grouped(cast(float, value), language, "" if spec == "digits" else spec)
    if isinstance(value, datetime):
        here = value.astimezone(IRAN)
        return f"{shown(here.date(), language)} {shown(here.strftime('%H:%M'), language, 'digits')}"
    if isinstance(value, date):
        return jalali(value, "fa") if language == "fa" else value.isoformat()
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return _listed(value, language)
    text = str(value)
    return persian_digits(text) if spec == "digits" and language == "fa" else text


def _listed(values: Iterable[object], language: Language) -> str:
    """Write several values one after the other."""
    comma = "، " if language == "fa" else ", "
    return comma.join(shown(value, language) for value in values)


class _Speech(Formatter):
    """Fills the places of a sentence in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """Write one value into its place."""
        return shown(value, self._language, format_spec)


_IN = {language: _Speech(language) for language in LANGUAGES}

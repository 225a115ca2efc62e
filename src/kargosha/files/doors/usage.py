"""What click says of a command line that it refuses, in another language than its own.

click answers with one text; ``words/usage.en.yaml`` holds its sentences with places for what it
puts in. A text that fits one is said by the same code in the other language; what fits none, say
in a later click, stays in click's English.
"""

import re
from functools import cache
from io import StringIO
from string import Formatter

import click

from kargosha.files.doors.options import Unfit
from kargosha.files.words import Language, say, sentences

FAMILY = "usage"
QUOTED = re.compile(r"'[^']*'(, '[^']*')+")


def in_words(error: click.UsageError, language: Language) -> Unfit:
    """Return a refusal that says in the language what click would say, and ends alike."""
    shown = StringIO()
    error.show(shown)
    return Unfit(_said(shown.getvalue().rstrip(), language))


def _said(text: str, language: Language) -> str:
    """Say one text of click in the language; a problem within it is a text of its own."""
    for code, form in _forms():
        if found := form.fullmatch(text):
            values = {name: _value(value) for name, value in found.groupdict().items()}
            if "problem" in values:
                values["problem"] = _said(found["problem"], language)
            return say(code, values, language)
    return text


def _value(text: str) -> str | list[str]:
    """Return several quoted names as a list, which each language joins in its own way."""
    return re.findall(r"'([^']*)'", text) if QUOTED.fullmatch(text) else text


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return click's own sentences as patterns, each with its code."""
    return tuple(
        (code, _form(sentence))
        for code, sentence in sentences("en").items()
        if code.partition(".")[0] == FAMILY
    )


def _form(sentence: str) -> re.Pattern[str]:
    """Return the pattern of a sentence; Python quotes a value that holds ' with "."""
    parts = [
        re.escape(literal).replace("'", "['\"]") + (f"(?P<{name}>.*?)" if name else "")
        for literal, name, _, _ in Formatter().parse(sentence)
    ]
    return re.compile("".join(parts), re.DOTALL)

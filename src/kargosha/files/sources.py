"""What the shipped rules rest on, in the language of the reader.

A rule keeps its source in English; ``rules/sources/fa.yaml`` says each of them in Persian.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kargosha.files.own_yaml import own_yaml
from kargosha.files.words import Language


def cited(source: str, language: Language) -> str:
    """Return a source in the language; one that somebody typed as it was typed."""
    return persian_sources().get(source, source) if language == "fa" else source


@cache
def persian_sources() -> Mapping[str, str]:
    """Return each source of the shipped rules in Persian, by its English."""
    text = files("kargosha").joinpath("rules", "sources", "fa.yaml").read_text(encoding="utf-8")
    return {each["en"]: each["fa"] for each in own_yaml(text)}

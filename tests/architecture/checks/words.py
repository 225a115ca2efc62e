"""Every code has its sentence, in both languages, saying the same with the same values."""

import ast
import re
import string
from functools import lru_cache
from pathlib import Path

import yaml

from tests.architecture.checks.tree import Module, called, calls, modules, texts

LANGUAGES = ("en", "fa")
FAMILIES = {"change", "conflict", "fault", "granted", "ineligible", "price", "refusal", "refused"}
CODE = re.compile(rf"({'|'.join(sorted(FAMILIES))})(\.(?!csv$)[a-z][a-z0-9_]*)+")
START = re.compile(r"[a-z_]+\.([a-z_]+\.)*")
OUTCOMES = ("granted.", "refused.", "ineligible.")
FOR_THE_APPLICANT = ".applicant"


def sentences(root: Path, language: str) -> dict[str, str]:
    """Return all sentences of a language, merged from every file of words."""
    folder = root / "src/kargosha/files/words"
    merged: dict[str, str] = {}
    for path in sorted([*folder.glob(f"{language}.yaml"), *folder.glob(f"*.{language}.yaml")]):
        merged |= yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return merged


def events(root: Path) -> dict[str, str]:
    """Return each event recorded in the journal, with the place that records it."""
    return {
        _text(event): f"{module.place}:{event.lineno}"
        for module, event in _recorded(root)
        if _text(event)
    }


def codes(root: Path) -> dict[str, str]:
    """Return each code that a method, a rule or a door can answer with, with its place."""
    return {
        text: f"{module.place}:{line}"
        for module in modules(root)
        for line, text in texts(module.text)
        if CODE.fullmatch(text)
    }


def broken_words(root: Path) -> list[str]:
    """Return codes and events without a sentence in each language; outcomes need two each.

    What is said of a proposal is said to staff, and in other words to whoever applied.
    """
    needed = codes(root) | {f"event.{code}": place for code, place in events(root).items()}
    for code in [each for each in needed if each.startswith(OUTCOMES)]:
        needed[code.removesuffix(FOR_THE_APPLICANT) + FOR_THE_APPLICANT] = needed[code]
    spoken = {language: sentences(root, language) for language in LANGUAGES}
    return [
        f"{place}: {code} has no sentence in {language}"
        for language in LANGUAGES
        for code, place in needed.items()
        if code not in spoken[language]
    ]


def broken_pairs(root: Path) -> list[str]:
    """Return sentences that stand in one language only, or quote other values in the other."""
    english, persian = (sentences(root, language) for language in LANGUAGES)
    found = [
        f"{code} stands in one language only" for code in sorted(english.keys() ^ persian.keys())
    ]
    return found + [
        f"{code} quotes {quoted(english[code])} in en, {quoted(persian[code])} in fa"
        for code in sorted(english.keys() & persian.keys())
        if quoted(english[code]) != quoted(persian[code])
    ]


def broken_twins(root: Path) -> list[str]:
    """Return codes whose sentence is written in two files: words stand once."""
    found = []
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for path in sorted((root / "src/kargosha/files/words").glob(f"*{language}.yaml")):
            for code in re.findall(r"^([a-z_.0-9]+):", path.read_text(encoding="utf-8"), re.M):
                if code in seen:
                    found.append(f"{code} stands in {seen[code]} and in {path.name}")
                seen[code] = path.name
    return found


def broken_idle_words(root: Path) -> list[str]:
    """Return sentences for which no code says them any more."""
    spoken = {text for module in modules(root) for _, text in texts(module.text)}
    starts = tuple(each for module in modules(root) for each in _starts(module.text))
    return [
        f"{code} is said nowhere"
        for code in sorted(sentences(root, "en"))
        if code.removesuffix(FOR_THE_APPLICANT) not in spoken
        and code.removeprefix("event.") not in spoken
        and code.partition(".")[0] not in spoken  # a family whose codes are put together
        and not (starts and code.startswith(starts))
    ]


def broken_events(root: Path) -> list[str]:
    """Return journal entries whose event is no plain code of noun and past participle."""
    return [
        f"{module.place}:{event.lineno}: the event {ast.unparse(event)} is not a plain code "
        "like run.proposed"
        for module, event in _recorded(root)
        if not re.fullmatch(r"[a-z_]+\.[a-z_]+", _text(event))
    ]


def quoted(sentence: str) -> list[str]:
    """Return the names of the values that a sentence quotes, in the order of the alphabet."""
    fields = (name for _, name, _, _ in string.Formatter().parse(sentence) if name)
    return sorted({re.split(r"[.\[]", name)[0] for name in fields})


@lru_cache(maxsize=4096)
def _starts(source: str) -> tuple[str, ...]:
    """Return how the codes begin that a source puts together, like ``f"price.{kind}"``."""
    firsts = [
        node.values[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.JoinedStr) and node.values
    ]
    return tuple(each.value for each in firsts if START.fullmatch(str(getattr(each, "value", ""))))


def _recorded(root: Path) -> list[tuple[Module, ast.expr]]:
    places = modules(root, "areas") + modules(root, "portal") + modules(root, "kernel")
    return [
        (module, event)
        for module in places
        if module.name != "kargosha.kernel.journal"
        for call in calls(module.tree)
        if called(call) == "record" and call.args
        for event in _either(call.args[0])
    ]


def _either(event: ast.expr) -> list[ast.expr]:
    """Return both events of ``"run.approved" if … else "run.rejected"``."""
    return [event.body, event.orelse] if isinstance(event, ast.IfExp) else [event]


def _text(event: ast.expr) -> str:
    """Return the code that an event is plainly written as; empty when it is put together."""
    return event.value if isinstance(event, ast.Constant) and isinstance(event.value, str) else ""

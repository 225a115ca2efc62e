"""What templates may not do: show an estimate bare, or speak outside the catalogue."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.architecture.checks.tree import modules

SHOWN = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
ENDS = {"low", "high"}
THE_TAG_ITSELF = "estimate"
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
SILENT = {"script", "style", "code", "kbd", "samp"}
WORD = re.compile(r"[^\W\d_]{2,}")
CODE = re.compile(r"\b[a-z]+:[\w-]+\b")
NAMES_OF_LANGUAGES = {"English", "فارسی"}


def templates(root: Path) -> list[Path]:
    """Return every template of the package."""
    return sorted((root / "src/kargosha").rglob("templates/**/*.html"))


def estimates(root: Path) -> set[str]:
    """Return the names of what is an estimate: declared so in code, or shown so by a template."""
    declared = {
        node.target.id
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and re.match(r"Estimate\b", ast.unparse(node.annotation))
    }
    shown = {
        name
        for path in templates(root)
        for name in re.findall(r"\{% *estimate [\w.]*\.(\w+)", path.read_text(encoding="utf-8"))
    }
    return declared | shown


def broken_estimates(root: Path) -> list[str]:
    """Return estimates that a template shows without the ``estimate`` tag, so without interval."""
    names = estimates(root)
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {shown} is an estimate: "
        "show it by the estimate tag"
        for path in templates(root)
        if path.stem != THE_TAG_ITSELF
        for line, shown, words in _shown(path)
        if (words[-1] in ENDS or words[-1] in names or set(words[:-1]) & names)
    ]


def broken_speech(root: Path) -> list[str]:
    """Return sentences that stand in a template as they are, so in one language only."""
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {text!r} is said in one language only: "
        "use translate"
        for path in templates(root)
        for line, text in _spoken(path.read_text(encoding="utf-8"))
    ]


def _shown(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, text and names of each value that a template shows or gives another name."""
    text = path.read_text(encoding="utf-8")
    for match in SHOWN.finditer(text):
        variable, tag = match.groups()
        words = (variable or tag).split()
        if not words or (tag and words[0] in {"if", "elif", "for", "include", "estimate"}):
            continue
        line = text.count("\n", 0, match.start()) + 1
        for word in words[1:] if tag else words[:1]:
            names = word.rpartition("=")[2].partition("|")[0].split(".")
            if len(names) > 1:
                yield line, word, names


def _spoken(text: str) -> Iterator[tuple[int, str]]:
    text = re.sub(r"\{% *comment.*?endcomment *%\}", _blank, text, flags=re.DOTALL)
    text = re.sub(
        r"\{% *blocktrans(late)?\b.*?endblocktrans(late)? *%\}", _blank, text, flags=re.DOTALL
    )
    ear = _Ear()
    ear.feed(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", _blank, text, flags=re.DOTALL))
    return iter(ear.heard)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


class _Ear(HTMLParser):
    """Hears the words that a page says by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES and value:
                self._hear(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._hear(data)

    def _hear(self, text: str) -> None:
        said = " ".join(text.split())
        if WORD.search(CODE.sub("", said)) and said not in NAMES_OF_LANGUAGES:
            self.heard.append((self.getpos()[0], said))

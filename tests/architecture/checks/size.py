"""How large a file, a function, a class or a template may grow."""

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.architecture.checks.tree import Function, Module, modules
from tests.architecture.exceptions import LARGER

FILE_LINES = 400
FUNCTION_CODE_LINES = 60
ARGUMENTS = 8
IMPORTS = 20
CLASS_LINES = 250
TEMPLATE_LINES = 200

SPACE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER,
}  # fmt: skip


def broken_sizes(root: Path) -> list[str]:
    """Return what is larger than its limit, and exceptions that are no longer needed."""
    found = dict(_too_large(root))
    missing = [
        f"{name}: within its limit now; take it out of tests/architecture/exceptions.py"
        for name in LARGER
        if name not in found and (root / name.partition("::")[0]).exists()
    ]
    return [finding for name, finding in found.items() if name not in LARGER] + missing


def _too_large(root: Path) -> Iterator[tuple[str, str]]:
    for module in [*modules(root), *_others(root)]:
        yield from _too_large_in(module.place, module.text)
    for template in sorted((root / "src/kargosha").rglob("templates/**/*.html")):
        place = template.relative_to(root).as_posix()
        lines = template.read_text(encoding="utf-8").count("\n")
        if lines > TEMPLATE_LINES:
            yield place, f"{place}: {lines} lines (at most {TEMPLATE_LINES} a template)"


def _others(root: Path) -> list[Module]:
    return [
        Module(root, path)
        for folder in ("tests", "benchmarks")
        for path in sorted((root / folder).rglob("*.py"))
    ]


@lru_cache(maxsize=4096)
def _too_large_in(place: str, text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_findings(place, text))


def _findings(place: str, text: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(text)
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield place, f"{place}: {lines} lines (at most {FILE_LINES} a file)"
    imported = sum(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body)
    if imported > IMPORTS:
        yield f"{place}::imports", f"{place}: {imported} imports (at most {IMPORTS} a file)"
    code = code_lines(text)
    for node in ast.walk(tree):
        name = f"{place}::{getattr(node, 'name', '')}"
        if isinstance(node, Function):
            yield from _too_large_function(name, node, code)
        elif isinstance(node, ast.ClassDef) and node.end_lineno - node.lineno + 1 > CLASS_LINES:
            length = node.end_lineno - node.lineno + 1
            yield name, f"{name}: {length} lines (at most {CLASS_LINES} a class)"


def _too_large_function(name: str, node: Function, code: set[int]) -> Iterator[tuple[str, str]]:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    body = sum(first.lineno <= line <= node.end_lineno for line in code)
    signature = sum(node.lineno <= line < node.body[0].lineno for line in code)
    if signature + body > FUNCTION_CODE_LINES:
        yield name, f"{name}: {signature + body} code lines (at most {FUNCTION_CODE_LINES})"
    arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    counted = [each for each in arguments if each.arg not in {"self", "cls"}]
    if len(counted) > ARGUMENTS:
        yield name, f"{name}: {len(counted)} arguments (at most {ARGUMENTS})"


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold code: no blank, no comment."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {
        line
        for token in tokens
        if token.type not in SPACE
        for line in range(token.start[0], token.end[0] + 1)
    }

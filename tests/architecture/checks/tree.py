"""The source tree as the checks read it: modules with their syntax trees, found below a root.

Every check takes the root of a checkout, so the same code judges the project and the copies in
which `tests/architecture/faults` plants its faults.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGE = Path("src/kargosha")
MIGRATIONS = "migrations"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: where it stands, what it is called, and what stands in it."""

    root: Path
    path: Path

    @property
    def place(self) -> str:
        """The path from the root, as a finding quotes it."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def name(self) -> str:
        """The dotted name by which others import it."""
        steps = self.path.relative_to(self.root / PACKAGE.parent).with_suffix("").parts
        return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)

    @property
    def kind(self) -> str:
        """The third word of an area's or a room's module: models, actions, pages…"""
        return (
            self.name.removeprefix("kargosha.portal.rooms.")
            .removeprefix("kargosha.areas.")
            .partition(".")[2]
            .partition(".")[0]
        )

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)


def modules(root: Path, below: str = "") -> list[Module]:
    """Return the package's modules below a folder or of one file's name, migrations left out."""
    start = root / PACKAGE / below
    paths = sorted(start.rglob("*.py")) if start.is_dir() else []
    return [Module(root, path) for path in paths if MIGRATIONS not in path.parts]


def area_modules(root: Path, kind: str) -> list[Module]:
    """Return ``areas/*/<kind>.py`` and ``areas/*/<kind>/*.py``."""
    return [module for module in modules(root, "areas") if module.kind == kind]


def functions(module: Module) -> list[Function]:
    """Return the functions that stand at the top of a module."""
    return [node for node in module.tree.body if isinstance(node, Function)]


def public_functions(module: Module) -> list[Function]:
    """Return the functions that a module promises to others."""
    return [function for function in functions(module) if not function.name.startswith("_")]


def reach(function: Function, module: Module) -> list[Function]:
    """Return the function and the private ones of its module that it comes to use."""
    private = {each.name: each for each in functions(module) if each.name.startswith("_")}
    found = [function]
    for each in found:
        used = {node.id for node in ast.walk(each) if isinstance(node, ast.Name)}
        found += [
            private[name] for name in sorted(used & private.keys()) if private[name] not in found
        ]
    return found


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls below a node."""
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def called(call: ast.Call) -> str:
    """Return the last word of what is called: ``record`` for ``journal.record(…)``."""
    return last_word(call.func)


def last_word(node: ast.AST) -> str:
    """Return the last word of a name, a dotted name or a call of one."""
    if isinstance(node, ast.Call):
        return last_word(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a module imports, each imported name in full."""
    package = module.name if module.path.stem == "__init__" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join([*above, node.module or ""]).strip(".") if node.level else node.module
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


@lru_cache(maxsize=4096)
def texts(source: str) -> tuple[tuple[int, str], ...]:
    """Return every text that stands in a source, each with its line."""
    return tuple(
        (node.lineno, node.value)
        for node in ast.walk(_parsed(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)

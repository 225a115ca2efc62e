"""Who may use whom: the import contracts, the flow of areas, and purity of the methods."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.checks.tree import Module, calls, imports, modules

MEETING_PLACES = {"models", "actions", "queries"}
METHODS_ALONE = """
import importlib, pkgutil, sys
import kargosha.analysis as methods
for each in pkgutil.walk_packages(methods.__path__, "kargosha.analysis."):
    importlib.import_module(each.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""
EACH_ALONE = """
import importlib, sys
import django
django.setup()
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
"""
READS_TIME = re.compile(
    r"(datetime\.)?(date|datetime)\.(now|today|utcnow)|time\.(time|time_ns)|timezone\.(now|localdate)"
)
NOT_FOR_METHODS = ("django", "ninja", "procrastinate", "psycopg", "click", "yaml", "highspy")


def broken_contracts(root: Path) -> list[str]:
    """Return what import-linter says against the project's own contracts."""
    return _complaints(root, "lint-imports", "--no-cache")


def broken_lint(root: Path) -> list[str]:
    """Return what ruff says by the project's own settings."""
    return _complaints(root, "ruff", "check", "--no-cache", "--output-format=concise", "src")


def flow(root: Path) -> list[str]:
    """Return the areas in the order in which data flows, as ``areas/__init__.py`` lists them."""
    tree = ast.parse((root / "src/kargosha/areas/__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "FLOW":
            return list(ast.literal_eval(node.value))
    return []


def broken_flow(root: Path) -> list[str]:
    """Return where the contract's order of areas, the folders and ``FLOW`` disagree."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == ["kargosha.areas"]
    )
    listed = flow(root)
    folders = {each.parent.name for each in (root / "src/kargosha/areas").glob("*/__init__.py")}
    found = []
    if contract["layers"][::-1] != listed:
        found.append(f"the contract lists {contract['layers'][::-1]}, FLOW lists {listed}")
    if folders != set(listed):
        found.append(f"folders {sorted(folders)} are not the areas of FLOW {sorted(listed)}")
    return found


def broken_meetings(root: Path) -> list[str]:
    """Return imports of an area that do not meet it at its models, actions or queries.

    The portal puts doors together, so it may name an area's ``urls``, ``api``, ``cli`` and
    ``tasks``; its rooms are visitors like any neighbour.
    """
    found = []
    for module in modules(root, "areas") + modules(root, "portal/rooms"):
        for line, name in imports(module):
            steps = name.split(".")
            if steps[:2] != ["kargosha", "areas"] or len(steps) < 3 or steps[2] == "FLOW":
                continue
            if _area(module) != steps[2] and (len(steps) < 4 or steps[3] not in MEETING_PLACES):
                found.append(
                    f"{module.place}:{line}: {name}: neighbours meet only at "
                    "models, actions and queries"
                )
    return found


def edges(root: Path) -> dict[tuple[str, str], set[str]]:
    """Return, for each pair of areas, what the first uses of the second."""
    used: dict[tuple[str, str], set[str]] = {}
    for module in modules(root, "areas"):
        for _, name in imports(module):
            steps = name.split(".")
            if steps[:2] == ["kargosha", "areas"] and len(steps) > 3 and _area(module) != steps[2]:
                used.setdefault((_area(module), steps[2]), set()).add(".".join(steps[3:5]))
    return used


def broken_rooms(root: Path) -> list[str]:
    """Return rooms that reach for an area's models or actions: they read queries only."""
    return [
        f"{module.place}:{line}: {name}: a room reads areas' queries and writes kernel actions only"
        for module in modules(root, "portal/rooms")
        for line, name in imports(module)
        if name.startswith("kargosha.areas.") and ".queries" not in name
    ]


def broken_purity(root: Path) -> list[str]:
    """Return packages that come along when all methods are loaded in a fresh interpreter."""
    answer = run(root, sys.executable, "-c", METHODS_ALONE, *NOT_FOR_METHODS)
    if answer.returncode:
        return [answer.stderr.strip().splitlines()[-1]]
    return [f"loading kargosha.analysis loads {name}" for name in answer.stdout.split()]


def broken_loading(root: Path) -> list[str]:
    """Return modules that a plain interpreter cannot import once Django is set up: such as one that
    subscripts, where it runs, a class that is generic in the type checker's stubs only."""
    names = [module.name for module in modules(root) if not module.name.endswith("__main__")]
    settings = "DJANGO_SETTINGS_MODULE=kargosha.portal.settings"
    answer = run(root, "env", settings, sys.executable, "-c", EACH_ALONE, *names)
    return answer.stdout.splitlines() or answer.stderr.splitlines() * bool(answer.returncode)


def broken_clock(root: Path) -> list[str]:
    """Return readers of the day or the instant other than the clock, time zone or not."""
    return [
        f"{module.place}:{call.lineno}: {ast.unparse(call.func)}: only the clock reads the time"
        for module in modules(root)
        if module.name != "kargosha.files.clock"
        for call in calls(module.tree)
        if READS_TIME.fullmatch(ast.unparse(call.func))
    ]


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a checkout, with the package of that checkout before all others."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "KARGOSHA_SECRET_KEY": "only for a check",
        "NO_COLOR": "1",
        "COLUMNS": "400",  # import-linter breaks its lines where a terminal would end
    }
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def _complaints(root: Path, tool: str, *arguments: str) -> list[str]:
    answer = run(root, str(Path(sys.executable).with_name(tool)), *arguments)
    return (answer.stdout + answer.stderr).splitlines() if answer.returncode else []


def _area(module: Module) -> str:
    steps = module.name.split(".")
    return steps[2] if steps[1] == "areas" and len(steps) > 2 else ""

"""The form of what can happen and what may be asked: actions, queries and writes."""

import ast
import re
from pathlib import Path

from tests.architecture.checks.tree import (
    Function,
    Module,
    area_modules,
    called,
    calls,
    last_word,
    modules,
    public_functions,
    reach,
)
from tests.architecture.public_pages import PUBLIC_QUERIES

ATOMIC = {"atomic", "deciding"}
ASKS = {"require", "visible_to", "may", "may_somewhere", "scopes"}
WRITES = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "abulk_create", "acreate", "asave", "aupdate", "adelete",
}  # fmt: skip
# The rehearsal fills the database in bulk; the server's files and the catalogue are no rows.
MAY_WRITE = (
    "kargosha.portal.rehearsal", "kargosha.portal.postgres", "kargosha.portal.catalogue",
)  # fmt: skip


def actions(root: Path) -> list[tuple[Module, Function]]:
    """Return all that can happen: the public functions of the areas' and the kernel's actions."""
    kernel = [
        each for each in modules(root, "kernel") if each.name.startswith("kargosha.kernel.actions")
    ]
    return [
        (module, function)
        for module in area_modules(root, "actions") + kernel
        for function in public_functions(module)
    ]


def queries(root: Path) -> list[tuple[Module, Function]]:
    """Return all that a person may ask of an area or the kernel."""
    kernel = [each for each in modules(root, "kernel") if each.name == "kargosha.kernel.queries"]
    return [
        (module, function)
        for module in area_modules(root, "queries") + kernel
        for function in public_functions(module)
    ]


def broken_actions(root: Path) -> list[str]:
    """Return actions that are not named, guarded, atomic, recorded or described."""
    return [
        f"{module.place}:{function.lineno}: action {function.name} {fault}"
        for module, function in actions(root)
        for fault in _faults_of_action(module, function)
    ]


def broken_queries(root: Path) -> list[str]:
    """Return queries that do not know who asks."""
    names = {function.name for _, function in queries(root)}
    return [
        f"{module.place}:{function.lineno}: query {function.name} {fault}"
        for module, function in queries(root)
        for fault in _faults_of_query(module, function, names)
    ]


def broken_powers(root: Path) -> list[str]:
    """Return permissions for which nothing in the program ever asks."""
    roles = root / "src/kargosha/kernel/roles.py"
    declared = re.findall(r"^    ([A-Z_]+) = ", roles.read_text(encoding="utf-8"), re.MULTILINE)
    asked = {
        node.attr
        for module in modules(root)
        if module.path != roles
        for call in calls(module.tree)
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and last_word(node.value) == "Permission"
    }
    return [f"nothing asks for the permission {name}" for name in declared if name not in asked]


def broken_writes(root: Path) -> list[str]:
    """Return writes to the database outside actions, frames and the rehearsal."""
    places = [each for each in modules(root, "areas") if each.kind not in {"actions", "frames"}]
    places += [each for each in modules(root, "portal") if not each.name.startswith(MAY_WRITE)]
    return [
        f"{module.place}:{call.lineno}: .{called(call)}( writes outside an action"
        for module in places
        for call in calls(module.tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    ]


def _faults_of_action(module: Module, function: Function) -> list[str]:
    used = {called(call) for each in reach(function, module) for call in calls(each)}
    decorators = _decorators(function)
    recording = [
        each
        for each in reach(function, module)
        if "record" in {called(call) for call in calls(each)}
    ]
    asked = [call.lineno for call in calls(function) if called(call) == "require"]
    written = [call.lineno for call in calls(function) if called(call) in WRITES | {"record"}]
    faults = {
        "takes arguments by position": bool(function.args.posonlyargs or function.args.args),
        "does not know who acts: no `by: Actor`": _who(function) != "Actor",
        "is not atomic": not decorators & ATOMIC,
        "applies what it decided outside a transaction": "deciding" in decorators
        and not all("atomic" in _decorators(each) for each in recording),
        "asks no permission: no call of `require`": not asked,
        "writes before it asks permission": bool(asked and written and min(written) < min(asked)),
        "leaves no trace: no call of `record`": "record" not in used,
        "does not say what happens: no docstring": not ast.get_docstring(function),
    }
    return [fault for fault, holds in faults.items() if holds]


def _faults_of_query(module: Module, function: Function, names: set[str]) -> list[str]:
    used = {called(call) for each in reach(function, module) for call in calls(each)}
    asks = used & ASKS or _passes_on(function, names)
    place = module.name.removeprefix("kargosha.").removeprefix("areas.")
    public = f"{place}.{function.name}" in PUBLIC_QUERIES
    faults = {
        "takes arguments by position": bool(function.args.posonlyargs or function.args.args),
        "does not know who asks: no `by: Actor`": _who(function) != "Actor" and not public,
        "asks no permission: no call of `require` or `visible_to`": not asks and not public,
        "is listed as public and asks a permission": bool(asks) and public,
        "does not say what it returns: no docstring": not ast.get_docstring(function),
    }
    return [fault for fault, holds in faults.items() if holds]


def _passes_on(function: Function, names: set[str]) -> bool:
    """Say whether a query leaves the question to another one, for the same person."""
    return any(
        called(call) in names and keyword.arg == "by" and last_word(keyword.value) == "by"
        for call in calls(function)
        for keyword in call.keywords
    )


def _decorators(function: Function) -> set[str]:
    return {last_word(each) for each in function.decorator_list}


def _who(function: Function) -> str:
    by = next((each for each in function.args.kwonlyargs if each.arg == "by"), None)
    return last_word(by.annotation) if by and by.annotation else ""

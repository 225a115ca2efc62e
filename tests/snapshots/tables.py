"""Documents made of what the code declares: roles, rules, columns, areas."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path

from kargosha.analysis import tables
from kargosha.analysis.applications.tables import ELIGIBILITY, MEMBERS, PROPOSALS
from kargosha.analysis.registry.table import ROSTER
from kargosha.analysis.rules import Rule
from kargosha.analysis.tables import Column, Table
from kargosha.analysis.territory.judging.tables import TERRITORY_INPUTS
from kargosha.areas import FLOW
from kargosha.files.rulebook import headings, shipped_rules
from kargosha.kernel.roles import ROLES, Permission
from tests.architecture.checks.dependency import edges

ROOT = Path(__file__).resolve().parents[2]
MADE = "*Made by `make snapshots`; a test compares it with the code.*"


def roles() -> str:
    """Return who may do what: each role with its description, and the table of permissions."""
    described = [
        f"- **{role.title['en']}** ({role.title['fa']}, `{code}`): {role.description['en']}"
        for code, role in ROLES.items()
    ]
    rows = [
        [
            f"`{permission}`",
            *("●" if permission in role.permissions else "" for role in ROLES.values()),
        ]
        for permission in Permission
    ]
    return _document(
        "Roles",
        "Who may do what. A role is held over places: it reaches those whose codes begin with its "
        "scope.",
        "\n".join(described),
        _table(["may", *(role.title["en"] for role in ROLES.values())], rows),
    )


def rule_book() -> str:
    """Return every rule that ships, with its meaning, values, first days and sources."""
    rules = sorted(shipped_rules(), key=lambda rule: (rule.key, rule.valid_from))
    parts = []
    for topic, held in groupby(rules, key=lambda rule: rule.key.partition(".")[0]):
        rows = [_rule_row(rule) for rule in held]
        parts += [
            f"## {topic.replace('_', ' ')}",
            _table(["rule", "meaning", "value", "from", "source"], rows),
        ]
    return _document(
        "Rule book",
        "The rules that ship with the programme. A change is proposed by one person, approved by "
        "another, and then stands beside these. What its source calls so is to be confirmed.",
        *parts,
    )


def columns() -> str:
    """Return every column of every table that methods read and write, and of those that are imported."""
    declared = [each for each in vars(tables).values() if isinstance(each, Table)]
    return _document(
        "Tables",
        "What the methods read and write, column by column. Rials are whole; shares lie between 0 "
        "and 1; a list is separated by `;`; days are Gregorian, as in 2026-11-23.",
        *(part for table in declared for part in _columns(table.name, table)),
        "# Imports",
        "What files become when they are taken in. A column mapping says which of a file's columns "
        "stands for which of these; days may be of either calendar.",
        *(part for table in TERRITORY_INPUTS for part in _columns(f"import: {table.name}", table)),
        *_columns("import: groups with their members", ROSTER),
        *(
            part
            for table in (PROPOSALS, MEMBERS, ELIGIBILITY)
            for part in _columns(f"eligibility: {table.name}", table)
        ),
    )


def _columns(title: str, table: Table) -> list[str]:
    head = ["column", "kind", "must be there", "range", "meaning"]
    return [f"## {title}", _table(head, map(_column_row, table.columns))]


def area_map() -> str:
    """Return the areas in their order, and what each uses of those before it."""
    used = edges(ROOT)
    lines = [
        f"{number}. **{area}**: {_sentence(area)}" for number, area in enumerate(FLOW, start=1)
    ]
    rows = [
        [area, earlier, ", ".join(f"`{name}`" for name in sorted(used[area, earlier]))]
        for area in FLOW
        for earlier in FLOW
        if (area, earlier) in used
    ]
    return _document(
        "Map of the areas",
        "In the order in which data flows. An area uses only those before it; a new line in the "
        "table is a new dependency.",
        "\n".join(lines),
        _table(["area", "uses", "of it"], rows),
    )


def _rule_row(rule: Rule) -> list[str]:
    value = f"{rule.value:,}" if isinstance(rule.value, int | float) else rule.value
    interval = "" if rule.low is None else f" ({rule.low:,}–{rule.high:,})"
    meaning = headings()[rule.key].meaning["en"]
    return [
        f"`{rule.key}`",
        meaning,
        f"{value}{interval} {rule.unit}",
        str(rule.valid_from),
        rule.source,
    ]


def _column_row(column: Column) -> list[str]:
    ends = ["" if end is None else f"{end:,.0f}" for end in (column.least, column.most)]
    spread = "–".join(ends) if all(ends) else f"≥ {ends[0]}" if ends[0] else ""
    kind = f"{column.kind} ({column.unit})" if column.unit else column.kind
    return [f"`{column.name}`", kind, "yes" if column.required else "", spread, column.meaning]


def _sentence(area: str) -> str:
    return " ".join((import_module(f"kargosha.areas.{area}").__doc__ or "").split())


def _document(title: str, purpose: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", purpose, *parts, MADE]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines
    )

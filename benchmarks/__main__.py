"""``python -m benchmarks [NAME…]``: run the benchmarks whose file's name holds one of the words."""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import benchmarks
from benchmarks.figure import Figure

OUT = Path("build/bench.json")
LINE = "{:<44} {:>12} {:<10} {:>12} {:>8} {:>10} {:<4} {}"


def main(words: list[str]) -> int:
    """Print a table as the figures come, write all of them, and fail when a promise is broken."""
    print(LINE.format("name", "value", "unit", "reference", "ratio", "target", "met", ""))
    measured = []
    for figure in _figures(words):
        measured.append(figure)
        print(_line(figure), flush=True)
    OUT.parent.mkdir(exist_ok=True)
    rows = [figure.row() for figure in measured]
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return int(any(figure.met is False for figure in measured))


def _figures(words: list[str]) -> Iterator[Figure]:
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda found: found.name):
        wanted = not words or any(word in module.name for word in words)
        if module.name.startswith("bench_") and wanted:
            yield from importlib.import_module(f"benchmarks.{module.name}").figures()


def _line(figure: Figure) -> str:
    return LINE.format(
        figure.name,
        f"{figure.value:,.4g}",
        figure.unit,
        _number(figure.reference),
        _number(figure.ratio),
        _number(figure.target),
        {True: "yes", False: "NO", None: ""}[figure.met],
        figure.note,
    )


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:,.4g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Index methods as YAML: read from a file, from what ships with the programme, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.index_method import TABLE, IndexMethod, Term
from kargosha.files import disk

MOST_BYTES = 1024**2
"""No method is longer."""

_PARTS = ("terms", "normalisation", "aggregation", "unknown", "normalisations", "aggregations")
_TRIED = ("normalisations", "aggregations")
_TERM = ("indicator", "worst", "weight", "least", "most")
_NUMBERS = ("weight", "least", "most")


def read_method(path: Path) -> IndexMethod:
    """Return the method of a file.

    Raises
    ------
    BadTable
        When the file cannot be read, is no YAML, or the method is faulty.
    """
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise BadTable([Fault("fault.index_yaml", TABLE)])
    return _of_text(disk.text(path, TABLE))


@cache
def shipped_methods() -> Mapping[str, IndexMethod]:
    """Return the methods that come with the programme, by the name of their index."""
    folder = files("kargosha").joinpath("portal", "reference", "methods")
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name
    )
    return {
        file.name.removesuffix(".yaml"): _of_text(file.read_text(encoding="utf-8"))
        for file in found
    }


def method_of(definition: object) -> IndexMethod:
    """Return the method that plain data describes.

    A term without ``least`` or ``most`` has a weight that is not in doubt on that side; choices
    that are not made are those of `IndexMethod`.

    Raises
    ------
    BadTable
        With every fault, each naming the part.
    """
    if not isinstance(definition, Mapping):
        raise BadTable([Fault("fault.index_shape", TABLE)])
    terms = definition.get("terms")
    if not isinstance(terms, list) or not terms:
        raise BadTable([Fault("fault.index_no_terms", TABLE, None, "terms")])
    faults = _strangers("", definition, _PARTS)
    for number, term in enumerate(terms, start=1):
        faults += _term_faults(f"terms.{number}", term)
    for part in _TRIED:
        if definition.get(part) is not None and not _is_texts(definition[part]):
            faults.append(Fault("fault.index_list", TABLE, None, part))
    if faults:
        raise BadTable(faults)
    method = _method(definition)
    method.check()
    return method


def mapping_of(method: IndexMethod) -> dict[str, Any]:
    """Return a method as plain data for JSON or YAML; `method_of` reads it back."""
    return {
        **asdict(method),
        "terms": [asdict(term) for term in method.terms],
        "normalisations": list(method.normalisations),
        "aggregations": list(method.aggregations),
    }


def method_text(method: IndexMethod) -> str:
    """Return a method as the text of a file that `read_method` reads back."""
    return yaml.safe_dump(mapping_of(method), allow_unicode=True, sort_keys=False, width=100)


def _of_text(text: str) -> IndexMethod:
    try:
        definition = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 2024-13-45 is a ValueError
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        raise BadTable([Fault("fault.index_yaml", TABLE, line)]) from error
    return method_of(definition)


def _term_faults(part: str, term: object) -> list[Fault]:
    """Return what is wrong with the shape of one term."""
    if not isinstance(term, Mapping):
        return [Fault("fault.index_term_shape", TABLE, None, part)]
    faults = _strangers(f"{part}.", term, _TERM)
    faults += [
        Fault("fault.index_part_missing", TABLE, None, f"{part}.{name}")
        for name in ("indicator", "worst", "weight")
        if term.get(name) in (None, "")
    ]
    faults += [
        Fault("fault.index_weight", TABLE, None, f"{part}.{name}", {"value": term[name]})
        for name in _NUMBERS
        if term.get(name) is not None and not _is_number(term[name])
    ]
    return faults


def _strangers(prefix: str, mapping: Mapping[Any, Any], known: Sequence[str]) -> list[Fault]:
    """Return a fault for each part that means nothing."""
    return [
        Fault("fault.index_part_unknown", TABLE, None, f"{prefix}{part}", {"known": list(known)})
        for part in mapping
        if part not in known
    ]


def _method(definition: Mapping[str, Any]) -> IndexMethod:
    """Build a method from parts of the right shape."""
    given = {name: part for name, part in definition.items() if part is not None}
    given |= {name: tuple(given[name]) for name in _TRIED if name in given}
    return IndexMethod(**{**given, "terms": tuple(map(_term, given["terms"]))})


def _term(term: Mapping[str, Any]) -> Term:
    numbers = {name: term.get(name, term["weight"]) for name in _NUMBERS}
    return Term(
        str(term["indicator"]), term["worst"], **{key: float(n) for key, n in numbers.items()}
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)

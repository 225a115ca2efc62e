"""What a version of an index does otherwise than the one before, as codes with values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.areas.territory.models import IndexVersion
from kargosha.files.index import method_of


@dataclass(frozen=True)
class MethodChange:
    """One thing that is done otherwise: a code, and what its sentence quotes."""

    code: str
    values: Mapping[str, object]


def changes_between(before: IndexVersion, after: IndexVersion) -> list[MethodChange]:
    """Return what changed from one version to the next: terms, weights, choices, level, figures."""
    old, new = method_of(before.method), method_of(after.method)
    found = [*method_changes(old, new)]
    if before.level != after.level:
        found.append(MethodChange("index_change.level", {}))
    if set(old.indicators) == set(new.indicators) and _figures(before) != _figures(after):
        found.append(MethodChange("index_change.figures", {}))
    return found or [MethodChange("index_change.none", {})]


def method_changes(old: IndexMethod, new: IndexMethod) -> Iterator[MethodChange]:
    """Yield what one method does otherwise than another."""
    before, after = weight_shares(old), weight_shares(new)
    for code in [*before, *(code for code in after if code not in before)]:
        was, now = before.get(code, 0.0), after.get(code, 0.0)
        if round(was, 4) != round(now, 4):
            kind = "weight" if was and now else "added" if now else "removed"
            values = {"indicator": code, "before": was, "after": now}
            yield MethodChange(f"index_change.{kind}", values)
    ends = {term.indicator: term.worst for term in old.terms}
    for term in new.terms:
        if ends.get(term.indicator, term.worst) != term.worst:
            yield MethodChange(f"index_change.worst.{term.worst}", {"indicator": term.indicator})
    for part in ("normalisation", "aggregation", "unknown"):
        if getattr(old, part) != getattr(new, part):
            yield MethodChange(f"index_change.{part}.{getattr(new, part)}", {})
    if _doubt(old) != _doubt(new):
        yield MethodChange("index_change.bounds", {})


def weight_shares(method: IndexMethod) -> dict[str, float]:
    """Return the share of each indicator in all weight, by its code."""
    total = sum(term.weight for term in method.terms)
    return {term.indicator: term.weight / total for term in method.terms}


def _figures(version: IndexVersion) -> object:
    """Return the fingerprint of the figures behind a version."""
    return version.provenance["inputs"]["observations"]


def _doubt(method: IndexMethod) -> object:
    """Return what the draws choose from, whatever unit the weights are in."""
    bounds = {
        term.indicator: (round(term.least / term.weight, 6), round(term.most / term.weight, 6))
        for term in method.terms
        if term.weight
    }
    return bounds, set(method.normalisations), set(method.aggregations)

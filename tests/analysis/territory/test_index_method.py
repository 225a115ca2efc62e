"""What may be wrong with an index method."""

from dataclasses import replace
from typing import Any

import pytest

from kargosha.analysis.errors import BadTable
from kargosha.analysis.territory.index_method import IndexMethod, Term

GOOD = IndexMethod((Term("illiteracy", "high", 0.6, 0.3, 0.9), Term("income", "low", 0.4, 0, 1)))


def found(**changes: Any) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.column) for fault in replace(GOOD, **changes).faults()]


def test_a_good_method_has_no_fault() -> None:
    GOOD.check()

    assert GOOD.faults() == []
    assert GOOD.indicators == ("illiteracy", "income")


def test_a_faulty_method_is_refused() -> None:
    with pytest.raises(BadTable) as caught:
        IndexMethod(()).check()

    assert [fault.code for fault in caught.value.faults] == ["fault.index_no_terms"]


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        (Term("a", "left", 1, 1, 1), ("fault.index_choice", "a.worst")),  # type: ignore[arg-type]
        (Term("a", "high", -1, 0, 1), ("fault.index_weight", "a.weight")),
        (Term("a", "high", 1, float("nan"), 1), ("fault.index_weight", "a.least")),
        (Term("a", "high", 1, 0, float("inf")), ("fault.index_weight", "a.most")),
        (Term("a", "high", 2, 0, 1), ("fault.index_bounds", "a.weight")),
        (Term("a", "high", 1, 2, 3), ("fault.index_bounds", "a.weight")),
        (Term("a", "high", 0, 0, 1), ("fault.index_weightless", "terms")),
    ],
)
def test_each_fault_of_a_term_is_named_by_its_part(term: Term, fault: tuple[str, str]) -> None:
    assert found(terms=(term,)) == [fault]


def test_a_weight_may_be_nothing_while_another_is_not() -> None:
    assert found(terms=(Term("a", "high", 0, 0, 0), Term("b", "low", 1, 1, 1))) == []


def test_an_indicator_stands_once() -> None:
    assert found(terms=(GOOD.terms[0], GOOD.terms[0])) == [("fault.index_term_twice", "illiteracy")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"unknown": "guess"}, ("fault.index_choice", "unknown")),
        ({"normalisation": "log"}, ("fault.index_choice", "normalisation")),
        ({"aggregation": "product"}, ("fault.index_choice", "aggregation")),
        ({"normalisations": ("rank", "log")}, ("fault.index_choice", "normalisations")),
        ({"normalisations": ("z",)}, ("fault.index_not_tried", "normalisations")),
        ({"aggregations": ()}, ("fault.index_not_tried", "aggregations")),
        ({"aggregations": ("arithmetic",) * 2}, ("fault.index_not_tried", "aggregations")),
    ],
)
def test_choices_are_those_that_are_known(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert found(**changes) == [fault]

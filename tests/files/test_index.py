"""An index from figures in long form, and methods as data."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.composite import index_values
from kargosha.analysis.territory.index_method import IndexMethod, Term
from kargosha.files.faults import told
from kargosha.files.index import (
    IndexOptions,
    compute_index,
    index_apart,
    mapping_of,
    method_of,
    method_text,
    read_method,
    shipped_methods,
)
from kargosha.files.words import LANGUAGES

METHOD = IndexMethod((Term("jobless", "high", 3, 2, 4), Term("schooling", "low", 1, 0, 2)))
QUICK = IndexOptions(draws=200)
LONG = pl.DataFrame(
    {
        "place": ["b", "a", "a", "c", "b", "d"],
        "indicator": ["jobless", "schooling", "jobless", "jobless", "schooling", "rainfall"],
        "value": [6.0, 5.0, 9.0, 4.0, None, 300.0],
        "margin": [1.0, None, 0.5, None, None, None],
    }
)
terms = st.lists(
    st.builds(
        lambda name, worst, numbers: Term(name, worst, numbers[1], numbers[0], numbers[2]),
        st.text("abc_", min_size=1),
        st.sampled_from(["high", "low"]),
        st.tuples(*[st.floats(0.1, 9)] * 3).map(sorted),
    ),
    min_size=1,
    unique_by=lambda term: term.indicator,
)


def faults_of(definition: Any) -> list[tuple[str, str | None]]:
    """Return code and part of each fault; each must have its sentence in both languages."""
    with pytest.raises(BadTable) as caught:
        method_of(definition)
    spoken(caught.value.faults)
    return [(fault.code, fault.column) for fault in caught.value.faults]


def spoken(faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        for language in LANGUAGES:
            assert told(fault, {}, language)


def test_an_index_comes_from_figures_in_long_form() -> None:
    result = compute_index(LONG, METHOD, QUICK)

    wide = np.array([[9.0, 5.0], [6.0, np.nan], [4.0, np.nan], [np.nan, np.nan]])
    assert result.places == ("a", "b", "c", "d")
    assert np.array_equal(result.figures, wide, equal_nan=True)
    assert np.array_equal(result.composite.value, index_values(wide, METHOD).value, equal_nan=True)
    assert result.uncertainty.draws == 200
    assert (result.method, result.options) == (METHOD, QUICK)


def test_the_order_of_the_rows_changes_nothing() -> None:
    here = compute_index(LONG, METHOD, QUICK)
    there = compute_index(LONG.reverse(), METHOD, QUICK)

    assert there.provenance.inputs == here.provenance.inputs
    for name in ("rank_low", "rank_high", "worst_fifth_probability", "value_low"):
        assert np.array_equal(
            getattr(there.uncertainty, name), getattr(here.uncertainty, name), equal_nan=True
        )


def test_a_child_comes_to_the_same() -> None:
    here = compute_index(LONG, METHOD, QUICK)
    apart = index_apart(LONG, METHOD, QUICK)

    assert np.array_equal(apart.uncertainty.value_high, here.uncertainty.value_high, equal_nan=True)
    assert apart.provenance.inputs == here.provenance.inputs


def test_an_index_says_what_it_was_made_from() -> None:
    made = compute_index(LONG, METHOD).provenance
    other = compute_index(LONG, replace(METHOD, normalisation="z"), QUICK).provenance

    assert made.reproducible
    assert made.inputs["observations"] == other.inputs["observations"]
    assert made.inputs["method"] != other.inputs["method"]
    assert {"version", "numpy", "draws", "seed", "level", "started"} <= set(made.as_json())
    assert made.draws == 10_000


class Hasty:
    """Stops at once."""

    def stop(self) -> bool:
        return True

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        pass


def test_an_index_that_was_stopped_says_so() -> None:
    made = compute_index(LONG, METHOD, IndexOptions(draws=5_000), Hasty()).provenance

    assert (made.draws, made.reproducible) == (2_000, False)


def test_faults_of_figures_are_found_by_row() -> None:
    wrong = pl.DataFrame(
        {
            "place": ["a", "a", "b", "c", "d"],
            "indicator": ["jobless"] * 5,
            "value": [1.0, 2.0, float("nan"), float("inf"), 5.0],
            "margin": [None, None, None, float("inf"), -1.0],
        }
    )

    with pytest.raises(BadTable) as caught:
        compute_index(wrong, METHOD, QUICK)

    spoken(caught.value.faults)
    assert [(fault.code, fault.row, fault.column) for fault in caught.value.faults] == [
        ("fault.index_twice", 3, "indicator"),
        ("fault.not_finite", 4, "value"),
        ("fault.not_finite", 5, "value"),
        ("fault.not_finite", 5, "margin"),
        ("fault.negative", 6, "margin"),
    ]


def test_what_a_method_refuses_to_do_without_is_named_by_place() -> None:
    with pytest.raises(BadTable) as caught:
        compute_index(LONG, replace(METHOD, unknown="refuse"), QUICK)

    spoken(caught.value.faults)
    assert [(fault.column, fault.values["place"]) for fault in caught.value.faults] == [
        ("schooling", "b"),
        ("schooling", "c"),
        ("jobless", "d"),
        ("schooling", "d"),
    ]


def test_a_faulty_method_is_refused_before_the_figures() -> None:
    with pytest.raises(BadTable) as caught:
        compute_index(LONG, IndexMethod(()), QUICK)

    assert [fault.code for fault in caught.value.faults] == ["fault.index_no_terms"]


@given(made=terms, normalisation=st.sampled_from(["rank", "z", "min_max"]))
def test_a_method_survives_the_way_through_data(
    made: list[Term], normalisation: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    method = IndexMethod(tuple(made), normalisation)
    file = tmp_path_factory.mktemp("methods") / "method.yaml"
    file.write_text(method_text(method), encoding="utf-8")

    assert method_of(mapping_of(method)) == method
    assert read_method(file) == method


def test_what_a_method_does_not_say_has_a_meaning() -> None:
    method = method_of(
        {"terms": [{"indicator": "a", "worst": "low", "weight": 2}], "normalisations": None}
    )

    assert method == IndexMethod((Term("a", "low", 2.0, 2.0, 2.0),))


TERM = {"indicator": "a", "worst": "low", "weight": 2}


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ([], [("fault.index_shape", None)]),
        ({}, [("fault.index_no_terms", "terms")]),
        ({"terms": "a"}, [("fault.index_no_terms", "terms")]),
        ({"terms": ["a"]}, [("fault.index_term_shape", "terms.1")]),
        ({"terms": [TERM], "colour": 1}, [("fault.index_part_unknown", "colour")]),
        ({"terms": [TERM | {"colour": 1}]}, [("fault.index_part_unknown", "terms.1.colour")]),
        ({"terms": [{"weight": 1}]}, [
            ("fault.index_part_missing", "terms.1.indicator"),
            ("fault.index_part_missing", "terms.1.worst"),
        ]),
        ({"terms": [TERM | {"weight": "much"}]}, [("fault.index_weight", "terms.1.weight")]),
        ({"terms": [TERM | {"least": True}]}, [("fault.index_weight", "terms.1.least")]),
        ({"terms": [TERM], "aggregations": "geometric"}, [("fault.index_list", "aggregations")]),
        ({"terms": [TERM | {"least": 3}]}, [("fault.index_bounds", "a.weight")]),
        ({"terms": [TERM | {"weight": float("nan")}]}, [
            ("fault.index_weight", f"a.{part}") for part in ("weight", "least", "most")
        ]),
        ({"terms": [TERM, TERM]}, [("fault.index_term_twice", "a")]),
        ({"terms": [TERM | {"weight": 0}]}, [("fault.index_weightless", "terms")]),
        ({"terms": [TERM], "unknown": "guess"}, [("fault.index_choice", "unknown")]),
        ({"terms": [TERM], "unknown": ["worst"]}, [("fault.index_choice", "unknown")]),
        ({"terms": [TERM], "normalisations": ["z"]}, [
            ("fault.index_not_tried", "normalisations")
        ]),
    ],
)  # fmt: skip
def test_each_fault_of_a_method_is_named_by_its_part(
    definition: Any, found: list[tuple[str, str | None]]
) -> None:
    assert faults_of(definition) == found


@pytest.mark.parametrize(
    ("text", "line"), [("terms: [", 1), ("a: 2024-13-45", None), ("[" * 2_000, None)]
)
def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    file = tmp_path / "method.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadTable) as caught:
        read_method(file)

    spoken(caught.value.faults)
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [
        ("fault.index_yaml", line)
    ]


def test_a_file_far_too_long_for_a_method_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "method.yaml"
    file.write_text("#" * 1024**2 + "\n\n", encoding="utf-8")

    with pytest.raises(BadTable) as caught:
        read_method(file)

    assert [fault.code for fault in caught.value.faults] == ["fault.index_yaml"]


def test_the_shipped_methods_are_sound_and_stay_within_their_bounds() -> None:
    shipped = shipped_methods()

    assert set(shipped) == {"deprivation", "emigration"}
    for method in shipped.values():
        assert method.faults() == []
        assert sum(term.weight for term in method.terms) == pytest.approx(1)
        assert (len(method.normalisations), len(method.aggregations)) == (3, 2)
    assert all(
        (term.least, term.most) == pytest.approx((term.weight / 2, term.weight * 1.5))
        for term in shipped["deprivation"].terms
    )

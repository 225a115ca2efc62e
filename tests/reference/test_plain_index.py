"""The quick index against the plain one: the same ranks and counts, floats to 1e-9."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import plain_index as plain

from kargosha.analysis.territory.composite import index_values
from kargosha.analysis.territory.draws import draw
from kargosha.analysis.territory.index_method import IndexMethod, Term
from kargosha.analysis.territory.uncertainty import rank_uncertainty

DRAWS = 40
NAN = float("nan")


@st.composite
def cases(build: st.DrawFn) -> tuple[np.ndarray, np.ndarray, IndexMethod]:
    """A few places with equal, unknown and exact figures among the others, and any method."""
    places, terms = build(st.integers(1, 8)), build(st.integers(1, 4))
    figure = st.integers(-20, 20).map(float) | st.just(NAN)
    margin = st.sampled_from([0.0, NAN, 0.5, 4.0])
    grid = st.lists(figure, min_size=places * terms, max_size=places * terms)
    margins = st.lists(margin, min_size=places * terms, max_size=places * terms)
    figures = np.array(build(grid)).reshape(places, terms)
    figures[0, 0] = 1.0
    method = IndexMethod(
        tuple(
            Term(f"i{each}", build(st.sampled_from(["high", "low"])), 1.0, 0.5, 1.5)
            for each in range(terms)
        ),
        normalisation=build(st.sampled_from(["rank", "z", "min_max"])),
        aggregation=build(st.sampled_from(["arithmetic", "geometric"])),
        unknown=build(st.sampled_from(["leave_out", "middle", "worst"])),
    )
    return figures, np.array(build(margins)).reshape(places, terms), method


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(0, 5))
def test_the_quick_index_is_the_plain_one(
    case: tuple[np.ndarray, np.ndarray, IndexMethod], seed: int
) -> None:
    figures, margins, method = case
    known = plain.PlainMethod([term.worst for term in method.terms], method.unknown)

    point = index_values(figures, method)
    found = rank_uncertainty(figures, margins, method, draws=DRAWS, seed=seed, level=0.8)

    weight = [term.weight for term in method.terms]
    expected = plain.values(_rows(figures), known, weight, method.normalisation, method.aggregation)
    drawn = [_plain_draw(figures, margins, method, number, seed) for number in range(DRAWS)]
    said = plain.uncertainty(
        expected,
        [plain.draw_values(_rows(figures), _rows(margins), known, each) for each in drawn],
        level=0.8,
    )
    assert point.value == pytest.approx(_floats(expected), abs=1e-11, nan_ok=True)
    assert point.rank == pytest.approx(_floats(plain.ranks(expected)), abs=0, nan_ok=True)
    for name in ("rank_low", "rank_high", "median_rank", "worst_fifth_probability"):
        theirs = [getattr(each, name, None) for each in said]
        assert getattr(found, name) == pytest.approx(_floats(theirs), abs=0, nan_ok=True), name
    for name in ("value_low", "value_high"):
        theirs = [getattr(each, name, None) for each in said]
        assert getattr(found, name) == pytest.approx(_floats(theirs), abs=1e-9, nan_ok=True), name


def test_every_draw_agrees_where_batches_meet() -> None:
    dice = np.random.Generator(np.random.PCG64(3))
    figures = np.round(dice.normal(50, 10, (40, 3)), 1)
    method = IndexMethod(tuple(Term(f"i{each}", "high", 1, 0.5, 1.5) for each in range(3)))
    margins = np.full(figures.shape, 2.0)
    draws = 2_100
    known = plain.PlainMethod(["high"] * 3, "leave_out")

    found = rank_uncertainty(figures, margins, method, draws=draws, seed=9)

    seen = [
        plain.ranks(
            plain.draw_values(
                _rows(figures),
                _rows(margins),
                known,
                _plain_draw(figures, margins, method, number, 9, draws),
            )
        )
        for number in (*range(1_990, 2_010), *range(20))
    ]
    assert found.draws == draws
    assert (found.rank_low <= np.median(np.array(seen, dtype=float), axis=0)).all()
    assert (found.rank_high >= np.median(np.array(seen, dtype=float), axis=0)).all()


def _plain_draw(
    figures: np.ndarray,
    margins: np.ndarray,
    method: IndexMethod,
    number: int,
    seed: int,
    draws: int = DRAWS,
) -> plain.PlainDraw:
    made = draw(number, figures, margins, method, draws, seed)
    return plain.PlainDraw(made.weight.tolist(), *made.choice, made.noise.tolist())


def _rows(table: np.ndarray) -> list[list[float | None]]:
    return [[None if np.isnan(x) else x for x in row] for row in table.tolist()]


def _floats(values: list[float | None]) -> list[float]:
    return [NAN if value is None else value for value in values]

"""How sure an index is: ten thousand draws, beside plain Python.

3,000 places × 20 indicators, every figure with a margin, and the province's 20 counties. The plain
program is handed what each draw has drawn, so the time of drawing is ours alone.
"""

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from tests.reference import plain_index as plain

from benchmarks.apart import apart
from benchmarks.figure import Figure
from kargosha.analysis.territory.draws import draw
from kargosha.analysis.territory.index_method import IndexMethod, Term
from kargosha.analysis.territory.uncertainty import rank_uncertainty

SEED = 1
DRAWS = 10_000
PLAIN_DRAWS = 10
"""Draws that the plain program makes; its time is proportional to their number."""

PROMISED_SECONDS = {(3_000, 20): 20.0, (20, 5): 1.0}
PROMISED_MEGABYTES = 500
PROMISED_SHARE_OF_PLAIN = 1 / 20


@dataclass(frozen=True)
class Measured:
    """Seconds of the first and of the second call, and the most memory the process ever held."""

    first: float
    second: float
    megabytes: float


def figures() -> Iterator[Figure]:
    """Measure many places, then the counties."""
    places, terms = 3_000, 20
    ours = apart(_measured, places, terms)
    reference = apart(_plain_seconds, places, terms)
    promised = PROMISED_SECONDS[places, terms]
    note = f"plain Python: {PLAIN_DRAWS} draws, times {DRAWS // PLAIN_DRAWS}"
    yield Figure(f"index.{places}x{terms}.seconds", ours.first, "s", reference, promised, note)
    yield Figure(
        f"index.{places}x{terms}.megabytes",
        ours.megabytes,
        "MB",
        target=PROMISED_MEGABYTES,
        note="peak of the whole process",
    )
    yield Figure(
        "index.speedup", ours.first / reference, "ours/plain", target=PROMISED_SHARE_OF_PLAIN
    )
    counties = apart(_measured, 20, 5)
    reference = apart(_plain_seconds, 20, 5)
    yield Figure(
        "index.20_counties.seconds",
        counties.first,
        "s",
        reference,
        PROMISED_SECONDS[20, 5],
        f"first call after import; the next {counties.second:.3f} s",
    )


def _measured(places: int, terms: int) -> Measured:
    values, margins, method = _instance(places, terms)
    seconds = []
    for _ in range(2):
        begun = perf_counter()
        rank_uncertainty(values, margins, method, draws=DRAWS, seed=SEED)
        seconds.append(perf_counter() - begun)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Measured(seconds[0], seconds[1], kilobytes / 1024)


def _plain_seconds(places: int, terms: int) -> float:
    """Return the seconds that the plain program would take for all draws."""
    values, margins, method = _instance(places, terms)
    known = plain.PlainMethod([term.worst for term in method.terms], method.unknown)
    rows, widths = values.tolist(), margins.tolist()
    drawn = []
    for number in range(0, DRAWS, DRAWS // PLAIN_DRAWS):
        made = draw(number, values, margins, method, DRAWS, SEED)
        drawn.append(plain.PlainDraw(made.weight.tolist(), *made.choice, made.noise.tolist()))
    begun = perf_counter()
    for each in drawn:
        plain.ranks(plain.draw_values(rows, widths, known, each))
    return (perf_counter() - begun) / PLAIN_DRAWS * DRAWS


def _instance(places: int, terms: int) -> tuple[np.ndarray, np.ndarray, IndexMethod]:
    """Return made-up figures, their margins, and a method that tries everything."""
    dice = np.random.Generator(np.random.PCG64(SEED))
    need = dice.standard_normal((places, 1))
    values = np.round(50 + 10 * (need + dice.standard_normal((places, terms))), 1)
    method = IndexMethod(
        tuple(Term(f"i{term}", ("high", "low")[term % 2], 1, 0.5, 1.5) for term in range(terms))
    )
    return values, np.full(values.shape, 2.0), method

"""The files in which an index is handed over."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import CONTRIBUTIONS, INDEX, INDEX_OBSERVATIONS
from kargosha.analysis.territory.composing import Floats
from kargosha.files.index import IndexResult, method_text
from kargosha.files.index_report import report
from kargosha.files.tables import write
from kargosha.files.words import Language, say

NAMES = frozenset(
    ("index.csv", "contributions.csv", "method.yaml", "provenance.json", "report.html")
)
"""Every file that `write_index` writes; a folder that holds no others may be replaced."""

Names = Mapping[str, tuple[str, str]]


def write_index(
    result: IndexResult,
    names: Names,
    folder: Path,
    language: Language,
    warnings: tuple[Fault, ...] = (),
) -> None:
    """Write an index's files into an existing folder; the report opens in the language."""
    table = index_table(result, names)
    write(table, folder / "index.csv", INDEX)
    write(contributions(result), folder / "contributions.csv", CONTRIBUTIONS)
    (folder / "method.yaml").write_text(method_text(result.method), encoding="utf-8")
    (folder / "provenance.json").write_text(
        json.dumps(result.provenance.as_json(), ensure_ascii=False, indent=2) + "\n",
        encoding="utf-8",
    )
    page = report(result, table, language, [*warnings, *left_out(result)])
    (folder / "report.html").write_text(page, encoding="utf-8")


def tell(result: IndexResult, folder: Path, language: Language) -> Iterator[str]:
    """Yield what came of an index, line by line."""
    values = {
        "ranked": int(np.isfinite(result.composite.rank).sum()),
        "places": len(result.places),
        "draws": result.uncertainty.draws,
        "level": result.uncertainty.level,
        "folder": str(folder),
    }
    yield say("index.done", values, language)


def left_out(result: IndexResult) -> list[Fault]:
    """Return a warning for each indicator without which the index was made."""
    return [
        Fault("warning.index_left_out", INDEX_OBSERVATIONS.name, values={"indicator": code})
        for code in result.composite.left_out
    ]


def index_table(result: IndexResult, names: Names) -> pl.DataFrame:
    """Return the ranking, the worst first and the unknown last."""
    point, doubt = result.composite, result.uncertainty
    persian, english = zip(*(names.get(place, ("", "")) for place in result.places), strict=True)
    frame = pl.DataFrame(
        {
            "place_code": result.places,
            "name_fa": persian,
            "name_en": english,
            "value": _known(point.value),
            "value_low": _known(doubt.value_low),
            "value_high": _known(doubt.value_high),
            "percentile": _known(point.percentile),
            "rank": _known(point.rank).cast(pl.Int64),
            "rank_low": _known(doubt.rank_low).cast(pl.Int64),
            "rank_high": _known(doubt.rank_high).cast(pl.Int64),
            "worst_fifth_probability": _known(doubt.worst_fifth_probability),
            "known_share": _known(point.known_share),
        }
    )
    blank = [pl.col(name).replace("", None) for name in ("name_fa", "name_en")]
    return frame.with_columns(blank).sort("rank", "place_code", nulls_last=True)


def contributions(result: IndexResult) -> pl.DataFrame:
    """Return each figure and what it adds to the index of its place."""
    places, terms = result.figures.shape
    return pl.DataFrame(
        {
            "place_code": [place for place in result.places for _ in range(terms)],
            "indicator": list(result.method.indicators) * places,
            "value": _known(result.figures.reshape(-1)),
            "contribution": _known(result.composite.contribution.reshape(-1)),
        }
    )


def _known(numbers: Floats) -> pl.Series:
    """Return numbers to nine decimals, empty where unknown."""
    return pl.Series(numbers).fill_nan(None).round(9)

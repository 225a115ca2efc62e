"""Whether places have codes of their kind, one parent each, and lie where they can."""

import polars as pl

from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings, Judged
from kargosha.analysis.territory.judging.known import KNOWN_PLACES, as_known, note_strangers
from kargosha.analysis.territory.judging.repeats import without_repeats
from kargosha.analysis.territory.judging.tables import CODE_DIGITS, PARENTS, PLACES

LATITUDES, LONGITUDES = (24.5, 40.0), (43.5, 63.5)
"""The rectangle in which the country lies."""

_DEEPEST = len(CODE_DIGITS)


def judge_places(frame: pl.DataFrame, places: pl.DataFrame) -> Judged:
    """Judge places against each other and against those that are known.

    Parameters
    ----------
    frame
        Columns of `PLACES` and ``_row``.
    places
        Columns of `KNOWN_PLACES`.

    Returns
    -------
    Judged
        Places in the order of the file; of rows that say the same, the first.

    Raises
    ------
    BadTable
        If there are more than `MOST_FAULTS` faults.
    """
    findings = Findings(PLACES)
    known = as_known(places, KNOWN_PLACES).filter(pl.col("code").is_not_null())
    tidy = findings.tidied(frame)
    _note_codes(findings, tidy)
    _note_parents(findings, tidy, known)
    _note_origins(findings, tidy, known)
    _note_where(findings, tidy)
    note_backward(findings, tidy)
    _note_known_otherwise(findings, tidy, known)
    others = ["kind", "name_fa", "name_en", "latitude", "longitude", "valid_from", "valid_to"]
    contrary = {
        "parent_code": ("fault.two_parents", "parent_code", ["parent_code"]),
        "code": ("fault.place_contradicts", "code", others),
    }
    return findings.judged(without_repeats(findings, tidy, ["code"], contrary), frame)


def note_backward(findings: Findings, tidy: pl.DataFrame) -> None:
    """Note what ends before it begins."""
    days = {"from": pl.col("valid_from"), "to": pl.col("valid_to")}
    backward = pl.col("valid_to") <= pl.col("valid_from")
    findings.where(tidy, backward, "fault.valid_backward", "valid_to", days)


def _note_codes(findings: Findings, tidy: pl.DataFrame) -> None:
    """Note codes that are no digits, or more or fewer than the kind has."""
    value = {"value": pl.col("code"), "kind": pl.col("kind")}
    digits = pl.col("code").str.contains(r"^[0-9]+$")
    findings.where(tidy, ~digits, "fault.place_code_letters", "code", value)
    due = pl.col("kind").replace_strict(CODE_DIGITS, default=None, return_dtype=pl.Int64)
    length = pl.col("code").str.len_chars()
    counts = value | {"digits": due, "found": length}
    findings.where(tidy, digits & (length != due), "fault.place_code_length", "code", counts)


def _note_parents(findings: Findings, tidy: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note parents that are absent, not known, of another kind, or not in the code."""
    parent, kind = pl.col("parent_code"), pl.col("kind")
    apex = kind == "province"
    findings.where(tidy, parent.is_null() & ~apex, "fault.parent_missing", "parent_code", {})
    of_apex = {"value": parent}
    findings.where(
        tidy, parent.is_not_null() & apex, "fault.parent_of_apex", "parent_code", of_apex
    )
    codes = pl.concat([known["code"], tidy["code"].drop_nulls()])
    said = ("fault.parent_unknown", "fault.parent_unknown_near")
    note_strangers(findings, tidy.filter(~apex), "parent_code", codes, said)
    pair = {"value": pl.col("code"), "parent": parent}
    round_about = pl.col(ROW).is_in(_rows_in_circles(tidy))
    findings.where(tidy, round_about, "fault.parent_circle", "parent_code", pair)
    outside = ~pl.col("code").str.starts_with(parent) & ~round_about & ~apex
    findings.where(tidy, outside, "fault.parent_not_in_code", "parent_code", pair)
    kinds = pl.concat([tidy.select("code", "kind"), known.select("code", "kind")]).drop_nulls()
    of_parent = tidy.join(
        kinds.unique("code", keep="first", maintain_order=True).rename({"kind": "parent_kind"}),
        left_on="parent_code", right_on="code", how="left", maintain_order="left",
    ).filter(~outside & ~round_about)  # fmt: skip
    for each, fitting in PARENTS.items():
        wrong = (kind == each) & ~pl.col("parent_kind").is_in(list(fitting)) & ~apex
        shown = {
            "value": parent,
            "kind": kind,
            "parent_kind": pl.col("parent_kind"),
            "fitting": pl.lit(", ".join(fitting)),
        }
        findings.where(of_parent, wrong, "fault.parent_kind", "parent_code", shown)


def _rows_in_circles(tidy: pl.DataFrame) -> list[int]:
    """Return the rows whose parents lead back to themselves."""
    named = tidy.select(ROW, "code", "parent_code").drop_nulls()
    parents = dict(zip(named["code"], named["parent_code"], strict=True))
    found = []
    for row, code, parent in named.iter_rows():
        above: str | None = parent
        for _ in range(_DEEPEST):
            if above == code or above is None:
                break
            above = parents.get(above)
        if above == code:
            found.append(row)
    return found


def _note_origins(findings: Findings, tidy: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note predecessors that nobody knows, and a place that came out of itself."""
    each = tidy.select(ROW, "code", "predecessor_codes").explode("predecessor_codes")
    value = {"value": pl.col("code")}
    itself = pl.col("predecessor_codes") == pl.col("code")
    findings.where(each, itself, "fault.origin_itself", "predecessor_codes", value)
    codes = pl.concat([known["code"], tidy["code"].drop_nulls()])
    said = ("fault.unknown_place", "fault.unknown_place_near")
    note_strangers(findings, each, "predecessor_codes", codes, said)


def _note_where(findings: Findings, tidy: pl.DataFrame) -> None:
    """Note coordinates of which one is absent, exchanged, or outside the country."""
    north, east = pl.col("latitude"), pl.col("longitude")
    half = north.is_null() != east.is_null()
    findings.where(tidy, half, "fault.coordinates_half", "latitude", {})
    swapped = north.is_between(*LONGITUDES) & east.is_between(*LATITUDES)
    inside = north.is_between(*LATITUDES) & east.is_between(*LONGITUDES)
    value = {"latitude": north, "longitude": east}
    findings.where(tidy, swapped, "fault.coordinates_swapped", "latitude", value)
    findings.where(tidy, ~inside & ~swapped, "fault.coordinates_outside", "latitude", value)


def _note_known_otherwise(findings: Findings, tidy: pl.DataFrame, known: pl.DataFrame) -> None:
    """Note a place that is known with another kind or in another parent."""
    columns = {"kind": "known_kind", "parent_code": "known_parent"}
    both = tidy.join(
        known.select("code", "kind", "parent_code").unique("code").rename(columns),
        on="code", how="inner", maintain_order="left",
    )  # fmt: skip
    kinds = {"value": pl.col("kind"), "known": pl.col("known_kind")}
    other = pl.col("kind") != pl.col("known_kind")
    findings.where(both, other, "fault.kind_known_otherwise", "kind", kinds)
    parents = {"value": pl.col("parent_code"), "known": pl.col("known_parent")}
    moved = pl.col("parent_code") != pl.col("known_parent")
    findings.where(both, moved, "fault.parent_known_otherwise", "parent_code", parents)

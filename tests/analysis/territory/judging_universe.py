"""A small territory to judge tables against: two counties of which one came out of the other."""

from datetime import date

import polars as pl

from kargosha.analysis.territory.judging import KNOWN_INDICATORS, KNOWN_PLACES, Judged

SINCE = date(2018, 3, 21)
CENSUS = date(2016, 3, 20)
LATER = date(2021, 3, 21)

KNOWN = pl.DataFrame(
    [
        ("03", "province", None, None, None, ["azarbayjan"], []),
        ("0302", "county", "03", None, None, ["ahar", "اهر"], []),
        ("0327", "county", "03", SINCE, None, ["hurand"], ["0302"]),
        ("0310", "county", "03", None, SINCE, ["oldtown"], []),
        ("0311", "county", "03", None, SINCE, ["split"], []),
        ("0328", "county", "03", SINCE, None, ["halfone"], ["0311"]),
        ("0330", "county", "03", None, None, ["undated"], ["0302"]),
        ("0331", "county", "03", SINCE, None, ["fresh"], []),
        ("030202", "district", "0302", None, None, ["central"], []),
        ("032701", "district", "0327", None, None, ["central"], []),
        ("0302020001", "rural_district", "030202", None, None, ["azghan"], []),
        ("", "county", "03", None, None, ["codeless"], []),
    ],
    schema=dict(KNOWN_PLACES),
    orient="row",
)

INDICATORS = pl.DataFrame(
    [
        ("population", "persons", []),
        ("unemployment_rate", "percent", ["county", "province"]),
        ("population_change", "percent", []),
        ("need", "share", []),
        ("temperature", "degrees", None),
    ],
    schema=dict(KNOWN_INDICATORS),
    orient="row",
)


def found(judged: Judged) -> list[tuple[str, int | None, str | None]]:
    return [(fault.code, fault.row, fault.column) for fault in judged.faults]


def codes(judged: Judged) -> list[str]:
    return [fault.code.removeprefix("fault.") for fault in judged.faults]

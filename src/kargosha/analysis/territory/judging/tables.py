"""The tables in which territory is taken in: places, observations, flows, designations.

A code of the Statistical Centre begins with the code of the place it lies in. A place whose parent
changes gets another code, so one code has one parent for as long as it stands.
"""

from collections.abc import Mapping

from kargosha.analysis.tables import Column, Table

CODE_DIGITS: Mapping[str, int] = {
    "province": 2,
    "county": 4,
    "district": 6,
    "rural_district": 10,
    "city": 10,
    "village": 16,
    "village_block": 16,
}
"""How many digits the code of each kind of place has."""

KINDS = tuple(CODE_DIGITS)

PARENTS: Mapping[str, tuple[str, ...]] = {
    "province": (),
    "county": ("province",),
    "district": ("county",),
    "rural_district": ("district",),
    "city": ("district",),
    "village": ("rural_district",),
    "village_block": ("rural_district",),
}
"""Kinds that a place of a kind can lie in."""

PERIODS = ("year", "season", "month", "day")

DESIGNATION_KINDS = ("deprived", "border", "metropolis")

WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "place_kind": KINDS,
    "period": PERIODS,
    "designation": DESIGNATION_KINDS,
}
"""Columns that hold one of a few words."""

HEADER = "_header"
"""Name of the file's column in which a figure stands, where a file has one column a figure."""

PLACES = Table(
    "places",
    (
        Column("code", "text", "official code", required=True),
        Column("kind", "text", "province, county, district, …", required=True),
        Column("name_fa", "text", "name in Persian", required=True),
        Column("name_en", "text", "name in Latin letters"),
        Column("parent_code", "text", "code of the place it lies in; none for a province"),
        Column("latitude", "number", "north of the equator", unit="degrees", least=-90, most=90),
        Column("longitude", "number", "east of Greenwich", unit="degrees", least=-180, most=180),
        Column("valid_from", "date", "first day of its shape; empty where not known"),
        Column("valid_to", "date", "first day on which it has that shape no more"),
        Column("predecessor_codes", "list", "codes of the places it came out of"),
        Column("note", "text", "what a reader of its figures has to know"),
        Column("source", "text", "who says so", required=True),
    ),
)

OBSERVATIONS = Table(
    "observations",
    (
        Column("place_code", "text", "code of the place; or its name"),
        Column("place_name", "text", "name of the place, where the file has no code"),
        Column("place_kind", "text", "kind of the place that is named"),
        Column("within_code", "text", "code of a place in which the named one lies"),
        Column("place_key", "text", "key of the name for searching, made when the file is read"),
        Column("indicator", "text", "code of the indicator", required=True),
        Column("observed_on", "date", "first day of the period", required=True),
        Column("period", "text", "year, season, month or day; a year when empty"),
        Column("value", "number", "the figure; empty where unknown"),
        Column("margin", "number", "half the width of the 95 % interval, same unit", least=0),
        Column("boundary_on", "date", "day whose boundaries were used; empty: the period's"),
        Column("source", "text", "who says so", required=True),
    ),
)

FLOWS = Table(
    "flows",
    (
        Column("origin_code", "text", "code of the place left; empty: outside the province"),
        Column("destination_code", "text", "code of the place reached; empty: outside"),
        Column("from_on", "date", "first day of the span", required=True),
        Column("to_on", "date", "first day after the span", required=True),
        Column("persons", "number", "who moved", required=True, unit="persons", least=0),
        Column("source", "text", "who says so", required=True),
    ),
)

DESIGNATIONS = Table(
    "designations",
    (
        Column("place_code", "text", "code of the place", required=True),
        Column("designation", "text", "deprived, border or metropolis", required=True),
        Column("decree_number", "text", "number of the decree", required=True),
        Column("decree_on", "date", "day of the decree", required=True),
        Column("valid_from", "date", "first day on which it holds", required=True),
        Column("valid_to", "date", "first day on which it holds no more"),
        Column("source", "text", "who says so", required=True),
    ),
)

BOUNDARIES = Table(
    "boundaries",
    (Column("place_code", "text", "code of the place that the line is around", required=True),),
)
"""A boundary's line stands in GeoJSON; here only whose it is."""

TERRITORY_INPUTS = (PLACES, OBSERVATIONS, FLOWS, DESIGNATIONS)

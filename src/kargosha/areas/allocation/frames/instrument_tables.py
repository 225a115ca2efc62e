"""The tables in which the comparison of a round's instruments is taken along."""

from kargosha.analysis.tables import Column, Table

_INSTRUMENT = (
    Column("instrument", "text", "code of the instrument; the decision is one", required=True),
    Column("instrument_fa", "text", "what it is called in Persian", required=True),
    Column("instrument_en", "text", "what it is called in English", required=True),
)
_COUNTY = (
    Column("code", "text", "official code of the county", required=True),
    Column("name_fa", "text", "Persian name"),
    Column("name_en", "text", "English name"),
)

INSTRUMENTS = Table(
    "instruments",
    (
        *_INSTRUMENT,
        Column("granted_amount", "rials", "money handed out"),
        Column("granted_count", "count", "proposals that got money"),
        Column("loans", "count", "loans paid; of individual loans, one for each member"),
        Column("jobs", "number", "jobs counted, before any is lost"),
        Column("kept_jobs", "number", "jobs expected to be kept 24 months"),
        Column("kept_jobs_low", "number", "lower end of their interval"),
        Column("kept_jobs_high", "number", "upper end of their interval"),
        Column("worst_fifth_share", "share", "share of the money for the neediest fifth"),
        Column("leakage", "share", "share of the money that goes past the neediest fifth"),
        Column("reached", "share", "share of the neediest fifth's unemployed whom money reaches"),
        Column(
            "undercoverage", "share", "share of them in counties with less than proportional money"
        ),
        Column("gini", "share", "Gini of the counties' money per unemployed person"),
        Column("nothing", "count", "counties with nothing"),
        Column("deprivation_index", "number", "concentration index of the money over deprivation"),
        Column("emigration_index", "number", "the same over emigration"),
    ),
)

COUNTIES = Table(
    "counties",
    (
        *_INSTRUMENT,
        *_COUNTY,
        Column("deprivation_rank", "share", "percentile rank, 1 the worst; empty is unknown"),
        Column("emigration_rank", "share", "percentile rank, 1 the worst; empty is unknown"),
        Column("unemployed", "number", "unemployed persons; empty is unknown"),
        Column("granted_amount", "rials", "money for the county; empty where it is not told"),
        Column("granted_count", "count", "proposals that got money"),
        Column("kept_jobs", "number", "jobs expected to be kept 24 months"),
        Column("amount_each", "number", "rials for each unemployed person"),
    ),
)

CURVES = Table(
    "curves",
    (
        *_INSTRUMENT,
        Column("axis", "text", "deprivation or emigration", required=True),
        Column("step", "count", "number of the step, the worst counties first", required=True),
        Column("counties", "list", "codes of the counties that the step adds"),
        Column("people", "share", "cumulated share of the population", required=True),
        Column("money", "share", "cumulated share of the money"),
        Column("kept_jobs", "share", "cumulated share of the kept jobs"),
    ),
)

CONDITIONS = Table(
    "conditions",
    (
        Column("condition", "text", "kind and code of the condition", required=True),
        Column("name_fa", "text", "Persian name"),
        Column("name_en", "text", "English name"),
        Column("price", "number", "value gained by one more unit of room"),
        Column("cost_value", "number", "value gained without it, solved again; empty: not yet"),
        Column("cost_kept_jobs", "number", "kept jobs gained without it, solved again"),
    ),
)

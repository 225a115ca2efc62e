"""The tables from which it is told whether proposals may be funded."""

from kargosha.analysis.tables import MOST_RIALS, Column, Table

MOST_COUNT = 1_000_000

PROPOSALS = Table(
    "proposals",
    (
        Column("proposal_id", "text", "identifier of the proposal", required=True),
        Column("kind", "text", "who proposes: group or cooperative", required=True),
        Column("amount", "rials", "money asked for", required=True, least=0, most=MOST_RIALS),
        Column("own_amount", "rials", "own money of the group", least=0, most=MOST_RIALS),
        Column(
            "member_count",
            "count",
            "members, where the members table does not name them",
            least=0,
            most=MOST_COUNT,
        ),
        Column(
            "record_member_count",
            "count",
            "members with a record in production, where the members table does not name them",
            least=0,
            most=MOST_COUNT,
        ),
        Column(
            "jobs_pledged",
            "count",
            "jobs pledged for a named person or post",
            least=0,
            most=MOST_COUNT,
        ),
        Column("activity", "text", "code of the activity"),
        Column("place_code", "text", "code of the place"),
        Column("place_kind", "text", "kind of the place, such as village or city"),
        Column(
            "place_population",
            "number",
            "people who live there; empty for unknown",
            least=0,
            most=1e9,
        ),
        Column("call_code", "text", "call to which it is made"),
        Column("call_places", "list", "code prefixes of the places that may propose; empty: all"),
        Column("call_activities", "list", "activities that may be proposed; empty: all"),
        Column("rural_only", "flag", "whether the call is for villages and small towns only"),
        Column(
            "most_amount",
            "rials",
            "most that the call's funds may give it together; empty: no ceiling is known",
            least=0,
            most=MOST_RIALS,
        ),
        Column(
            "open_commitments",
            "count",
            "public money for work that group or members already have and did not yet repay",
            least=0,
            most=MOST_COUNT,
        ),
        Column(
            "rolled_count", "count", "calls that left it undecided before", least=0, most=MOST_COUNT
        ),
    ),
)

MEMBERS = Table(
    "members",
    (
        Column("proposal_id", "text", "proposal of whose group it is", required=True),
        Column("person_id", "text", "identifier of the person", required=True),
        Column(
            "production_years", "count", "years of production; empty for unknown", least=0, most=100
        ),
    ),
)

ELIGIBILITY = Table(
    "eligibility",
    (
        Column("proposal_id", "text", "identifier of the proposal", required=True),
        Column("outcome", "text", "eligible or ineligible", required=True),
        Column("state", "text", "failed or unknown; empty where nothing is to be said"),
        Column("code", "text", "code of the sentence"),
        Column("sentence", "text", "what the rule found, and what would change it"),
        Column("rule", "text", "key of the rule"),
        Column("source", "text", "source of the rule"),
        Column("detail", "text", "the sentence's values as JSON"),
    ),
)

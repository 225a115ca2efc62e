"""Faults against the form of actions and queries, and against writing elsewhere."""

from tests.architecture.checks import acts
from tests.architecture.faults.fault import ACTIONS, AREAS, QUERIES, Fault


def an_action(
    *,
    decorators: str = "@transaction.atomic",
    arguments: str = "*, name: str, by: Actor",
    sentence: str = '"""Do it."""',
    asks: str = "require(by, Permission.FUND_SET)",
    records: str = 'record("source.renamed", by=by, subject=name)',
) -> str:
    """Return an action in good form but for the part that is given."""
    lines = (sentence, asks, records, "return None")
    body = "".join(f"    {line}\n" for line in lines if line)
    return f"\n\n{decorators}\ndef rename_source({arguments}) -> None:\n{body}"


def a_query(arguments: str = "", asks: str = "") -> str:
    """Return a query with the given arguments that asks what is given."""
    body = "".join(f"    {line}\n" for line in ('"""Count."""', asks) if line)
    return f"\n\ndef sources({arguments}) -> int:\n{body}    return Quota.objects.count()\n"


ROLES = "src/kargosha/kernel/roles.py"

ACTS = (
    Fault(
        "a power that nothing asks for",
        acts.broken_powers,
        "nothing asks for the permission PLANTED",
        ROLES,
        '    PLANTED = "planted.view"\n    PLACE_IMPORT',
        instead_of="    PLACE_IMPORT",
    ),
    Fault(
        "an action by position",
        acts.broken_actions,
        "rename_source takes arguments by position",
        ACTIONS,
        an_action(arguments="name: str, *, by: Actor"),
    ),
    Fault(
        "an action by nobody",
        acts.broken_actions,
        "rename_source does not know who acts",
        ACTIONS,
        an_action(arguments="*, name: str, by: User"),
    ),
    Fault(
        "an action in pieces",
        acts.broken_actions,
        "rename_source is not atomic",
        ACTIONS,
        an_action(decorators="@cache"),
    ),
    Fault(
        "an action that applies in pieces",
        acts.broken_actions,
        "rename_source applies what it decided outside a transaction",
        ACTIONS,
        an_action(decorators="@deciding"),
    ),
    Fault(
        "an action that asks nobody",
        acts.broken_actions,
        "rename_source asks no permission",
        ACTIONS,
        an_action(asks=""),
    ),
    Fault(
        "an action that asks too late",
        acts.broken_actions,
        "rename_source writes before it asks",
        ACTIONS,
        an_action(asks="Source.objects.create(name_en=name)\n    require(by, Permission.FUND_SET)"),
    ),
    Fault(
        "an action without a trace",
        acts.broken_actions,
        "rename_source leaves no trace",
        ACTIONS,
        an_action(records=""),
    ),
    Fault(
        "an action without a sentence",
        acts.broken_actions,
        "rename_source does not say what happens",
        ACTIONS,
        an_action(sentence=""),
    ),
    Fault(
        "a query without permission",
        acts.broken_queries,
        "sources asks no permission",
        QUERIES,
        a_query("*, by: Actor"),
    ),
    Fault(
        "a query by nobody",
        acts.broken_queries,
        "sources does not know who asks",
        QUERIES,
        a_query(asks="require(by, Permission.FUND_VIEW)"),
    ),
    Fault(
        "a public query that is not listed",
        acts.broken_queries,
        "sources asks no permission",
        QUERIES,
        a_query("*, by: Actor", asks="del by  # public to all"),
    ),
    Fault(
        "a page that writes",
        acts.broken_writes,
        ".create( writes outside an action",
        f"{AREAS}/funding/pages.py",
        '\n\ndef planted(request):\n    Source.objects.create(code="planted")\n',
    ),
    Fault(
        "a query that writes",
        acts.broken_writes,
        ".acreate( writes outside an action",
        QUERIES,
        "\n\ndef _mend() -> None:\n    Quota.objects.acreate(floor=0)\n",
    ),
)

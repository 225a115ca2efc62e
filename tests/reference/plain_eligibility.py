"""Eligibility as anyone would write it down: one proposal, one rule at a time.

Plain Python, no frame; right by being obvious. It shares no line with ``kargosha``.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Row = Mapping[str, object]


def plain_eligibility(
    proposals: Sequence[Row], members: Sequence[Row], rules: Mapping[str, float]
) -> dict[str, tuple[list[str], list[str]]]:
    """Return the failed and the unknown rules of each proposal, in the order in which rules are asked."""
    return {
        str(each["proposal_id"]): _judged(each, proposals, members, rules) for each in proposals
    }


def _judged(
    proposal: Row, proposals: Sequence[Row], members: Sequence[Row], rules: Mapping[str, float]
) -> tuple[list[str], list[str]]:
    own = [each for each in members if each["proposal_id"] == proposal["proposal_id"]]
    answers = {
        "members": _members(proposal, own, rules),
        "record": _record(proposal, own, rules),
        "member_twice": _twice(proposal, own, proposals, members, rules),
        "pledges": _below(proposal["jobs_pledged"], rules["pledged_jobs"]),
        "own_money": _own_money(proposal, rules),
        "amount": proposal["amount"] <= 0,
        "ceiling": _above(proposal["most_amount"], proposal["amount"]),
        "activity": _activity(proposal),
        "place": _place(proposal),
        "rural_place": _rural(proposal, rules),
        "commitments": _over(proposal["open_commitments"], rules["open_commitments"]),
        "rolled": bool((proposal["rolled_count"] or 0) > rules["rolls"]),
    }
    failed = [name for name, answer in answers.items() if answer is True]
    return failed, [name for name, answer in answers.items() if answer is None]


def _members(proposal: Row, own: Sequence[Row], rules: Mapping[str, float]) -> bool | None:
    found = len(own) if own else proposal["member_count"]
    return _below(found, rules[f"{proposal['kind']}_members"])


def _record(proposal: Row, own: Sequence[Row], rules: Mapping[str, float]) -> bool | None:
    share = Fraction(str(rules["record_share"]))
    if not own:
        if proposal["member_count"] is None or proposal["record_member_count"] is None:
            return None
        return proposal["record_member_count"] < share * proposal["member_count"]
    years = [each["production_years"] for each in own]
    surely = sum(each is not None and each >= rules["record_years"] for each in years)
    perhaps = surely + sum(each is None for each in years)
    if surely >= share * len(own):
        return False
    return True if perhaps < share * len(own) else None


def _twice(
    proposal: Row,
    own: Sequence[Row],
    proposals: Sequence[Row],
    members: Sequence[Row],
    rules: Mapping[str, float],
) -> bool:
    call = {each["proposal_id"]: each["call_code"] or "" for each in proposals}
    for mine in own:
        same = [
            each
            for each in members
            if each["person_id"] == mine["person_id"]
            and call[each["proposal_id"]] == (proposal["call_code"] or "")
        ]
        if len(same) > rules["proposals_per_person"]:
            return True
    return False


def _own_money(proposal: Row, rules: Mapping[str, float]) -> bool | None:
    share = Fraction(str(rules["own_money_share"]))
    own = proposal["own_amount"]
    if own is None:
        return None if share * proposal["amount"] > 0 else False
    return own < share * (proposal["amount"] + own)


def _activity(proposal: Row) -> bool | None:
    if not proposal["call_activities"]:
        return False
    return (
        None
        if proposal["activity"] is None
        else proposal["activity"] not in proposal["call_activities"]
    )


def _place(proposal: Row) -> bool | None:
    if not proposal["call_places"]:
        return False
    code = proposal["place_code"]
    if code is None:
        return None
    return not any(code.startswith(each) for each in proposal["call_places"])


def _rural(proposal: Row, rules: Mapping[str, float]) -> bool | None:
    asked = proposal["rural_only"]
    if asked is None:
        asked = rules["rural_only"] > 0
    if not asked or proposal["place_kind"] in ("village", "village_block"):
        return False
    if proposal["place_kind"] != "city" or proposal["place_population"] is None:
        return None
    return proposal["place_population"] >= rules["rural_town_population"]


def _below(found: object, least: float) -> bool | None:
    return None if found is None else found < least


def _over(found: object, most: float) -> bool | None:
    return None if found is None else found > most


def _above(most: object, found: object) -> bool:
    return most is not None and found > most

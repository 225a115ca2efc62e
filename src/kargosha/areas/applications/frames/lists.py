"""Lists of proposals as offices and agencies keep them: one row a proposal, every fault by its row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import MOST_RIALS, ROW, Column, Table
from kargosha.areas.applications.frames.composing import Proposal, composed
from kargosha.areas.applications.frames.rows import ApplicationRow, Pledge
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.registry.models import Group
from kargosha.areas.territory.models import Place

MOST_COUNT = 1_000_000

LIST = Table(
    "applications",
    (
        Column("code", "text", "code of the proposal", required=True),
        Column("group", "text", "code of the registered group; its members are taken from there"),
        Column("kind", "text", "group or cooperative, where no group is named"),
        Column("name_fa", "text", "Persian name, where no group is named"),
        Column("name_en", "text", "English name, where no group is named"),
        Column("place_code", "text", "code of the place; empty for the group's own"),
        Column("activity", "text", "code of the activity", required=True),
        Column("amount", "rials", "money asked for", required=True, least=1, most=MOST_RIALS),
        Column("own_amount", "rials", "own money; empty for none", least=0, most=MOST_RIALS),
        Column("pledges", "list", "the work of each job that is pledged"),
        Column("jobs_promised", "count", "jobs promised", least=0, most=MOST_COUNT),
        Column("jobs_pledged", "count", "jobs pledged, where not named", least=0, most=MOST_COUNT),
        Column("jobs_payable", "number", "jobs that the plan can pay", least=0, most=MOST_COUNT),
        Column("member_count", "count", "members, where no group is named", least=1, most=100_000),
        Column("record_member_count", "count", "of these, with a record", least=0, most=100_000),
        Column("no_earner_share", "share", "of these, known to be without an earner at home"),
        Column("production_years", "count", "years of production", least=0, most=100),
        Column("tags", "list", "classes that quotas count"),
        Column("submitted_on", "date", "day on which it was handed in", required=True),
    ),
)

OF_A_STRANGER = ("kind", "name_fa", "place_code", "member_count")
"""What a row has to say where it names no registered group."""


def rows_of(call: Call, frame: pl.DataFrame, rulebook: Rulebook) -> list[ApplicationRow]:
    """Return the proposals of a list that was read by `LIST`.

    Raises
    ------
    BadTable
        With every fault, each by its row.
    """
    lines = frame.to_dicts()
    known = _Known(lines)
    faults = [] if lines else [Fault("fault.empty_table", LIST.name)]
    faults += [fault for line in lines for fault in known.faults(call, line)]
    if faults:
        raise BadTable(faults)
    return [_row(call, line, known.groups.get(line["group"]), rulebook) for line in lines]


class _Known:
    """What the rows of a list may name."""

    def __init__(self, lines: Sequence[Mapping[str, Any]]) -> None:
        def named(column: str) -> set[str]:
            return {line[column] for line in lines if line[column]}

        self.groups = {each.code: each for each in Group.objects.filter(code__in=named("group"))}
        places = Place.objects.filter(code__in=named("place_code"))
        self.codes = {
            "group": {*self.groups},
            "place_code": set(places.values_list("code", flat=True)),
            "activity": set(Activity.objects.values_list("code", flat=True)),
        }
        taken = Application.objects.filter(code__in=named("code"))
        self.taken = set(taken.values_list("code", flat=True))
        self.first: dict[str, int] = {}

    def faults(self, call: Call, line: Mapping[str, Any]) -> list[Fault]:
        """Return what is wrong with a row."""
        row = line[ROW]
        found = [
            Fault("fault.not_registered", LIST.name, row, column, {"value": line[column]})
            for column, codes in self.codes.items()
            if line[column] and line[column] not in codes
        ]
        if not line["group"]:
            found += [
                Fault("fault.missing", LIST.name, row, column)
                for column in OF_A_STRANGER
                if line[column] is None
            ]
        if line["kind"] and line["kind"] not in Group.Kind.values:
            found.append(
                Fault("fault.borrower_kind", LIST.name, row, "kind", {"value": line["kind"]})
            )
        if line["code"] in self.taken:
            found.append(Fault("fault.code_taken", LIST.name, row, "code", {"value": line["code"]}))
        twin = self.first.setdefault(line["code"], row)
        if twin != row:
            values = {"value": line["code"], "twin": twin}
            found.append(Fault("fault.duplicate", LIST.name, row, "code", values))
        if not call.opens_on <= line["submitted_on"] <= call.closes_on:
            days = {"opens_on": call.opens_on, "closes_on": call.closes_on}
            values = {"value": line["submitted_on"], **days}
            found.append(Fault("fault.outside_call", LIST.name, row, "submitted_on", values))
        return found


def _row(
    call: Call, line: Mapping[str, Any], group: Group | None, rulebook: Rulebook
) -> ApplicationRow:
    pledges = [Pledge(title) for title in line["pledges"] or ()]
    jobs = len(pledges) or line["jobs_pledged"] or 0
    stated = {
        "code": line["code"],
        "submitted_on": line["submitted_on"],
        "jobs_pledged": jobs,
        "jobs_promised": max(jobs, line["jobs_promised"] or 0),
        "jobs_payable": float(jobs) if line["jobs_payable"] is None else line["jobs_payable"],
    }
    if group is not None:
        proposal = Proposal(
            line["activity"],
            line["amount"],
            line["own_amount"] or 0,
            pledges,
            line["place_code"] or "",
        )
        return replace(composed(call, group, proposal, rulebook, line["submitted_on"]), **stated)
    recorded = line["record_member_count"] or 0
    return ApplicationRow(
        **stated,
        kind=line["kind"],
        name_fa=line["name_fa"],
        name_en=line["name_en"] or line["name_fa"],
        place_code=line["place_code"],
        activity=line["activity"],
        amount=line["amount"],
        own_amount=line["own_amount"] or 0,
        member_count=line["member_count"],
        no_earner_share=line["no_earner_share"] or 0.0,
        has_record=recorded > 0,
        has_conduct=False,
        has_course=False,
        tags=line["tags"] or [],
        production_years=line["production_years"] or 0,
        record_member_count=recorded,
        pledges=pledges,
    )

"""Lists of groups beside what is registered: as tables for judging, and as rows to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Q

from kargosha.analysis.registry import table
from kargosha.analysis.registry.roster import JudgedRoster, Known, judge_roster
from kargosha.analysis.tables import ROW
from kargosha.areas.registry.frames.people import person_key
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow
from kargosha.areas.registry.models import Group, Household, Membership, Person
from kargosha.areas.territory.models import Place
from kargosha.files.letters import search_key
from kargosha.files.registry import CheckedRoster, ReadRoster, checked_roster
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

Line = tuple[PersonRow | None, MemberRow]


@dataclass(frozen=True)
class Entry:
    """Somebody who enters a registered group; the label is by which words the row is known."""

    group_code: str
    label: str
    person: PersonRow | None
    member: MemberRow


@dataclass(frozen=True)
class RosterRows:
    """What a list adds: new groups with their members, and members of groups that are registered."""

    groups: Sequence[tuple[GroupRow, Sequence[Line]]]
    entries: Sequence[Entry]
    unchanged_count: int


def roster_judged(read: ReadRoster, by: Actor) -> CheckedRoster:
    """Judge a list beside what is registered now, for whoever hands it in."""

    def judge(frame: pl.DataFrame) -> JudgedRoster:
        keyed = _keyed(frame)
        today = clock.today()
        return judge_roster(keyed, _known(keyed, by), rules=rulebook_on(today), today=today)

    return checked_roster(read, judge)


def roster_rows(good: pl.DataFrame) -> RosterRows:
    """Return what the good rows of a list add to what is registered."""
    fresh = good.filter(~pl.col("is_entered"))
    groups: dict[str, tuple[GroupRow, list[Line]]] = {}
    entries: list[Entry] = []
    for row in fresh.iter_rows(named=True):
        member = _member(row)
        person = None if row["person_id"] is not None else _person(row)
        code = row["group_code"]
        if row["is_known_group"]:
            entries.append(Entry(code, str(row[ROW]), person, member))
        else:
            groups.setdefault(code, (_group(row), []))[1].append((person, member))
    return RosterRows(list(groups.values()), entries, good.height - fresh.height)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the names folded as the stored ones are."""
    names = frame.select("given_name", "family_name", "group_name").iter_rows()
    keys = [
        (
            person_key(given, family) if given and family else None,
            search_key(group) if group else None,
        )
        for given, family, group in names
    ]
    return frame.with_columns(
        pl.Series(table.NAME_KEY, [key for key, _ in keys], dtype=pl.String),
        pl.Series(table.GROUP_KEY, [key for _, key in keys], dtype=pl.String),
    )


def _known(frame: pl.DataFrame, by: Actor) -> Known:
    """Return what is registered of the groups, people and homes that a list names."""
    codes = frame["group_code"].drop_nulls().unique().to_list()
    legal_ids = frame["legal_id"].drop_nulls().unique().to_list()
    numbers = frame["document_number"].drop_nulls().unique().to_list()
    homes = frame["household_code"].drop_nulls().unique().to_list()
    groups = Group.objects.filter(Q(code__in=codes) | Q(legal_id__in=legal_ids))
    inside = Membership.objects.filter(group__code__in=codes)
    people = Person.objects.filter(
        Q(document_number__in=numbers) | Q(pk__in=inside.values("person"), document_kind="none")
    ).exclude(document_kind="none", memberships=None)
    members = Membership.objects.filter(
        Q(group__code__in=codes) | Q(person__document_number__in=numbers)
    )
    return Known(
        places=_known_places(by),
        groups=_frame([_known_group(each) for each in groups.select_related("place")], "GROUPS"),
        people=_frame(
            people.values_list(
                "pk",
                "document_kind",
                "document_number",
                "search_key",
                "father_name",
                "born_on",
                "mobile",
            ).distinct(),
            "PEOPLE",
        ),
        members=_frame(
            members.values_list("person_id", "group__code", "role", "entered_on", "exited_on"),
            "MEMBERS",
        ),
        homes=_frame(
            [
                (home.code, [home.place.code, home.place.slug])
                for home in Household.objects.filter(code__in=homes).select_related("place")
            ],
            "HOMES",
        ),
    )


def _known_group(group: Group) -> tuple[object, ...]:
    return (
        group.code,
        [search_key(group.name_fa), search_key(group.name_en)],
        group.kind,
        [group.place.code or group.place.slug, group.place.slug],
        group.formed_on,
        group.legal_id,
    )


def _known_places(by: Actor) -> pl.DataFrame:
    """Return every place under its code and its name in addresses, and whether one may act there."""
    rows: list[tuple[str, bool]] = []
    for code, slug, above in Place.objects.values_list("code", "slug", "parent__code"):
        is_reached = by.may(Permission.GROUP_REGISTER, code or above or "")
        rows += [(key, is_reached) for key in (code, slug) if key]
    return _frame(rows, "PLACES")


def _frame(rows: Any, name: str) -> pl.DataFrame:
    """Return rows with the columns of what is known under a name."""
    schema = dict(getattr(table, f"KNOWN_{name}"))
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _group(row: dict[str, Any]) -> GroupRow:
    return GroupRow(
        code=row["group_code"],
        kind=row["kind"],
        name_fa=row["group_name"],
        name_en="",
        place_code=row["place_code"],
        formed_on=row["formed_on"],
        legal_id=row["legal_id"],
    )


def _member(row: dict[str, Any]) -> MemberRow:
    return MemberRow(
        person_id=row["person_id"],
        role=row["role"],
        production_years=row["production_years"] or 0,
        entered_on=row["entered_on"],
    )


def _person(row: dict[str, Any]) -> PersonRow:
    return PersonRow(
        given_name=row["given_name"],
        family_name=row["family_name"],
        sex=row["sex"],
        place_code=row["member_place_code"],
        father_name=row["father_name"] or "",
        born_on=row["born_on"],
        document_kind=row["document_kind"],
        document_number=row["document_number"] or "",
        mobile=row["mobile"] or "",
        household_code=row["household_code"] or "",
        household_members=row["household_members"],
        household_earners=row["household_earners"],
        stated_on=row["stated_on"],
    )

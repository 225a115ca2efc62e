"""Whether a list of groups and their members can be taken in beside what is registered already.

Everything that is wrong is told at once, each by row and column; nothing is decided here about
whether the rest is taken in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.registry.groups import judge_groups, judge_sizes, with_groups, with_known
from kargosha.analysis.registry.members import (
    judge_documents,
    judge_homes,
    judge_identities,
    judge_roles,
    recognised,
)
from kargosha.analysis.registry.table import (
    GROUP_KEY,
    KNOWN_GROUPS,
    KNOWN_HOMES,
    KNOWN_MEMBERS,
    KNOWN_PEOPLE,
    KNOWN_PLACES,
    LONGEST,
    NAME_KEY,
    ROSTER,
    WORDS,
)
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import ROW, tidied
from kargosha.analysis.territory.judging.judged import Findings
from kargosha.analysis.territory.judging.known import note_strangers

EARLIEST = date(1900, 1, 1)
"""No day of a list lies before; what does was written in another calendar, or mistyped."""

DAYS = ("formed_on", "born_on", "stated_on", "entered_on")
DAYS_A_YEAR = 365.25
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}]"
_CODE_FORM = r"^[A-Za-z0-9_-]+$"


@dataclass(frozen=True, eq=False)
class Known:
    """What is registered already, as frames with the columns of the tables of those names."""

    places: pl.DataFrame
    groups: pl.DataFrame
    people: pl.DataFrame
    members: pl.DataFrame
    homes: pl.DataFrame

    @classmethod
    def of(cls, **frames: pl.DataFrame) -> "Known":
        """Return what is known, with nothing in the tables that are not given."""
        schemas: Mapping[str, Mapping[str, pl.DataType]] = {
            "places": KNOWN_PLACES,
            "groups": KNOWN_GROUPS,
            "people": KNOWN_PEOPLE,
            "members": KNOWN_MEMBERS,
            "homes": KNOWN_HOMES,
        }
        return cls(
            **{
                name: frames.get(name, pl.DataFrame(schema=dict(schema)))
                for name, schema in schemas.items()
            }
        )


@dataclass(frozen=True, eq=False)
class JudgedRoster:
    """A list with what is wrong in it and what it would change.

    Attributes
    ----------
    frame
        The columns of `ROSTER`, each row with all that is said of its group and with what is left
        out filled in (role, kind of document, place of living); ``_row``; ``person_id`` of who is
        registered already; ``is_known_group``; ``is_entered``, whether nothing is to be done
        because the membership is registered, or was and has ended since.
    faults
        What must be mended, by row as the file's reader counts it and by column of `ROSTER`.
    notes
        What is worth knowing, as codes and values.
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def judge_roster(
    frame: pl.DataFrame, known: Known, *, rules: Rulebook, today: date
) -> JudgedRoster:
    """Judge a list of groups and members.

    Parameters
    ----------
    frame
        Columns of `ROSTER` and ``_row``, identifiers as they are stored; also `NAME_KEY` and
        `GROUP_KEY`, names folded as those of the known people and groups are.
    known
        What is registered already.
    rules
        Hold the least number of members by kind of group.
    today
        No day lies after it.

    Raises
    ------
    BadTable
        If there are more faults than anybody mends.

    Notes
    -----
    Of two rows that contradict each other the later one is at fault and names the earlier one's row.
    People are recognised by their document alone; who has none, by the name within the own group.
    What is registered of a person is never changed by a list: a note counts the rows that say otherwise.
    """
    findings = Findings(ROSTER)
    rows = _tidied(findings, frame)
    rows = with_groups(findings, rows)
    judge_groups(findings, rows, known.groups)
    rows = with_known(rows, known.groups)
    _judge_texts(findings, rows)
    _judge_places(findings, rows, known.places)
    judge_documents(findings, rows)
    rows = recognised(rows, known.people, known.members)
    judge_identities(findings, rows)
    judge_roles(findings, rows, known.members)
    kinds = dict(known.groups.select("group_code", "kind").iter_rows())
    judge_sizes(findings, rows, kinds, rules)
    rows = _with_standing(rows, known)
    judge_homes(findings, rows, known.homes)
    _judge_days(findings, rows, today)
    _note(findings, rows, known)
    judged = findings.judged(rows, frame)
    return JudgedRoster(judged.frame.drop("known_key"), judged.faults, judged.notes)


def _tidied(findings: Findings, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns in their types, rows numbered from 0, what is left out filled in."""
    numbered = frame.with_columns(pl.Series(ROW, range(len(frame)), dtype=pl.Int64))
    rows = tidied(numbered, ROSTER, findings.faults)
    for column, known in WORDS.items():
        said = pl.col(column)
        strange = said.is_not_null() & ~said.is_in(list(known))
        values = {"value": said, "known": pl.lit(", ".join(known))}
        findings.where(rows, strange, "fault.not_one_of", column, values)
        rows = rows.with_columns(pl.when(~strange).then(said).alias(column))
    keys = [
        (pl.col(name) if name in frame.columns else pl.concat_str(parts, separator=" ")).alias(name)
        for name, parts in ((NAME_KEY, ["given_name", "family_name"]), (GROUP_KEY, ["group_name"]))
    ]
    given = frame.select(name for name in (NAME_KEY, GROUP_KEY) if name in frame.columns)
    whole = pl.concat([rows, given], how="horizontal").with_columns(keys)
    return whole.with_columns(pl.col("document_kind").fill_null("national_id"))


def _judge_texts(findings: Findings, rows: pl.DataFrame) -> None:
    """Note texts that are too long for their field, or hold what no text does."""
    for column, most in LONGEST.items():
        said = pl.col(column)
        values = {"most": pl.lit(most)}
        long = said.str.len_chars() > most
        findings.where(rows, long, "fault.text_too_long", column, values)
        findings.where(rows, said.str.contains(_CONTROL), "fault.control_signs", column, {})
    code = pl.col("household_code")
    findings.where(
        rows,
        code.is_not_null() & ~code.str.contains(_CODE_FORM),
        "fault.code_form",
        "household_code",
        {"value": code},
    )


def _judge_places(findings: Findings, rows: pl.DataFrame, places: pl.DataFrame) -> None:
    """Note places that are not known, and those in which whoever hands in the list may not act."""
    reached = places.filter(pl.col("is_reached"))["key"].to_list()
    firsts = _first_of_each_group(rows)
    note_strangers(findings, firsts, "place_code", places["key"])
    note_strangers(findings, rows, "member_place_code", places["key"])
    place = pl.col("place_code")
    beyond = place.is_in(places["key"].to_list()) & ~place.is_in(reached)
    findings.where(firsts, beyond, "fault.place_out_of_reach", "place_code", {"value": place})


def _with_standing(rows: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Return rows with how the group and the membership stand, and with the day of entry.

    The day of a new group's member is the group's own where none is written. A membership that
    ended counts as entered unless the list has a later day of entry.
    """
    last = (
        known.members.sort("entered_on")
        .unique(["group_code", "person_id"], keep="last", maintain_order=True)
        .select(
            "group_code", "person_id", _entered=pl.col("entered_on"), _exited=pl.col("exited_on")
        )
    )
    codes = known.groups["group_code"].to_list()
    joined = rows.join(last, on=["group_code", "person_id"], how="left", maintain_order="left")
    is_known = pl.col("group_code").is_in(codes)
    was = pl.col("_entered").is_not_null()
    again = (pl.col("entered_on") > pl.col("_exited")).fill_null(value=False)
    entered = (
        pl.when(is_known)
        .then(pl.col("entered_on"))
        .otherwise(pl.col("entered_on").fill_null(pl.col("formed_on")))
    )
    return joined.with_columns(
        is_known_group=is_known.fill_null(value=False),
        is_entered=was & ~again,
        is_left=was & ~again & pl.col("_exited").is_not_null(),
        entered_on=entered,
        role=pl.col("role").fill_null("member"),
        member_place_code=pl.col("member_place_code").fill_null(pl.col("place_code")),
    ).drop("_entered", "_exited")


def _judge_days(findings: Findings, rows: pl.DataFrame, today: date) -> None:
    """Note days to come or too long ago, and days in an order that cannot be."""
    for column in DAYS:
        told = _first_of_each_group(rows) if column == "formed_on" else rows
        day = pl.col(column)
        findings.where(told, day > today, "fault.day_to_come", column, {"value": day})
        findings.where(told, day < EARLIEST, "fault.day_too_early", column, {"value": day})
    new = rows.filter(~pl.col("is_entered"))
    unread = [fault.row for fault in findings.faults if fault.column == "entered_on"]
    absent = pl.col("is_known_group") & pl.col("entered_on").is_null()
    findings.where(
        new.filter(~pl.col(ROW).is_in(unread)), absent, "fault.entry_absent", "entered_on", {}
    )
    entered, formed, born = pl.col("entered_on"), pl.col("formed_on"), pl.col("born_on")
    values = {"value": entered, "formed": formed}
    findings.where(new, entered < formed, "fault.entry_before_forming", "entered_on", values)
    grown = new.filter(born <= today)
    findings.where(grown, entered <= born, "fault.birth_after_entry", "born_on", {})
    age = (pl.lit(today) - born).dt.total_days() / DAYS_A_YEAR
    years = pl.col("production_years")
    findings.where(rows, years > age, "fault.years_above_age", "production_years", {"value": years})


def _first_of_each_group(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a group, so that what is wrong with the group is said once."""
    return rows.unique("group_code", keep="first", maintain_order=True)


def _note(findings: Findings, rows: pl.DataFrame, known: Known) -> None:
    """Note what is worth knowing of people who are registered already, and groups without a head."""
    left = rows.filter(pl.col("is_left"))
    if left.height:
        findings.note("note.roster_left", count=left.height)
    others = known.members.filter(pl.col("exited_on").is_null()).join(
        rows, on=["group_code", "person_id"], how="anti"
    )
    elsewhere = rows.join(others, on="person_id", how="semi")
    if elsewhere.height:
        findings.note("note.roster_elsewhere", count=elsewhere.height)
    told = ("father_name", "born_on", "mobile")
    both = rows.join(known.people, on="person_id", how="inner", suffix="_known")
    differ = both.filter(
        pl.any_horizontal(
            pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{name}_known"))
            for name in told
        )
    )
    if differ.height:
        findings.note("note.roster_details", count=differ.height)
    heads = rows.group_by("group_code").agg((pl.col("role") == "head").any().alias("has_head"))
    without = heads.filter(~pl.col("has_head")).join(known.groups, on="group_code", how="anti")
    if without.height:
        findings.note("note.roster_headless", count=without.height)

"""What a list says of the people in its groups: who they are, in which role, since when, from which home."""

import polars as pl

from kargosha.analysis.registry.table import HELD_BY_ONE, NAME_KEY
from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings

_DOCUMENT = ("document_kind", "document_number")
_NO_DOCUMENT = pl.col("document_kind") == "none"


def judge_documents(findings: Findings, frame: pl.DataFrame) -> None:
    """Note documents without a number, and people who stand in the list twice."""
    number = pl.col("document_number")
    unread = [fault.row for fault in findings.faults if fault.column == "document_number"]
    read = frame.filter(~pl.col(ROW).is_in(unread))
    findings.where(
        read, ~_NO_DOCUMENT & number.is_null(), "fault.document_absent", "document_number", {}
    )
    findings.where(
        read, _NO_DOCUMENT & number.is_not_null(), "fault.document_unneeded", "document_number", {}
    )
    held = read.filter(number.is_not_null() & ~_NO_DOCUMENT)
    _note_twins(findings, held, list(_DOCUMENT))
    bare = read.filter(_NO_DOCUMENT & pl.col(NAME_KEY).is_not_null()).with_columns(
        pl.col("father_name").fill_null("")
    )
    _note_twins(findings, bare, ["group_code", NAME_KEY, "father_name", "born_on"])


def recognised(frame: pl.DataFrame, people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the ``person_id`` of who is registered already, and that person's name.

    Known by the document; who has none, by the name among the members of the same group.
    """
    documents = people.filter(~_NO_DOCUMENT).select(
        *_DOCUMENT, pl.col("person_id").alias("_by_document"), known_key=pl.col("name_key")
    )
    bare = (
        people.filter(_NO_DOCUMENT)
        .join(members, on="person_id", how="inner")
        .sort("entered_on")
        .unique(["group_code", "name_key"], keep="last", maintain_order=True)
        .select("group_code", pl.col("name_key").alias(NAME_KEY), _by_name=pl.col("person_id"))
    )
    joined = frame.join(documents, on=list(_DOCUMENT), how="left", maintain_order="left").join(
        bare, on=["group_code", NAME_KEY], how="left", maintain_order="left"
    )
    who = pl.when(_NO_DOCUMENT).then(pl.col("_by_name")).otherwise(pl.col("_by_document"))
    return joined.with_columns(person_id=who).drop("_by_document", "_by_name")


def judge_identities(findings: Findings, frame: pl.DataFrame) -> None:
    """Note documents that are registered under another name."""
    other = pl.col("known_key") != pl.col(NAME_KEY)
    findings.where(frame, other, "fault.document_of_another", "document_number", {})


def judge_roles(findings: Findings, frame: pl.DataFrame, members: pl.DataFrame) -> None:
    """Note roles for one that two hold, and members who are registered in another role."""
    role = pl.col("role")
    held = frame.filter(role.is_in(HELD_BY_ONE) & pl.col("group_code").is_not_null())
    twice = held.with_columns(twin=pl.col(ROW).first().over("group_code", "role"))
    values = {"value": role, "twin": pl.col("twin")}
    findings.where(twice, pl.col(ROW) != pl.col("twin"), "fault.role_twice", "role", values)
    serving = members.filter(pl.col("exited_on").is_null())
    same = frame.join(
        serving.select("group_code", "person_id", known_role=pl.col("role")),
        on=["group_code", "person_id"],
        how="inner",
        maintain_order="left",
    )
    values = {"value": role, "known": pl.col("known_role")}
    findings.where(same, role != pl.col("known_role"), "fault.role_known_otherwise", "role", values)
    others = serving.join(frame, on=["group_code", "person_id"], how="anti").filter(
        role.is_in(HELD_BY_ONE)
    )
    taken = held.join(others, on=["group_code", "role"], how="semi", maintain_order="left")
    findings.where(taken, pl.lit(value=True), "fault.role_held", "role", {"value": role})


def judge_homes(findings: Findings, frame: pl.DataFrame, homes: pl.DataFrame) -> None:
    """Note households with more earners than members, two statements, or another place than known.

    Lists number their households each for itself, so one code may come to mean two homes.
    """
    members, earners = pl.col("household_members"), pl.col("household_earners")
    values = {"value": earners, "members": members}
    findings.where(
        frame, earners > members, "fault.earners_above_members", "household_earners", values
    )
    key = ["household_code", "stated_on"]
    stated = pl.struct(members, earners)
    says = members.is_not_null() | earners.is_not_null()
    shared = frame.filter(pl.col("household_code").is_not_null() & says)
    twins = shared.with_columns(
        twin=pl.col(ROW).first().over(key), differs=stated != stated.first().over(key)
    )
    findings.where(
        twins,
        pl.col("differs"),
        "fault.household_contradicts",
        "household_members",
        {"twin": pl.col("twin")},
    )

    known = frame.join(homes, on="household_code", how="inner", maintain_order="left")
    here = pl.col("place_keys").list.contains(pl.col("member_place_code"))
    findings.where(known, ~here, "fault.household_elsewhere", "household_code", {})


def _note_twins(findings: Findings, frame: pl.DataFrame, key: list[str]) -> None:
    """Note rows of one person: in one group or in two."""
    twins = frame.with_columns(
        twin=pl.col(ROW).first().over(key), other=pl.col("group_code").first().over(key)
    ).filter(pl.col(ROW) != pl.col("twin"))
    same = pl.col("other") == pl.col("group_code")
    twin = {"twin": pl.col("twin")}
    findings.where(twins, same, "fault.person_twice_in_group", "document_number", twin)
    findings.where(
        twins,
        ~same,
        "fault.person_in_two_groups",
        "document_number",
        {**twin, "other": pl.col("other")},
    )

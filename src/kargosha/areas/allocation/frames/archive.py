"""The files of a solved run, packed into one: from them anybody finds its awards again."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.tables import AWARDS, CANDIDATES, DTYPES, FUNDS, QUOTAS, Column, Table
from kargosha.areas.allocation.frames.snapshot import awards_of, decided_tables
from kargosha.areas.allocation.models import OrderedCase, Run
from kargosha.areas.applications.models import ApplicationMember
from kargosha.files.tables import write
from kargosha.files.words import LANGUAGES, say

ORDERS = Table(
    "orders",
    (
        Column("county", "text", "code of the county that ordered its borderline", required=True),
        Column("position", "count", "1 for who goes first there", required=True),
        Column("candidate_id", "text", "borderline proposal", required=True),
        Column("votes_for", "count", "votes for it", required=True),
        Column("votes_against", "count", "votes against it", required=True),
        Column("reason", "text", "why it stands there; people by their codes", required=True),
    ),
)


@dataclass(frozen=True)
class Archive:
    """Files packed into one, with the name under which they are handed out."""

    name: str
    file: io.BytesIO


def export(run: Run, made_up: bool) -> Archive:
    """Return the files that reproduce a run through `kargosha allocate`, its awards, and of an ordered
    run the counties' orders."""
    archive, name = io.BytesIO(), f"round-{run.pk}.zip"
    with (
        TemporaryDirectory() as folder,
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for table, frame in _tables(run):
            file = Path(folder) / f"{table.name}.csv"
            write(frame, file, table)
            packed.write(file, file.name)
        provenance = {"made_up": made_up, **run.solution.provenance}
        packed.writestr("provenance.json", json.dumps(provenance, ensure_ascii=False, indent=1))
        packed.writestr("README.txt", "\n".join([*_explained(run, made_up), command_of(run), ""]))
    archive.seek(0)
    return Archive(f"rehearsal-{name}" if made_up else name, archive)


def command_of(run: Run) -> str:
    """Return the command that decides the exported files again."""
    return (
        "kargosha allocate --candidates candidates.csv --funds funds.csv --quotas quotas.csv "
        f"--gap {run.gap:g} --seconds {run.most_seconds} --seed {run.seed} --on {run.rules_on} "
        f"{'' if run.basis_id is None else '--require-all '}--out decision"
    )


def _tables(run: Run) -> Iterator[tuple[Table, pl.DataFrame]]:
    """Yield what the archive holds, table by table."""
    decided = decided_tables(run)
    for table in (CANDIDATES, FUNDS, QUOTAS):
        yield table, decided[table.name]
    yield AWARDS, awards_of(run)
    if run.basis is not None:
        yield ORDERS, _orders(run.basis)


def _orders(basis: Run) -> pl.DataFrame:
    """Return the orders that the counties gave for a run, without who gave them and with nobody's name."""
    cases = OrderedCase.objects.filter(order__run=basis).order_by("order__place_code", "turn")
    found = list(cases.select_related("order", "candidate__application"))
    codes = _codes_by_name(found)
    rows = [
        (
            each.order.place_code,
            each.turn,
            each.candidate.application.code,
            each.votes_for,
            each.votes_against,
            _without_names(each.reason, codes),
        )
        for each in found
    ]
    schema = {column.name: DTYPES[column.kind] for column in ORDERS.columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _codes_by_name(cases: Sequence[OrderedCase]) -> Mapping[str, str]:
    """Return the code of everybody who stands in these proposals, by name, the longest name first."""
    applications = [each.candidate.application_id for each in cases]
    members = ApplicationMember.objects.filter(application__in=applications)
    people = {each.person.full_name: each.person.code for each in members.select_related("person")}
    return dict(sorted(people.items(), key=lambda pair: -len(pair[0])))


def _without_names(reason: str, codes: Mapping[str, str]) -> str:
    """Return what was typed, with the members that it names by their codes."""
    for name, code in codes.items():
        reason = reason.replace(name, code)
    return reason


def _explained(run: Run, made_up: bool) -> Iterator[str]:
    """Yield in each language that the files hold nothing real, if they do not, and how an ordered run is
    computed again."""
    if made_up:
        yield from (say("archive.made_up", {}, language) for language in LANGUAGES)
    if run.basis_id is not None:
        values = {"basis": run.basis_id}
        yield from (say("archive.ordered", values, language) for language in LANGUAGES)

"""What can happen to indices: they are named, and published version by version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import transaction

from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.areas.territory import frames
from kargosha.areas.territory.models import Index, IndexVersion, Indicator
from kargosha.files.index import IndexOptions, IndexResult, index_apart, mapping_of
from kargosha.files.provenance import code_version, fingerprint
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.deciding import deciding, snapshot
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class IndexRow:
    """An index as it is named: what it is called and what it means, in both languages."""

    code: str
    name_fa: str
    name_en: str
    meaning_fa: str
    meaning_en: str


@dataclass(frozen=True)
class IndexProposal:
    """A method by which an index is to be published for one kind of place, and why.

    ``after`` is the number of the version on which it was worked out, 0 for none; None where
    nobody looked.
    """

    method: IndexMethod
    level: str
    note: str
    after: int | None = None


@transaction.atomic
def name_indices(*, indices: Sequence[IndexRow], by: Actor) -> int:
    """Name indices and say what they mean; one that is known is brought up to date.

    Raises
    ------
    Refused
        A code or text does not fit.
    """
    require(by, Permission.INDEX_PUBLISH)
    rows = [Index(**vars(row)) for row in indices]
    refuse_unfit(rows)
    Index.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_fa", "name_en", "meaning_fa", "meaning_en"],
    )
    record("indices.named", by=by, subject="indices", codes=[row.code for row in rows])
    return len(rows)


@deciding
def publish_index(*, code: str, proposal: IndexProposal, by: Actor) -> IndexVersion:
    """Publish the next version of an index: compute it from the latest figures and freeze both.

    Earlier versions stay as they are, and so does whatever was decided by them.

    Raises
    ------
    NotFound
        There is no such index.
    BadTable
        The method is faulty, nothing is known, or something is unknown that it refuses.
    Refused
        An indicator is not known, the note is empty, or there is no such kind of place.
    Conflict
        Figures changed while it was computed, or someone has published another version meanwhile.
    """
    require(by, Permission.INDEX_PUBLISH)
    index = Index.objects.filter(code=code).first()
    if index is None:
        raise NotFound("index", code)
    proposal.method.check()
    if not proposal.note.strip():
        raise Refused(Refusal("refusal.index_note_missing"))
    refuse_unfit([_version(index, proposal, IndexOptions(), {"version": code_version()})])
    known = set(Indicator.objects.values_list("code", flat=True))
    refuse_unknown(set(proposal.method.indicators) - known)
    with snapshot():
        figures = frames.latest_figures(proposal.method.indicators, proposal.level)
    result = index_apart(figures, proposal.method, IndexOptions())
    return _publish(index, proposal, figures, result, by)


@transaction.atomic
def _publish(
    index: Index, proposal: IndexProposal, figures: pl.DataFrame, result: IndexResult, by: Actor
) -> IndexVersion:
    take_turn(f"index:{index.code}")
    last = IndexVersion.objects.latest_of(index.code)
    number = 0 if last is None else last.number
    if proposal.after not in (None, number):
        raise Conflict("conflict.index_published", index=index.code, number=number)
    now = frames.latest_figures(proposal.method.indicators, proposal.level)
    if fingerprint(now) != fingerprint(figures):
        raise Conflict("conflict.figures_changed", index=index.code)
    version = _version(index, proposal, result.options, result.provenance.as_json())
    version.number = number + 1
    version.published_by_id = by.user_id
    version.save()
    frames.store_index(version, figures, result)
    record("index.published", by=by, subject=version.subject, code=index.code, number=number + 1)
    return version


def _version(
    index: Index, proposal: IndexProposal, options: IndexOptions, provenance: Mapping[str, object]
) -> IndexVersion:
    return IndexVersion(
        index=index,
        number=1,
        level=proposal.level,
        method=mapping_of(proposal.method),
        draws=options.draws,
        seed=options.seed,
        confidence=options.level,
        note=proposal.note.strip(),
        published_at=clock.now(),
        provenance=provenance,
    )

"""What can happen to files: a mapping is saved, a file is handed in, a checked one is ordered."""

import json
from collections.abc import Mapping

from django.db import transaction

from kargosha.areas.territory import queries
from kargosha.areas.territory.frames.imports_records import keep_import
from kargosha.areas.territory.models import ColumnMapping, Import, ImportOrder, ImportResult
from kargosha.files.territory import definition_of, mapping_of
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES, attach
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Attachment
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@transaction.atomic
def save_mapping(*, name: str, definition: Mapping[str, object], by: Actor) -> ColumnMapping:
    """Save how the columns of one kind of file are read; the latest under a name holds.

    Saved again as it is, nothing happens.

    Raises
    ------
    BadTable
        The definition is no mapping; every fault names the key.
    Refused
        A text is too long or holds control characters.
    """
    require(by, Permission.PLACE_IMPORT)
    mapping = mapping_of({**definition, "name": name})
    plain = definition_of(mapping)
    take_turn(f"mapping:{name}")
    latest = ColumnMapping.objects.filter(name=name).first()
    if latest is not None and latest.definition == plain:
        return latest
    saved = ColumnMapping(
        name=name,
        title_fa=mapping.titles["fa"],
        title_en=mapping.titles["en"],
        target=mapping.target,
        definition=plain,
        saved_by_id=by.user_id,
        saved_at=clock.now(),
    )
    refuse_unfit([saved])
    if not _is_storable(plain):
        raise Refused(Refusal("refusal.unfit", {"row": name, "fields": ["definition"]}))
    saved.save()
    record("mapping.saved", by=by, subject=f"mapping:{name}", target=mapping.target)
    return saved


@transaction.atomic
def keep_file(*, name: str, content: bytes, by: Actor) -> Attachment:
    """Keep a file whose columns are still to be told, by a mapping that fits it.

    Raises
    ------
    Refused
        The file is empty, or too large for this door: a command loads it from where it lies.
    """
    require(by, Permission.PLACE_IMPORT)
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Refused(Refusal("refusal.import_too_large", {"name": name, "most": most}))
    kept = attach(name=name, content=content, by=by)
    record("file.kept", by=by, subject=f"attachment:{kept.pk}", sha256=kept.sha256, size=kept.size)
    return kept


@transaction.atomic
def submit_import(*, file_id: int, mapping: str, told_in: str, by: Actor) -> Import:
    """Hand in a kept file to be checked by a saved mapping; the worker does it next.

    Raises
    ------
    NotFound
        The asker has kept no such file, or no mapping is saved under that name.
    """
    require(by, Permission.PLACE_IMPORT)
    file = queries.file_kept(by=by, file_id=file_id)
    latest = ColumnMapping.objects.filter(name=mapping).first()
    if latest is None:
        raise NotFound("mapping", mapping)
    source = keep_import(
        Import(
            file=file,
            file_name=file.name,
            file_sha256=file.sha256,
            mapping=latest,
            told_in=told_in,
        ),
        by,
    )
    jobs.later("territory.check_import", source.pk, waited_for=True)
    record("import.submitted", by=by, subject=source.subject, sha256=file.sha256, mapping=mapping)
    return source


@transaction.atomic
def order_import(*, import_id: int, skip_bad: bool, by: Actor) -> ImportOrder:
    """Have a checked file taken in, without its bad rows if so asked; the worker does it next.

    Ordered again, nothing happens.

    Raises
    ------
    NotFound
        There is no such import.
    Refused
        It has not been checked yet, or rows are bad that are not to be left out, or none is good.
    Conflict
        It has been taken in already.
    """
    require(by, Permission.PLACE_IMPORT)
    source = queries.import_seen(by=by, import_id=import_id)
    take_turn(source.subject)
    if ImportResult.objects.filter(source=source).exists():
        raise Conflict("conflict.import_applied", number=import_id)
    check = source.checks.first()
    if check is None:
        raise Refused(Refusal("refusal.import_unchecked", {"number": import_id}))
    if check.good_count == 0:
        raise Refused(Refusal("refusal.import_nothing_good", {"name": source.file_name}))
    if check.fault_count and not skip_bad:
        raise Refused(Refusal("refusal.import_faulty", {"count": check.fault_count}))
    order, is_new = ImportOrder.objects.get_or_create(
        check_result=check,
        defaults={"ordered_by_id": by.person, "ordered_at": clock.now(), "skip_bad": skip_bad},
    )
    if is_new:
        jobs.later("territory.apply_import", source.pk, waited_for=True)
        record("import.ordered", by=by, subject=source.subject, skip_bad=skip_bad)
    return order


def _is_storable(plain: Mapping[str, object]) -> bool:
    """Say whether the database can store the texts: no zero byte, no half of a sign."""
    text = json.dumps(plain, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)

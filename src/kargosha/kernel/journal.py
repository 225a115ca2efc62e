"""The journal: one entry an act, written in the act's own transaction, sealed by the worker soon after.

An entry holds codes, ids and the names of fields, never personal values.
"""

from collections.abc import Mapping

from django.db import connection, transaction

from kargosha.files.journal import NOTHING, leaf_hash, merkle_root, seal_hash
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.models import JournalEntry, JournalSeal
from kargosha.kernel.roles import Permission


def record(event: str, *, by: Actor, subject: str, **detail: object) -> JournalEntry:
    """Write that an event happened to a subject, for example ``call:1405-spring``."""
    return JournalEntry.objects.create(
        at=clock.now(),
        event=event,
        actor=by.code,
        office_id=by.office_id,
        subject=subject,
        detail=detail,
    )


@transaction.atomic
def seal_journal(*, by: Actor) -> JournalSeal | None:
    """Seal the entries of all transactions that have ended since the last seal; None when there are none.

    The bound is the oldest transaction still running, so no entry can appear behind a seal.
    """
    require(by, Permission.JOURNAL_SEAL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kargosha.journal.seal'))")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (end,) = cursor.fetchone() or (0,)
    last = JournalSeal.objects.order_by("-id").first()
    start = last.to_transaction if last else 0
    entries = JournalEntry.objects.filter(transaction__gte=start, transaction__lt=end).order_by(
        "id"
    )
    leaves = [leaf_hash(entry_mapping(entry)) for entry in entries.iterator()]
    if not leaves:
        return None
    root = merkle_root(leaves)
    previous = bytes.fromhex(last.seal) if last else NOTHING
    return JournalSeal.objects.create(
        at=clock.now(),
        from_transaction=start,
        to_transaction=end,
        entry_count=len(leaves),
        root=root.hex(),
        seal=seal_hash(previous, root, start, end).hex(),
    )


def entry_mapping(entry: JournalEntry) -> Mapping[str, object]:
    """Return an entry as it is hashed and exported."""
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "event": entry.event,
        "actor": entry.actor,
        "office": entry.office_id,
        "subject": entry.subject,
        "detail": entry.detail,
        "transaction": entry.transaction,
    }

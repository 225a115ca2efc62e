import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from kargosha.files.journal import NOTHING, leaf_hash, merkle_root, seal_hash
from kargosha.kernel import journal
from kargosha.kernel.access import system
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.grants import append_only_tables
from kargosha.kernel.models import JournalEntry, JournalSeal
from kargosha.kernel.roles import Permission

CLERK = system("test.clerk")
SEALER = system("test.sealer", Permission.JOURNAL_SEAL)


def test_entries_are_sealed_in_a_chain(own_database: str) -> None:
    journal.record("call.opened", by=CLERK, subject="call:one")
    journal.record("call.opened", by=CLERK, subject="call:two")
    first = journal.seal_journal(by=SEALER)
    journal.record("call.opened", by=CLERK, subject="call:three")
    second = journal.seal_journal(by=SEALER)

    assert first is not None
    assert second is not None
    leaves = [
        leaf_hash(journal.entry_mapping(each)) for each in JournalEntry.objects.order_by("id")
    ]
    assert first.root == merkle_root(leaves[: first.entry_count]).hex()
    assert second.root == merkle_root(leaves[first.entry_count :]).hex()
    assert first.entry_count + second.entry_count == len(leaves)
    start, end = second.from_transaction, second.to_transaction
    root = bytes.fromhex(second.root)
    assert second.seal == seal_hash(bytes.fromhex(first.seal), root, start, end).hex()
    assert first.from_transaction == 0
    assert (
        first.seal == seal_hash(NOTHING, bytes.fromhex(first.root), 0, first.to_transaction).hex()
    )


def test_nothing_new_is_not_sealed(own_database: str) -> None:
    journal.record("call.opened", by=CLERK, subject="call:one")
    journal.seal_journal(by=SEALER)

    assert journal.seal_journal(by=SEALER) is None
    assert JournalSeal.objects.count() == 1


def test_an_entry_still_being_written_waits_for_the_next_seal(own_database: str) -> None:
    with transaction.atomic():
        journal.record("call.opened", by=CLERK, subject="call:open")
        sealed = journal.seal_journal(by=SEALER)
        assert sealed is None or sealed.entry_count == JournalEntry.objects.count() - 1

    later = journal.seal_journal(by=SEALER)
    assert later is not None
    assert later.entry_count == 1


def test_only_the_sealer_seals(db: None) -> None:
    with pytest.raises(NotAllowed):
        journal.seal_journal(by=CLERK)


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["kernel_journalentry", "kernel_journalseal", "allocation_award"])
@pytest.mark.django_db
def test_the_application_cannot_change_what_only_grows(table: str, verb: str) -> None:
    assert table in append_only_tables()

    with (
        pytest.raises((ProgrammingError, InternalError), match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))

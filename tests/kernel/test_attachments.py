import hashlib

import pytest
from django.db import DatabaseError, transaction

from kargosha.kernel import attachments
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES, attach
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import Attachment
from tests import universe

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_whole_under_the_end_of_its_name() -> None:
    by = universe.people().analyst
    kept = attach(name="C:\\lists\\شهرستان‌ها.csv", content=b"a,b\n", by=by)

    found = Attachment.objects.get(pk=kept.pk)
    assert bytes(found.content) == b"a,b\n"
    assert (found.name, found.size) == ("شهرستان‌ها.csv", 4)
    assert found.sha256 == hashlib.sha256(b"a,b\n").hexdigest()
    assert found.added_by_id == by.user_id


def test_what_was_kept_is_never_changed() -> None:
    kept = attach(name="a.csv", content=b"a", by=universe.people().analyst)

    with pytest.raises(DatabaseError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(content=b"b")


@pytest.mark.parametrize("content", [b"", b"12345"])
def test_an_empty_or_too_large_file_is_refused(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", 4)
    with pytest.raises(Refused) as refused:
        attach(name="a.csv", content=content, by=universe.people().analyst)

    assert refused.value.reasons[0].values["name"] == "a.csv"
    assert not Attachment.objects.exists()
    assert MOST_BYTES == 50 * MEGABYTE

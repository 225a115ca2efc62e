from datetime import date

import pytest
from django.apps import apps

from kargosha.kernel import actions, clock
from kargosha.kernel.jobs import BEFORE_OTHERS
from kargosha.kernel.messages import SEND, Note, queue, queue_all, worded
from kargosha.kernel.models import JournalEntry, Message
from tests.universe import STAGE, People

MOBILE = "09141112233"


def test_a_message_is_kept_as_a_code_and_worded_when_it_is_sent(people: People) -> None:
    message = queue(
        mobile=MOBILE,
        code="refusal.rule_past",
        values={"day": date(2026, 3, 21)},
        subject="group:weavers",
        by=people.officer,
    )

    kept = Message.objects.get()
    assert kept == message
    assert kept.values == {"day": "2026-03-21"}
    assert kept.queued_at <= clock.now()
    assert "۱۴۰۵/۰۱/۰۱" in worded(kept)


def test_many_messages_are_one_entry_of_the_journal(people: People) -> None:
    notes = [
        Note(MOBILE, "refusal.same_person", f"application:a{number}", told_in="en")
        for number in range(3)
    ]

    queue_all(notes=notes, about="run:1", by=people.secretary)

    assert [each.subject for each in Message.objects.all()] == [each.subject for each in notes]
    entry = JournalEntry.objects.get(event="messages.queued")
    assert (entry.subject, entry.detail) == ("run:1", {"count": 3})
    assert MOBILE not in str(entry.detail)


def test_no_message_leaves_no_trace(people: People) -> None:
    assert queue_all(notes=[], about="run:1", by=people.secretary) == []
    assert not JournalEntry.objects.filter(event="messages.queued").exists()


@pytest.mark.parametrize(("language", "mark"), [("fa", "[تمرین]"), ("en", "[Rehearsal]")])
def test_a_message_of_the_rehearsal_says_so(people: People, language: str, mark: str) -> None:
    actions.begin_instance(purpose="rehearsal", by=STAGE)

    note = Note(MOBILE, "refusal.same_person", "run:1", told_in=language)  # type: ignore[arg-type]
    (message,) = queue_all(notes=[note], about="run:1", by=people.secretary)

    assert worded(message).startswith(f"{mark} ")


def test_a_message_that_nobody_could_word_is_not_written(people: People) -> None:
    with pytest.raises(KeyError):
        queue(mobile=MOBILE, code="refusal.rule_past", values={}, subject="x", by=people.officer)

    assert not Message.objects.exists()


def test_a_code_to_sign_in_goes_before_the_letters_of_a_round(people: People) -> None:
    queue(
        mobile=MOBILE,
        code="message.sign_in_code",
        values={"sign_in_code": "123456", "good_minutes": 5},
        subject="user:1",
        by=people.officer,
    )
    queue(mobile=MOBILE, code="refusal.same_person", values={}, subject="run:1", by=people.officer)

    jobs = (
        apps.get_model("procrastinate", "ProcrastinateJob")
        .objects.filter(queue_name=SEND)
        .order_by("id")
    )
    assert [each.priority for each in jobs] == [BEFORE_OTHERS, 0]

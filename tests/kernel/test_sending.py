"""A queued message leaves once; what fails is tried again with growing waits, and never lost silently."""

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from kargosha.kernel import actions, clock, queries
from kargosha.kernel.access import system
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.messages import MOST_TRIES, queue, wait_after
from kargosha.kernel.models import JournalEntry, Message
from kargosha.kernel.ports import NotSent
from kargosha.kernel.roles import Permission
from tests import universe
from tests.universe import STAGE, People

SENDER = system("tests.sender", Permission.MESSAGE_SEND)
MOBILE = "09141112233"


@dataclass
class Carrier:
    """Keeps what it carried; while it is down, nothing leaves."""

    is_down: bool = False
    carried: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, *, key: str, mobile: str, text: str) -> None:
        if self.is_down:
            raise NotSent("down")
        self.carried.append((key, mobile, text))


def queued(code: str = "refusal.same_person", **values: object) -> Message:
    return queue(mobile=MOBILE, code=code, values=values, subject="run:1", by=STAGE)


def send(message: Message, carrier: Carrier) -> bool:
    left = actions.send_message(message_id=message.pk, messenger=carrier, by=SENDER)
    message.refresh_from_db()
    return left


def grow_old(message: Message, age: timedelta) -> None:
    Message.objects.filter(pk=message.pk).update(queued_at=clock.now() - age)


def events() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("event", flat=True))


@pytest.mark.django_db
def test_a_message_leaves_once() -> None:
    message, carrier = queued(), Carrier()

    first, second = send(message, carrier), send(message, carrier)

    assert (first, second) == (True, False)
    ((key, mobile, text),) = carrier.carried
    assert (key, mobile) == (f"{message.pk:08}", MOBILE)
    assert "پیشنهاد" in text
    assert message.sent_at is not None
    assert events()[-1] == "message.sent"
    assert queries.messages_due(by=SENDER) == []


@pytest.mark.django_db
def test_a_message_that_fails_waits_longer_each_time_and_is_given_up_at_last() -> None:
    message, carrier = queued(), Carrier(is_down=True)
    assert queries.messages_due(by=SENDER) == [message.pk]

    for tries in range(1, MOST_TRIES):
        send(message, carrier)
        grow_old(message, wait_after(tries) - timedelta(seconds=5))
        assert queries.messages_due(by=SENDER) == []
        grow_old(message, wait_after(tries))
        assert queries.messages_due(by=SENDER) == [message.pk]
    assert "message.given_up" not in events()
    send(message, carrier)

    assert (message.tried_count, message.sent_at) == (MOST_TRIES, None)
    assert events()[-1] == "message.given_up"
    grow_old(message, timedelta(days=30))
    assert queries.messages_due(by=SENDER) == []
    assert not send(message, Carrier())


@pytest.mark.django_db
def test_a_message_that_failed_leaves_later() -> None:
    message, carrier = queued(), Carrier(is_down=True)
    send(message, carrier)
    carrier.is_down = False

    assert send(message, carrier)
    assert message.tried_count == 1


@pytest.mark.django_db
def test_a_code_that_is_past_is_not_sent_and_nothing_secret_is_kept() -> None:
    late = queued("message.sign_in_code", sign_in_code="123456", good_minutes=5)
    timely = queued("message.sign_in_code", sign_in_code="654321", good_minutes=5)
    grow_old(late, timedelta(minutes=5))
    carrier = Carrier()

    send(late, carrier)
    send(timely, carrier)

    assert [text for _, _, text in carrier.carried if "۱۲۳۴۵۶" in text or "123456" in text] == []
    assert len(carrier.carried) == 1
    assert late.sent_at is None
    assert late.values == timely.values == {"good_minutes": 5}
    assert JournalEntry.objects.filter(event="message.given_up").count() == 1


def test_only_the_sender_sends(people: People) -> None:
    message = queued()

    with pytest.raises(NotAllowed):
        actions.send_message(message_id=message.pk, messenger=Carrier(), by=people.officer)
    with pytest.raises(NotAllowed):
        queries.messages_due(by=people.officer)


@pytest.mark.usefixtures("own_database")
def test_two_workers_at_once_send_it_once() -> None:
    universe.people()
    message, carrier = queued(), Carrier()
    answers: list[bool] = []

    def second() -> None:
        answers.append(actions.send_message(message_id=message.pk, messenger=carrier, by=SENDER))
        connection.close()

    with transaction.atomic():
        answers.append(actions.send_message(message_id=message.pk, messenger=carrier, by=SENDER))
        other = Thread(target=second)
        other.start()
        other.join(30)

    assert answers == [True, False]
    assert len(carrier.carried) == 1

"""Messages to mobiles: written in the act's own transaction, worded and sent by the worker soon after.

What is stored is a code and its values. A day among the values is kept as its ISO text and written
in the calendar of the language when the message is worded. A message whose values say for how many
`good_minutes` it is good is not sent later than that.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from kargosha.files.words import Language, say
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor
from kargosha.kernel.journal import record
from kargosha.kernel.models import Instance, Message

SEND = "kernel.send_messages"
MOST_TRIES = 11
FIRST_WAIT = timedelta(minutes=1)
"""After each try that fails the wait doubles, so the last one is made after some 17 hours."""

SECRETS = ("sign_in_code",)
"""Values of which nothing is kept once the message has gone."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Note:
    """One message: to which mobile, the code of its sentence and what that quotes, and about what."""

    mobile: str
    code: str
    subject: str
    values: Mapping[str, object] = field(default_factory=dict)
    told_in: Language = "fa"


def queue(
    *,
    mobile: str,
    code: str,
    values: Mapping[str, object],
    subject: str,
    told_in: Language = "fa",
    by: Actor,
) -> Message:
    """Have a message sent once the transaction of the calling action is committed."""
    note = Note(mobile, code, subject, values, told_in)
    (message,) = queue_all(notes=[note], about=subject, by=by)
    return message


def queue_all(*, notes: Sequence[Note], about: str, by: Actor) -> list[Message]:
    """Have messages sent once the calling action is committed, in one statement however many they are.

    The journal says once, of what they are `about`, how many there are. A code without a sentence,
    or a value that its sentence lacks, is a mistake of the caller and fails here.
    """
    if not notes:
        return []
    queued_at = clock.now()
    messages = [
        Message(
            mobile=note.mobile,
            code=note.code,
            values={name: _stored(value) for name, value in note.values.items()},
            told_in=note.told_in,
            subject=note.subject,
            queued_at=queued_at,
        )
        for note in notes
    ]
    for message in messages:
        _said(message)
    written = Message.objects.bulk_create(messages)
    record("messages.queued", by=by, subject=about, count=len(written))
    jobs.later(SEND, written[0].pk, waited_for=_is_waited_for(written[0]))
    return written


def worded(message: Message) -> str:
    """Return a message as its reader gets it; in a rehearsal it says so first."""
    if Instance.objects.filter(purpose=Instance.Purpose.REHEARSAL).exists():
        mark = say("message.rehearsal", {}, cast(Language, message.told_in))
        return f"{mark} {_said(message)}"
    return _said(message)


def wait_after(tries: int) -> timedelta:
    """Return how long after it was queued a message that failed so often is tried again."""
    return FIRST_WAIT * ((1 << tries) - 1)


def is_past(message: Message, now: datetime) -> bool:
    """Say whether it is too late for a message that is good for some minutes only."""
    minutes = message.values.get("good_minutes")
    return minutes is not None and message.queued_at + timedelta(minutes=minutes) <= now


def _said(message: Message) -> str:
    values = {name: _read(value) for name, value in message.values.items()}
    return say(message.code, values, cast(Language, message.told_in))


def _is_waited_for(message: Message) -> bool:
    return "good_minutes" in message.values


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read(value: object) -> object:
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return date.fromisoformat(cast(str, value)) if is_day else value

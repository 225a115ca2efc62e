"""Messages to mobiles: written in the act's own transaction, worded and sent by the worker soon after.

What is stored is a code and its values. A day among the values is kept as its ISO text and written
in the calendar of the language when the message is worded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from kargosha.files.words import Language, say
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor
from kargosha.kernel.journal import record
from kargosha.kernel.models import Instance, Message

SEND = "kernel.send_messages"

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

    The journal says once, of what they are `about`, how many there are.
    """
    if not notes:
        return []
    queued_at = clock.now()
    written = Message.objects.bulk_create(
        Message(
            mobile=note.mobile,
            code=note.code,
            values={name: _stored(value) for name, value in note.values.items()},
            told_in=note.told_in,
            subject=note.subject,
            queued_at=queued_at,
        )
        for note in notes
    )
    record("messages.queued", by=by, subject=about, count=len(written))
    jobs.later(SEND, written[0].pk)
    return written


def worded(message: Message) -> str:
    """Return a message as its reader gets it; in a rehearsal it says so first."""
    language = cast(Language, message.told_in)
    values = {name: _read(value) for name, value in message.values.items()}
    text = say(message.code, values, language)
    if Instance.objects.filter(purpose=Instance.Purpose.REHEARSAL).exists():
        return f"{say('message.rehearsal', {}, language)} {text}"
    return text


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read(value: object) -> object:
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return date.fromisoformat(cast(str, value)) if is_day else value

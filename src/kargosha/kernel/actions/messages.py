"""What can happen to a queued message: it leaves, it waits for the next try, or it is given up."""

from django.db import transaction

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.messages import MOST_TRIES, SECRETS, is_past, worded
from kargosha.kernel.models import Message
from kargosha.kernel.ports import Messenger, NotSent
from kargosha.kernel.roles import Permission


@transaction.atomic
def send_message(*, message_id: int, messenger: Messenger, by: Actor) -> bool:
    """Send a message that waits, and say whether it left; the one who takes the row is the only sender.

    What fails is tried again, and given up after the last try or when it has become too late. The
    key of the message lets the messenger know again what it carried before a crash here.
    """
    require(by, Permission.MESSAGE_SEND)
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, sent_at=None, tried_count__lt=MOST_TRIES)
        .first()
    )
    if message is None:
        return False
    if is_past(message, clock.now()):
        message.tried_count = MOST_TRIES
    elif _left(message, messenger):
        message.sent_at = clock.now()
        record("message.sent", by=by, subject=message.subject, message=message.pk)
    else:
        message.tried_count += 1
    if message.sent_at is None and message.tried_count == MOST_TRIES:
        record("message.given_up", by=by, subject=message.subject, message=message.pk)
    if message.sent_at or message.tried_count == MOST_TRIES:
        message.values = {k: v for k, v in message.values.items() if k not in SECRETS}
    message.save(update_fields=["tried_count", "sent_at", "values"])
    return message.sent_at is not None


def _left(message: Message, messenger: Messenger) -> bool:
    try:
        messenger.send(key=f"{message.pk:08}", mobile=message.mobile, text=worded(message))
    except NotSent:
        return False
    return True

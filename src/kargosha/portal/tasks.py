"""The kernel's work for later: load, and call one action, with the adapters of its ports."""

from kargosha.kernel import actions, queries
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission
from kargosha.portal.adapters.messages import messenger

SENDER = system("kernel.sender", Permission.MESSAGE_SEND)
ESCALATOR = system("kernel.escalator", Permission.DUTY_ESCALATE)


MOST_FAILURES = 3
"""After so many in a row the messenger is taken to be down, and the rest waits for the next minute."""


def send_messages(key: int = 0) -> None:
    """Send the message of that key, then all that is due, each in a transaction of its own."""
    carrier = messenger()
    failures = 0
    first = [key] if key else []
    for message_id in dict.fromkeys((*first, *queries.messages_due(by=SENDER))):
        left = actions.send_message(message_id=message_id, messenger=carrier, by=SENDER)
        failures = 0 if left else failures + 1
        if failures == MOST_FAILURES:
            return


def escalate_duties(key: int = 0) -> None:
    del key
    actions.escalate_duties(by=ESCALATOR)

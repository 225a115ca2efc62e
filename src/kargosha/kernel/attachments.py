"""Files that people hand in: kept whole in the database, within a size, known by what they hold."""

import hashlib
from pathlib import PurePath

from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.models import Attachment

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
"""What is larger is loaded by a command, from where it lies."""

LONGEST_NAME = 120


def attach(*, name: str, content: bytes, by: Actor, media_type: str = "") -> Attachment:
    """Keep a file as it came; called within the action that it belongs to.

    Raises
    ------
    Refused
        It is empty or too large.
    """
    refuse_size(name, content)
    kept = Attachment(
        name=PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:],
        media_type=media_type or "application/octet-stream",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        added_by_id=by.person,
        added_at=clock.now(),
    )
    refuse_unfit([kept])
    kept.save()
    return kept


def refuse_size(name: str, content: bytes) -> None:
    """Refuse a file that holds nothing, or more than is taken.

    Raises
    ------
    Refused
        It is empty or too large.
    """
    if not content:
        raise Refused(Refusal("refusal.file_empty", {"name": name}))
    if len(content) > MOST_BYTES:
        most = {"name": name, "most": MOST_BYTES // MEGABYTE}
        raise Refused(Refusal("refusal.file_too_large", most))

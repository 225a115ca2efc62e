"""What the pages of people and groups share: an act that may be refused in words."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile

from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.attachments import MOST_BYTES
from kargosha.kernel.errors import Conflict, Refusal, Refused

Done = TypeVar("Done")


def attempt(act: Callable[[], Done]) -> tuple[Done | None, int, Sequence[Refusal]]:
    """Return what an act did; else the status with which it is answered and the reasons."""
    try:
        return act(), 200, ()
    except Refused as refused:
        return None, 422, refused.reasons
    except Conflict as conflict:
        return None, 409, [conflict.reason]


def handed_in(file: "UploadedFile[Any] | None") -> Evidence | None:
    """Return a file that somebody added to a form."""
    if not file:
        return None
    return Evidence(file.name or "", file.read(MOST_BYTES + 1), file.content_type or "")

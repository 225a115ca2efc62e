"""What the pages of people and groups share: an act that may be refused in words."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

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


def answered(
    form: Form,
    act: Callable[[], object],
    again: Callable[..., HttpResponse],
    onward: str,
    **where: Any,
) -> HttpResponse:
    """Act on what was typed and go onward; else show the page again, with the status and the reasons."""
    if not form.is_valid():
        return again(status=422)
    done, status, refusals = attempt(act)
    return again(status=status, refusals=refusals) if done is None else redirect(onward, **where)

"""The frame of an action that decides by a method: gather in a snapshot, decide outside, apply at once.

Solving takes seconds, and no transaction stays open so long. So the inputs' fingerprint is taken when
they are gathered and again when the result is applied; if they differ, the result is thrown away.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")


def deciding(action: Callable[Given, Result]) -> Callable[Given, Result]:
    """Mark an action that decides by a method, and refuse to run it inside a transaction."""

    @functools.wraps(action)
    def outside(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        if connection.in_atomic_block:
            message = f"{action.__name__} decides by a method and cannot run inside a transaction"
            raise RuntimeError(message)
        return action(*args, **kwargs)

    return outside


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it stood at one instant, and write nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield

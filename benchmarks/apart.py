"""Call one function in a process of its own and bring back what it returns.

Each solve of a benchmark runs so: a pool of threads, a warm cache or memory that one leaves behind
must not show in the figures of the next.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Result = TypeVar("Result")


def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Return ``function(*arguments)`` as computed in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()

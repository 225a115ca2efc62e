"""Tie a process to the life of its parent, so that a killed parent leaves nobody behind."""

import ctypes
import os
import sys
from collections.abc import Callable
from signal import Signals

PR_SET_PDEATHSIG = 1


def ends_with_parent(farewell: Signals) -> Callable[[], None]:
    """Return a `preexec_fn` after which the kernel sends `farewell` when the parent dies.

    The kernel watches the *thread* that starts the child: call it from the main thread. Where there
    is no such system call the child lives on, and the next start ends it.
    """
    if sys.platform != "linux":
        return lambda: None
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
        if os.getppid() != parent:  # it died before the leash was on
            os._exit(1)

    return tie


def end_with_parent(farewell: Signals) -> None:
    """Have the kernel send this process `farewell` when the one that started it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)

"""What the guards say of the project as it is, asked once in a session."""

from functools import cache
from pathlib import Path

from tests.architecture.checks import Check

ROOT = Path(__file__).resolve().parents[2]


@cache
def found_here(check: Check) -> list[str]:
    """Return what a guard finds in the project."""
    return check(ROOT)

"""Every guard is seen to fail: deliberate faults are planted in copies of the tree and caught."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.checks import CHECKS, Check
from tests.architecture.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "src", "docs", "pyproject.toml", "README.md", "GLOSSARY.md", "requirements.lock",
)  # fmt: skip
NOT_COPIED = shutil.ignore_patterns("__pycache__", "static", "fonts", ".*_cache", "*.mo")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what the guards look at."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=NOT_COPIED)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_deliberate_fault_is_caught(fault: Fault, copy: Path) -> None:
    fault.plant(copy)

    found = "\n".join(fault.caught_by(copy))

    assert fault.says in found
    assert fault.says not in found_in_the_project(fault.caught_by)


def test_every_guard_has_been_seen_to_fail() -> None:
    assert {fault.caught_by for fault in FAULTS} == set(CHECKS)


@cache
def found_in_the_project(check: Check) -> str:
    """Return what a guard says of the project as it is, asked once."""
    return "\n".join(check(ROOT))

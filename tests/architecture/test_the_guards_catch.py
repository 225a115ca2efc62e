"""Every guard is seen to fail: deliberate faults are planted in a copy of the tree and caught."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.checks import CHECKS
from tests.architecture.faults import FAULTS, Fault
from tests.architecture.standing import ROOT, found_here

COPIED = (
    "src", "docs", "pyproject.toml", "README.md", "GLOSSARY.md", "requirements.lock",
)  # fmt: skip
NOT_COPIED = shutil.ignore_patterns("static", "fonts", ".*_cache", "*.mo")


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the guards look at; each fault is taken out of the copy again."""
    folder = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_deliberate_fault_is_caught(fault: Fault, copy: Path) -> None:
    with fault.planted(copy):
        found = "\n".join(fault.caught_by(copy))

    assert fault.says in found
    assert fault.says not in "\n".join(found_here(fault.caught_by))


def test_every_guard_has_been_seen_to_fail() -> None:
    assert {fault.caught_by for fault in FAULTS} == set(CHECKS)

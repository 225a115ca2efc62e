"""Every guard over the project as it is."""

from pathlib import Path

import pytest

from tests.architecture.checks import CHECKS, Check

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_nothing_is_broken(check: Check) -> None:
    found = check(ROOT)

    assert not found, "\n".join(found)

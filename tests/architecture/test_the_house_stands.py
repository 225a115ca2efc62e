"""Every guard over the project as it is."""

import pytest

from tests.architecture.checks import CHECKS, Check
from tests.architecture.standing import found_here


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_nothing_is_broken(check: Check) -> None:
    found = found_here(check)

    assert not found, "\n".join(found)

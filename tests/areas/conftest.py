from typing import Any

import pytest

from tests import universe


@pytest.fixture
def people(db: None, settings: Any) -> universe.People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


@pytest.fixture
def district(people: universe.People) -> universe.People:
    """The whole district: people, money and the closed spring call, not yet frozen."""
    universe.money()
    universe.call(is_frozen=False)
    return people

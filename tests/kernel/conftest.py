from typing import Any

import pytest

from tests import universe


@pytest.fixture
def people(db: None, settings: Any) -> universe.People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()

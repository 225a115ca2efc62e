"""The doctor sees what must be mended, and says how."""

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from kargosha.portal.doctor import Sentence, State, examine, is_sound
from kargosha.portal.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from tests.databases import copied, django_on

EMPTY = "kargosha_empty"


@pytest.fixture
def two_roles(own_database: str, postgres: EmbeddedPostgres, settings: Settings) -> None:
    settings.DATABASE_URL = own_database
    settings.OWNER_URL = own_database.replace(APP, OWNER)


def test_a_database_in_order_is_sound(two_roles: None) -> None:
    found = examine()

    assert is_sound(found)
    assert _said(found, "All migrations are applied") is State.GOOD
    assert _said(found, f"{OWNER} migrates, {APP} serves") is State.GOOD


def test_one_role_for_both_is_refused(two_roles: None, settings: Settings) -> None:
    settings.OWNER_URL = django_settings.DATABASE_URL

    found = examine()

    assert not is_sound(found)
    assert _said(found, "KARGOSHA_OWNER_URL") is State.BROKEN


def test_an_almighty_role_is_refused(two_roles: None, postgres: EmbeddedPostgres) -> None:
    with django_on(postgres, SUPERUSER, connection.settings_dict["NAME"]):
        found = examine()

    assert _said(found, "could change what only grows") is State.BROKEN


def test_a_database_without_tables_is_refused(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker
) -> None:
    with (
        copied(postgres, "template0", EMPTY),
        django_db_blocker.unblock(),
        django_on(postgres, APP, EMPTY),
    ):
        found = examine()

    assert _said(found, "kargosha migrate") is State.BROKEN


def test_a_database_that_is_not_there_is_refused(
    postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), django_on(postgres, APP, "nowhere"):
        found = examine()

    assert _said(found, "does not answer") is State.BROKEN


def test_too_small_a_disk_is_refused(two_roles: None) -> None:
    assert _said(examine(room_needed=2**80), "Make room") is State.BROKEN


def test_what_is_lacking_names_its_package(
    two_roles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert _said(examine(), "apt-get install chromium") is State.LACKING


def _said(found: list[Sentence], words: str) -> State:
    (state,) = [sentence.state for sentence in found if words in sentence.text]
    return state

"""Several act on the same money at once: nothing is overdrawn, nothing is lost, nobody is overtaken."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kargosha.areas.funding.models import Firming, Reservation
from kargosha.kernel.errors import Conflict, Refused
from tests import universe
from tests.areas.funding.purse import balance, deposit, enter, release, reserve, standing

TOGETHER = 8


@pytest.fixture
def purse(own_database: str, settings: Any) -> None:
    """Two agreements of 20 and 10 billion rials, of which nothing is deposited."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    universe.people()
    universe.money()


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Begin all acts at the same moment, each in a connection of its own; return results or refusals."""
    start = Barrier(len(acts))

    def act(what: Callable[[], object]) -> object:
        try:
            start.wait()
            return what()
        except (Refused, Conflict) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))


def test_two_rounds_that_reserve_at_once_cannot_overdraw(purse: None) -> None:
    deposit("rural", 12)

    answers = at_once(
        [lambda n=n: reserve((f"award:{n}", "rural", 3)) for n in range(TOGETHER)]  # type: ignore[misc]
    )

    refused = [each for each in answers if isinstance(each, Refused)]
    assert len(refused) == 2  # 8 × 3 billion were asked, 20 are approved
    assert all("money_short" in str(each) for each in refused)
    assert balance("rural") == {"deposited": 12, "firm": 12, "free": 0, "waiting": 6}


def test_deposits_and_reservations_at_once_lose_nothing_and_keep_the_order(purse: None) -> None:
    enter("rural", "allotted", 20)

    at_once(
        [
            act
            for n in range(TOGETHER // 2)
            for act in (
                lambda n=n: reserve((f"award:{n}", "rural", 4)),  # type: ignore[misc]
                lambda n=n: enter("rural", "deposited", 3, f"d{n}"),  # type: ignore[misc]
            )
        ]
    )

    assert balance("rural") == {"deposited": 12, "firm": 12, "free": 0, "waiting": 4}
    assert list(standing("rural").values()) == ["firm", "firm", "firm", "waiting"]


def test_reserving_and_giving_back_at_once_adds_up(purse: None) -> None:
    deposit("rural", 20)
    reserve(*((f"old:{n}", "rural", 1) for n in range(4)))

    at_once(
        [
            act
            for n in range(4)
            for act in (
                lambda n=n: release(f"old:{n}"),  # type: ignore[misc]
                lambda n=n: reserve((f"new:{n}", "rural", 4)),  # type: ignore[misc]
            )
        ]
    )

    held = Reservation.objects.filter(release=None)
    assert balance("rural") == {"deposited": 20, "firm": 16, "free": 4, "waiting": 0}
    assert sum(each.amount for each in held) == 16 * universe.BILLION
    assert Firming.objects.filter(reservation__in=held).count() == 4


def test_who_wants_several_agreements_never_waits_for_ever(purse: None) -> None:
    answers = at_once(
        [
            lambda n=n: reserve(  # type: ignore[misc]
                *[(f"{under}:{n}", under, 1) for under in (["co-op", "rural"] * 2)[n % 2 :][:2]]
            )
            for n in range(TOGETHER)
        ]
    )

    assert not [each for each in answers if isinstance(each, Exception)]
    assert (balance("rural")["waiting"], balance("co-op")["waiting"]) == (TOGETHER, TOGETHER)


def test_a_code_reserved_meanwhile_under_another_agreement_is_a_conflict(purse: None) -> None:
    begun = Event()

    def first() -> object:
        with transaction.atomic():
            made = reserve(("award:1", "rural", 1))
            begun.set()
            _until_somebody_waits()
        return made

    def second() -> object:
        begun.wait()
        return reserve(("award:1", "co-op", 1))

    made, answer = at_once([first, second])

    assert (isinstance(made, list), isinstance(answer, Conflict)) == (True, True)
    assert balance("co-op")["waiting"] == 0


def _until_somebody_waits() -> None:
    """Keep the transaction open until another one waits for what it wrote."""
    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            Event().wait(0.01)

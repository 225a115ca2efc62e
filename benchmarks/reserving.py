"""One client of the money: a process that reserves, gives back and deposits for a while.

``python -m benchmarks.reserving NUMBER SECONDS`` says ``ready``, begins at the next line it is given,
and ends with one line of JSON: what it did, and what it was refused. ``plain`` after these: the same
acts on a counter and a list, by SELECT … FOR UPDATE and UPDATE, without rules, journal and turns.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

import psycopg

AGREEMENTS = ("a", "b", "c", "d")
MILLION = 10**6
APPROVED = 40_000 * MILLION
MOST_ASKED = 200 * MILLION
DEPOSIT = 400 * MILLION
SHARES = {"reserve": 0.6, "release": 0.3, "deposit": 0.1}
"""How often each act is tried; a deposit is taken back where no more is allotted."""


class Plain:
    """The reference: a row of sums, locked, read and updated."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.connection = psycopg.connect(os.environ["KARGOSHA_DATABASE_URL"], autocommit=True)

    def reserve(self, code: str, agreement: str, amount: int) -> bool:
        """Set an amount aside, if so much is open."""
        with self.connection.transaction():
            found = self.connection.execute(
                "SELECT reserved FROM plain_balance WHERE agreement = %s FOR UPDATE", [agreement]
            ).fetchone()
            if found is None or found[0] + amount > APPROVED:
                return False
            self.connection.execute(
                "INSERT INTO plain_reservation VALUES (%s, %s, %s)", [code, agreement, amount]
            )
            self._add("reserved", agreement, amount)
        return True

    def release(self, code: str, agreement: str, amount: int) -> bool:
        """Give an amount back."""
        with self.connection.transaction():
            self._lock(agreement)
            self.connection.execute("DELETE FROM plain_reservation WHERE code = %s", [code])
            self._add("reserved", agreement, -amount)
        return True

    def deposit(self, reference: str, agreement: str, amount: int) -> bool:
        """Add to what was deposited."""
        del reference
        with self.connection.transaction():
            self._lock(agreement)
            self._add("deposited", agreement, amount)
        return True

    def _lock(self, agreement: str) -> None:
        line = "SELECT 1 FROM plain_balance WHERE agreement = %s FOR UPDATE"
        self.connection.execute(line, [agreement])

    def _add(self, column: str, agreement: str, amount: int) -> None:
        line = f"UPDATE plain_balance SET {column} = {column} + %s WHERE agreement = %s"  # noqa: S608
        self.connection.execute(line, [amount, agreement])


class Programme:
    """The acts of the programme, by its own actions."""

    def __init__(self, number: int) -> None:
        import django  # noqa: PLC0415

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kargosha.portal.settings")
        django.setup()
        from kargosha.areas.funding import actions  # noqa: PLC0415 - Django is set up first
        from kargosha.kernel.access import system  # noqa: PLC0415
        from kargosha.kernel.clock import today  # noqa: PLC0415
        from kargosha.kernel.errors import Refused  # noqa: PLC0415
        from kargosha.kernel.roles import Permission  # noqa: PLC0415

        self.actions, self.refused, self.today = actions, Refused, today()
        self.by = system(f"client-{number}", Permission.FUND_RESERVE, Permission.FUND_RECORD)

    def reserve(self, code: str, agreement: str, amount: int) -> bool:
        """Set an amount aside, if so much is open."""
        asks = [self.actions.Ask(code, agreement, amount)]
        return self._done(lambda: self.actions.reserve(asks=asks, by=self.by))

    def release(self, code: str, agreement: str, amount: int) -> bool:
        """Give an amount back."""
        del agreement, amount
        return self._done(
            lambda: self.actions.release(codes=[code], reason="corrected", by=self.by)
        )

    def deposit(self, reference: str, agreement: str, amount: int) -> bool:
        """Deposit, if so much is allotted."""
        entry = self.actions.MoneyEntry("deposited", amount, self.today, reference, "benchmark")
        return self._done(
            lambda: self.actions.record_money(agreement_code=agreement, entry=entry, by=self.by)
        )

    def _done(self, act: Callable[[], Any]) -> bool:
        try:
            act()
        except self.refused:
            return False
        return True


def work(client: Plain | Programme, number: int, seconds: float) -> dict[str, Any]:
    """Act for a while; return how often each act was done or refused, and the sums of what was done."""
    dice = random.Random(number)  # noqa: S311 - a load, not a secret
    held: list[tuple[str, str, int]] = []
    counts: Counter[str] = Counter()
    sums = {"reserved": Counter[str](), "deposited": Counter[str]()}
    slowest, began, tried = 0.0, perf_counter(), 0
    while perf_counter() - began < seconds:
        tried += 1
        act = dice.choices(list(SHARES), list(SHARES.values()))[0]
        agreement, start = dice.choice(AGREEMENTS), perf_counter()
        if act == "release" and held:
            asked = held.pop(dice.randrange(len(held)))
            done = client.release(*asked)
            sums["reserved"][asked[1]] -= asked[2]
        elif act == "deposit":
            amount = DEPOSIT if dice.random() < 0.7 else -DEPOSIT
            done = client.deposit(f"{number}-{tried}", agreement, amount)
            sums["deposited"][agreement] += amount * done
        else:
            act, amount = "reserve", dice.randint(1, MOST_ASKED)
            asked = (f"bench:{number}-{tried}", agreement, amount)
            done = client.reserve(*asked)
            if done:
                held.append(asked)
            sums["reserved"][agreement] += amount * done
        slowest = max(slowest, perf_counter() - start)
        counts[f"{act}.{'done' if done else 'refused'}"] += 1
    elapsed = perf_counter() - began
    return {"counts": counts, "sums": sums, "slowest": slowest, "tried": tried, "seconds": elapsed}


if __name__ == "__main__":
    its_number, its_seconds, *way = sys.argv[1:]
    its_client = Plain(int(its_number)) if way else Programme(int(its_number))
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(work(its_client, int(its_number), float(its_seconds))), flush=True)

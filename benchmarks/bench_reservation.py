"""Money under sixteen clients for a minute: no overdraft, no lost update, and how long an act takes."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.figure import Figure
from benchmarks.reserving import AGREEMENTS, APPROVED
from benchmarks.started import data_folder
from kargosha.portal.postgres import APP, DATABASE, OWNER, EmbeddedPostgres

CLIENTS = 16
SECONDS = float(os.environ.get("KARGOSHA_BENCH_SECONDS", "60"))
"""How long the sixteen work together; each reference takes a quarter of it."""

SUMS = """
    SELECT agreement.code, balance.deposited_amount, balance.firm_amount, balance.free_amount,
        balance.waiting_amount, balance.approved_amount,
        (SELECT COALESCE(SUM(amount), 0) FROM funding_moneyrecord AS entered
            WHERE entered.agreement_id = agreement.id AND figure = 'deposited'),
        COALESCE(SUM(held.amount) FILTER (WHERE firming.id IS NOT NULL), 0),
        COALESCE(SUM(held.amount) FILTER (WHERE firming.id IS NULL), 0)
    FROM funding_agreement AS agreement
    JOIN funding_balance AS balance ON balance.agreement_id = agreement.id
    LEFT JOIN (
        funding_reservation AS held
        LEFT JOIN funding_firming AS firming ON firming.reservation_id = held.id
    ) ON held.agreement_id = agreement.id
        AND NOT EXISTS (SELECT FROM funding_release AS given WHERE given.reservation_id = held.id)
    GROUP BY agreement.id, balance.agreement_id
"""
OVERTAKEN = """
    SELECT count(*) FROM funding_reservation AS firm
    JOIN funding_firming ON reservation_id = firm.id
    JOIN funding_reservation AS earlier
        ON earlier.agreement_id = firm.agreement_id AND earlier.id < firm.id
    WHERE NOT EXISTS (SELECT FROM funding_firming WHERE reservation_id = earlier.id)
        AND NOT EXISTS (SELECT FROM funding_release WHERE reservation_id = earlier.id)
"""
PLAIN = f"""
    CREATE TABLE plain_balance (agreement text PRIMARY KEY, reserved bigint, deposited bigint);
    CREATE TABLE plain_reservation (code text PRIMARY KEY, agreement text, amount bigint);
    INSERT INTO plain_balance SELECT unnest(ARRAY{list(AGREEMENTS)}), 0, 0;
    GRANT ALL ON plain_balance, plain_reservation TO {APP};
"""


@dataclass(frozen=True)
class Load:
    """What several clients did together."""

    tried: int
    seconds: float
    slowest: float
    counts: Mapping[str, int]
    reserved: Mapping[str, int]
    deposited: Mapping[str, int]

    @property
    def milliseconds(self) -> float:
        """Time from one answered act to the next, refusals among them."""
        return 1_000 * self.seconds / self.tried


def figures() -> Iterator[Figure]:
    """Let sixteen clients act at once, one alone, and sixteen on the plainest thing that locks a row."""
    with database() as (server, surroundings):
        before = _held(server)
        together = load(surroundings, CLIENTS, SECONDS)
        wrong = _wrong(server, before, together)
        alone = load(surroundings, 1, SECONDS / 4, first=CLIENTS)
        plain = load(surroundings, CLIENTS, SECONDS / 4, "plain")
    done = ", ".join(f"{name} {count}" for name, count in sorted(together.counts.items()))
    rate = f"{1_000 / together.milliseconds:,.0f} acts a second; {done}"
    name = f"reservation.{CLIENTS}"
    yield Figure(f"{name}.wrong", wrong, "rows", None, 0, "overdrafts, lost updates, overtakings")
    yield Figure(
        f"{name}.act", together.milliseconds, "ms", alone.milliseconds, None,
        f"{rate}; reference: one client alone",
    )  # fmt: skip
    yield Figure(
        f"{name}.plain", together.milliseconds, "ms", plain.milliseconds, None,
        "reference: FOR UPDATE and UPDATE, no rules, no journal",
    )  # fmt: skip
    yield Figure(f"{name}.slowest", together.slowest, "s", alone.slowest, None, "a single act")


@contextmanager
def database() -> Iterator[tuple[EmbeddedPostgres, dict[str, str]]]:
    """Start a database of its own with four agreements, all allotted and half deposited."""
    with data_folder() as folder, EmbeddedPostgres(folder / "postgres") as server:
        surroundings = os.environ | {
            "KARGOSHA_DATA": str(folder),
            "KARGOSHA_DATABASE_URL": server.url(APP, DATABASE),
            "KARGOSHA_OWNER_URL": server.url(OWNER, DATABASE),
        }
        command = [sys.executable, "-m", "kargosha.portal.cli", "migrate"]
        subprocess.run(command, env=surroundings, check=True, capture_output=True)
        with psycopg.connect(server.url(OWNER, DATABASE)) as connection:
            connection.execute(PLAIN.encode())
            _fill(connection)
        yield server, surroundings


def load(
    surroundings: Mapping[str, str], clients: int, seconds: float, *way: str, first: int = 0
) -> Load:
    """Start so many clients, let all begin at once, and add up what they say."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.reserving", str(number), str(seconds), *way],
            env={**surroundings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(first, first + clients)
    ]
    for client in started:
        if client.stdout is None or client.stdout.readline() != "ready\n":
            raise RuntimeError("a client did not start")
    for client in started:
        client.stdin and client.stdin.write("go\n")
        client.stdin and client.stdin.flush()
    said = [json.loads(client.communicate()[0]) for client in started]
    return Load(
        tried=sum(each["tried"] for each in said),
        seconds=max(each["seconds"] for each in said),
        slowest=max(each["slowest"] for each in said),
        counts=_sum(each["counts"] for each in said),
        reserved=_sum(each["sums"]["reserved"] for each in said),
        deposited=_sum(each["sums"]["deposited"] for each in said),
    )


def _sum(parts: Any) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total


def _wrong(server: EmbeddedPostgres, before: Mapping[str, int], done: Load) -> int:
    """Count what must never be: a balance beside its rows, a rial nobody has, somebody overtaken."""
    with psycopg.connect(server.url(OWNER, DATABASE)) as connection:
        rows = connection.execute(SUMS).fetchall()
        (overtaken,) = connection.execute(OVERTAKEN).fetchone() or (0,)
    return int(overtaken) + sum(_is_wrong(row, before, done) for row in rows)


def _is_wrong(row: Sequence[Any], before: Mapping[str, int], done: Load) -> bool:
    code, deposited, firm, free, waiting, approved, entered, firm_rows, waiting_rows = row
    adds_up = (deposited, firm, waiting) == (entered, firm_rows, waiting_rows)
    is_covered = free == deposited - firm >= 0 and firm + waiting <= approved
    is_told = firm + waiting == done.reserved.get(code, 0) and deposited - before[
        code
    ] == done.deposited.get(code, 0)
    return not (adds_up and is_covered and is_told)


def _held(server: EmbeddedPostgres) -> dict[str, int]:
    with psycopg.connect(server.url(OWNER, DATABASE)) as connection:
        return {row[0]: row[1] for row in connection.execute(SUMS).fetchall()}


def _fill(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    for office in ("programme-office", "committee"):
        connection.execute(
            "INSERT INTO kernel_office (code, name_fa, name_en, place_code) VALUES (%s, 'x', 'x', '')",
            [office],
        )
    connection.execute(
        "INSERT INTO funding_source (code, kind, name_fa, name_en) VALUES ('bank', 'bank', 'x', 'x')"
    )
    for code in AGREEMENTS:
        connection.execute(
            """INSERT INTO funding_agreement (code, source_id, name_fa, name_en, approved_amount,
                place_codes, activity_codes, borrower_kinds, contract_kinds, loss_bearer, signed_on)
            SELECT %s, id, 'x', 'x', %s, '{}', '{}', '{}', '{}', 'unknown', '2026-03-25'
            FROM funding_source""",
            [code, APPROVED],
        )
        for figure, amount in (
            ("approved", APPROVED),
            ("allotted", APPROVED),
            ("deposited", APPROVED // 2),
        ):
            connection.execute(
                """INSERT INTO funding_moneyrecord
                    (agreement_id, figure, amount, dated_on, reference, source, entered_at)
                SELECT id, %s, %s, '2026-03-25', 'start', 'benchmark', now()
                FROM funding_agreement WHERE code = %s""",
                [figure, amount, code],
            )

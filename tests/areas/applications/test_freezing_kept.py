"""What a signature stands under cannot change unseen, and who hands in meanwhile is heard before or after."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from kargosha.areas.applications import actions
from kargosha.areas.applications.frames.freezing import drawn_up, signed
from kargosha.areas.applications.models import Application, CallFreeze
from kargosha.kernel.errors import Refused
from kargosha.portal.postgres import APP, SUPERUSER
from tests import universe
from tests.universe import BILLION, application

CHANGES: Mapping[str, Mapping[str, object]] = {
    "applications_call": {
        "goals_fa": "هدفی دیگر",
        "goals_en": "another goal",
        "household_weight": 0.9,
        "deprivation_weight": 0.8,
        "emigration_weight": 0.7,
        "year_share": "0.5",
        "jalali_year": 1406,
        "season": "winter",
        "rules_on": "2026-05-20",
        "opens_on": "2026-04-05",
        "closes_on": "2026-05-22",
        "place_codes": ["0311"],
        "activity_codes": ["dairy"],
    },
    "applications_callmoney": {"amount": BILLION},
    "funding_agreement": {
        "ceiling_per_group_amount": BILLION,
        "ceiling_per_job_amount": BILLION,
        "max_share": "0.5",
        "place_codes": ["0311"],
        "activity_codes": ["dairy"],
        "borrower_kinds": ["group"],
    },
    "funding_quota": {
        "floor": BILLION,
        "ceiling": 9 * BILLION,
        "member_class": "place:0303",
        "measure": "jobs",
        "rule": "quota.other",
    },
    "territory_indexversion": {"number": 7},
    "applications_application": {
        "kind": "cooperative",
        "place_code": "0305",
        "amount": 7,
        "own_amount": 9,
        "jobs_promised": 99,
        "jobs_pledged": 98,
        "jobs_payable": 1.25,
        "member_count": 44,
        "no_earner_share": 0.75,
        "has_record": False,
        "has_conduct": True,
        "has_course": True,
        "production_years": 12,
        "record_member_count": 1,
        "tags": ["youth"],
        "submitted_on": "2026-05-01",
    },
}
"""What could be changed of a call by somebody who gets past the application and its triggers."""


def test_whatever_is_changed_behind_the_programme_changes_the_fingerprint(
    own_database: str, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call(is_frozen=False)
    freeze = actions.freeze_call(call_code="spring", by=people.chair)
    seen = {"as signed": freeze.fingerprint}
    with psycopg.connect(own_database.replace(APP, SUPERUSER), autocommit=True) as intruder:
        intruder.execute("SET session_replication_role = replica")
        for table, fields in CHANGES.items():
            for name, value in fields.items():
                change = sql.SQL("UPDATE {} SET {} = %s").format(
                    sql.Identifier(table), sql.Identifier(name)
                )
                intruder.execute(change, [value])
                seen[f"{table}.{name}"] = seen_now()
        intruder.execute("DELETE FROM applications_callquota")
        seen["quota taken out"] = seen_now()
        intruder.execute("UPDATE applications_callfreeze SET household_weight = 0.123")
        seen["signed weight"] = seen_now()

    assert len({*seen.values()}) == len(seen)


def seen_now() -> str:
    return signed(CallFreeze.objects.get()).paper.fingerprint


def test_who_hands_in_while_a_call_is_frozen_is_heard_before_or_after(
    own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call(is_frozen=False)
    drawing, handing_in = Event(), Event()

    def slowly(*given: Any) -> Any:
        drawing.set()
        handing_in.wait(20)
        return drawn_up(*given)

    monkeypatch.setattr("kargosha.areas.applications.actions.freezing.drawn_up", slowly)

    def frozen() -> CallFreeze:
        try:
            return actions.freeze_call(call_code="spring", by=people.chair)
        finally:
            connection.close()

    def handed_in() -> object:
        drawing.wait(20)
        handing_in.set()
        try:
            row = application("late", "0311", BILLION)
            return actions.receive_applications(
                call_code="spring", applications=[row], by=people.officer
            )
        except Refused as refused:
            return refused.reasons[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        freezing_it, handing = both.submit(frozen), both.submit(handed_in)

    assert handing.result() == "refusal.call_frozen"
    assert freezing_it.result().application_count == 3
    assert not Application.objects.filter(code="late").exists()
    assert signed(CallFreeze.objects.get()).paper.fingerprint == freezing_it.result().fingerprint


def test_who_hands_in_before_the_signature_is_in_it(
    own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = universe.people()
    universe.money()
    universe.call(is_frozen=False)
    inside, signing = Event(), Event()

    def handed_in() -> None:
        try:
            with transaction.atomic():
                row = application("early", "0311", BILLION)
                actions.receive_applications(
                    call_code="spring", applications=[row], by=people.officer
                )
                inside.set()
                signing.wait(20)
        finally:
            connection.close()

    def frozen() -> CallFreeze:
        inside.wait(20)
        signing.set()
        try:
            return actions.freeze_call(call_code="spring", by=people.chair)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        both.submit(handed_in)
        freeze = both.submit(frozen).result()

    assert freeze.application_count == 4

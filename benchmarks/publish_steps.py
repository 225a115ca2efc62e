"""What the benchmark of publishing does in processes of their own, on the database that they are told.

``python -m benchmarks.publish_steps prepare`` makes groups, their proposals and the solved run;
``decide`` approves and publishes it; ``plain`` writes the same for a part of it row by row, and takes
that back; ``page`` reads the round as three kinds of readers do. Each prints what it measured as JSON.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from time import perf_counter
from typing import Any

import django

SIZE = 5_000
PART = 500
MEMBERS = 3
COUNTY_DIGITS = 4
CALL, LINE = "great", "great-line"
BILLION = 10**9
ASKED = 4 * BILLION
OPENS, CLOSES = date(2026, 4, 4), date(2026, 5, 21)
TIMES = 5
"""How often each reader asks for the page; the slowest but the first counts."""


def prepare() -> object:
    """Make who decides, the money, the groups with their heads, the frozen call and its solved run."""
    universe = import_module("tests.universe")
    allocation = import_module("kargosha.areas.allocation.actions")
    applications = import_module("kargosha.areas.applications.actions")
    people = universe.people()
    universe.money()
    _money()
    universe.call()
    counties = _counties()
    _groups(counties)
    text = applications.CallText("دور بزرگ", "Great round", "متن", "Text")
    money = {LINE: SIZE * ASKED // 2}
    terms = applications.CallTerms(OPENS, CLOSES, CLOSES, money, ["hashtrud"])
    applications.open_call(code=CALL, text=text, terms=terms, by=universe.STAGE)
    rows = [_proposal(universe, number, counties[number % len(counties)]) for number in range(SIZE)]
    applications.receive_applications(call_code=CALL, applications=rows, by=universe.STAGE)
    universe.freeze(CALL)
    run = allocation.propose_run(call_code=CALL, by=people.officer)
    allocation.solve_run(run_id=run.pk, by=universe.STAGE)
    return {"run": run.pk}


def decide() -> object:
    """Approve and publish the run."""
    allocation = import_module("kargosha.areas.allocation.actions")
    models = import_module("kargosha.areas.allocation.models")
    run = models.Run.objects.get(call__code=CALL)
    chair, secretary = (_actor(name) for name in ("chair", "secretary"))
    began = perf_counter()
    allocation.decide_run(run_id=run.pk, verdict="approved", note="", by=chair)
    approved = perf_counter()
    allocation.publish_run(run_id=run.pk, by=secretary)
    published = perf_counter()
    letters = models.Letter.objects.filter(candidate__run=run).count()
    return {"approve": approved - began, "publish": published - approved, "letters": letters}


def plain() -> object:
    """Write a part of the same rows one by one, judging nothing, and take them back."""
    models = import_module("kargosha.areas.allocation.models")
    clock = import_module("kargosha.kernel.clock")
    transaction = import_module("django.db.transaction")
    run = models.Run.objects.get(call__code=CALL)
    candidates = models.Candidate.objects.filter(run=run).order_by("pk")[:PART]
    with transaction.atomic():
        began = perf_counter()
        for candidate in candidates:
            _written_plainly(candidate, clock.now())
        seconds = perf_counter() - began
        transaction.set_rollback(True)
    return {"seconds": seconds, "rows": PART}


def page() -> object:
    """Ask for the page of the round, each kind of reader in turn, of what the web server loads."""
    models = import_module("kargosha.areas.allocation.models")
    client_of = import_module("django.test").Client
    import_module("kargosha.portal.serving").application()
    run = models.Run.objects.get(call__code=CALL)
    slowest, most = 0.0, 0
    for username in ("", "officer", "county"):
        client = client_of(SERVER_NAME="localhost")
        if username:
            users = import_module("kargosha.kernel.models").User
            client.force_login(users.objects.get(username=username))
        seconds, count = _read(client, f"/allocation/runs/{run.pk}/")
        slowest, most = max(slowest, seconds), max(most, count)
    return {"seconds": slowest, "queries": most}


STEPS: dict[str, Callable[[], object]] = {
    "prepare": prepare,
    "decide": decide,
    "plain": plain,
    "page": page,
}


def _money() -> None:
    funding = import_module("kargosha.areas.funding.actions")
    universe = import_module("tests.universe")
    approved = SIZE * ASKED // 2
    funding.sign_agreement(
        code=LINE,
        source_code="bank",
        names=("خط بزرگ", "Great line"),
        terms=funding.Terms(approved),
        signed_on=OPENS,
        by=universe.STAGE,
    )
    for figure in ("allotted", "deposited"):
        paper = (date(2026, 5, 1), f"{figure} 1", "benchmark")
        entry = funding.MoneyEntry(figure, approved // 2, *paper)
        funding.record_money(agreement_code=LINE, entry=entry, by=universe.STAGE)


def _counties() -> list[str]:
    """Return the codes of the counties that have one."""
    places = import_module("kargosha.areas.territory.models").Place
    codes = places.objects.exclude(code="").values_list("code", flat=True)
    return sorted({code for code in codes if len(code) == COUNTY_DIGITS})


def _groups(counties: list[str]) -> None:
    registry = import_module("kargosha.areas.registry.actions")
    flows = import_module("tests.areas.registry.flows")
    universe = import_module("tests.universe")
    groups = []
    for number in range(SIZE):
        place = counties[number % len(counties)]
        members = [
            (
                flows.person(number * MEMBERS + each, place_code=place),
                registry.MemberRow(role="head" if each == 0 else "member", production_years=3),
            )
            for each in range(MEMBERS)
        ]
        groups.append((flows.group(f"g{number}", place_code=place), members))
    registry.form_groups(groups=groups, by=universe.STAGE)


def _proposal(universe: Any, number: int, county: str) -> object:
    return universe.application(
        f"p{number:05d}",
        county,
        ASKED + (number * 7919 % 997) * 10**6,
        group=f"g{number}",
        jobs_payable=2 + (number * 104_729 % 1_000) / 250,
        jobs_pledged=6,
        member_count=MEMBERS,
        record_member_count=MEMBERS,
        no_earner_share=(number % 11) / 10,
        has_conduct=number % 3 == 0,
        submitted_on=OPENS + timedelta(days=number % 40),
    )


def _actor(username: str) -> Any:
    users = import_module("kargosha.kernel.models").User
    return users.objects.get(username=username).actor()


def _written_plainly(candidate: Any, now: object) -> None:
    """Store what follows for one candidate: money set aside, letter, message, undecided."""
    models = import_module("kargosha.areas.allocation.models")
    kernel = import_module("kargosha.kernel.models")
    funding = import_module("kargosha.areas.funding.models")
    applications = import_module("kargosha.areas.applications.models")
    registry = import_module("kargosha.areas.registry.models")
    for award in candidate.awards.all():
        held = funding.Reservation.objects.create(
            code=f"award:{award.pk}", agreement=award.agreement, amount=award.amount, made_at=now
        )
        models.AwardReservation.objects.create(award=award, reservation=held)
    reason = {"reason": candidate.reason.code, "reason_values": candidate.reason.values}
    models.Letter.objects.create(
        candidate=candidate, code=f"letter.{candidate.outcome}", values=reason, queued_at=now
    )
    head = registry.Membership.objects.get(
        group=candidate.application.group, role="head", exited_on=None
    )
    kernel.Message.objects.create(
        mobile=head.person.mobile, code="message", subject="benchmark", queued_at=now
    )
    if candidate.outcome == "refused":
        applications.Undecided.objects.create(application=candidate.application, marked_at=now)


def _read(client: Any, address: str) -> tuple[float, int]:
    capture = import_module("django.test.utils").CaptureQueriesContext
    connection = import_module("django.db").connection
    seconds, count = [], 0
    for _ in range(TIMES):
        with capture(connection) as asked:
            began = perf_counter()
            answer = client.get(address)
            seconds.append(perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        count = max(count, len(asked))
    return max(seconds[1:]), count


if __name__ == "__main__":
    import_module("os").environ.setdefault("DJANGO_SETTINGS_MODULE", "kargosha.portal.settings")
    django.setup()
    print(json.dumps(STEPS[sys.argv[1]]()))

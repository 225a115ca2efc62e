"""Made-up proposals of the registered groups, at the prices of the year of their call.

In 1398 a project made about 2.25 jobs with about 0.9 billion rials (tn.ai/2112211). The rule book's
cost per job and price index bring this to the year of the call.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Application, Call
from kargosha.areas.registry.models import Membership
from kargosha.files.jalali import jalali_year
from kargosha.files.prices import at_prices_of
from kargosha.kernel import clock
from kargosha.kernel.rulebook import rulebook_on
from kargosha.portal.rehearsal.made_up import MadeUpGroup, groups
from kargosha.portal.rehearsal.money import TABRIZ, agreements_of
from kargosha.portal.rehearsal.people import STAGE, actor
from kargosha.portal.rehearsal.plan import PlannedCall
from kargosha.portal.rehearsal.quotas import codes_of

MEAN_JOBS = 2.25
STEP = 10_000_000
POSTS = ("سرپرست کارگاه", "کارگر ماهر", "کارگر", "مسئول فروش", "نگهداری دستگاه", "بسته‌بندی")


def load(planned: PlannedCall) -> None:
    """Open a call and receive its proposals, where they are missing."""
    if not Call.objects.filter(code=planned.code).exists():
        _open(planned)
    rolled = Application.objects.filter(call__code=planned.code).exclude(rolled_from=None).count()
    if Application.objects.filter(call__code=planned.code, rolled_from=None).exists():
        return
    proposed = set(Application.objects.values_list("group__code", flat=True))
    fresh = [each for each in groups() if each.row.code not in proposed]
    count = planned.proposals - rolled if planned.is_over else (planned.proposals - rolled) // 2
    rows = list(_rows(planned, fresh[: max(count, 0)]))
    if rows:
        actions.receive_applications(call_code=planned.code, applications=rows, by=STAGE)


def _open(planned: PlannedCall) -> None:
    text = actions.CallText(
        name_fa=f"دور {planned.season_fa}",
        name_en=f"Round of {planned.season_en}",
        text_fa="فراخوان تمرینی: گروه‌ها، طرح‌ها و منابع مالی ساختگی‌اند؛ ارقام شهرستان‌ها واقعی است.",
        text_en="A rehearsal: groups, proposals and funds are made up; the counties' figures are real.",
        goals_fa="شغل‌های ماندگار در شهرستان‌هایی که مردمشان بیکارند یا می‌روند.",
        goals_en="Jobs that last in the counties whose people lack work or leave.",
    )
    terms = actions.CallTerms(
        opens_on=planned.opens_on,
        closes_on=planned.closes_on,
        rules_on=planned.closes_on,
        money=dict.fromkeys(agreements_of(planned)),
        quotas=codes_of(planned),
        jalali_year=planned.jalali_year,
        season=planned.season_en.split()[0],
        year_share=planned.year_share,
    )
    actions.open_call(code=planned.code, text=text, terms=terms, by=actor("officer"))


def _rows(planned: PlannedCall, chosen: Sequence[MadeUpGroup]) -> Iterator[actions.ApplicationRow]:
    dice = np.random.default_rng(int(planned.opens_on.strftime("%Y%m%d")))
    last = min(planned.closes_on, clock.today())
    days, rules = (last - planned.opens_on).days, rulebook_on(last)
    members = _members([each.row.code for each in chosen])
    for number, group in enumerate(chosen, start=1):
        day = planned.opens_on + timedelta(days=int(dice.integers(0, days + 1)))
        row = _row(group, members[group.row.code], rules, dice)
        yield replace(row, code=f"{planned.letter}{number:03d}", submitted_on=day)


def _members(codes: Sequence[str]) -> dict[str, list[Membership]]:
    """Return who is in each of the groups, by its code."""
    found: dict[str, list[Membership]] = {}
    sitting = Membership.objects.filter(group__code__in=codes, exited_on=None)
    for each in sitting.select_related("group", "person__household"):
        found.setdefault(each.group.code, []).append(each)
    return found


def _row(
    group: MadeUpGroup, members: list[Membership], rules: Rulebook, dice: np.random.Generator
) -> actions.ApplicationRow:
    """Return what a group proposes, still without code and day."""
    jobs = 1 + int(dice.poisson(MEAN_JOBS - 1))
    cost = at_prices_of(rules, f"cost_per_job.{group.activity.code}", jalali_year(rules.day))
    amount = max(STEP, round(jobs * cost * dice.lognormal(-0.12, 0.3) / STEP) * STEP)
    is_small = dice.random() < (0.3 if group.row.place_code == TABRIZ else 0.78)
    lines = [_line(each) for each in members]
    practised = [line.production_years for line in lines if line.production_years > 0]
    without_earner = sum(line.is_without_earner is True for line in lines)
    return actions.ApplicationRow(
        code="",
        group=group.row.code,
        kind=group.row.kind,
        name_fa=group.row.name_fa,
        name_en=group.row.name_en,
        place_code=group.row.place_code,
        activity=group.activity.code,
        amount=amount,
        own_amount=round(amount * dice.uniform(0.05, 0.4) / STEP) * STEP,
        jobs_promised=jobs + int(dice.poisson(0.6)),
        jobs_pledged=jobs,
        jobs_payable=round(float(jobs * dice.uniform(0.7, 1.5)), 2),
        member_count=len(lines),
        no_earner_share=round(without_earner / len(lines), 2),
        has_record=bool(practised),
        has_conduct=bool(dice.random() < 0.4),
        has_course=bool(dice.random() < 0.35),
        production_years=max(practised, default=0),
        record_member_count=len(practised),
        tags=[*group.tags, *["small-place"] * is_small],
        members=lines,
        pledges=list(_pledges(jobs, members)),
        submitted_on=rules.day,
    )


def _line(membership: Membership) -> actions.MemberLine:
    household = membership.person.household
    return actions.MemberLine(
        person_id=membership.person_id,
        production_years=membership.production_years,
        is_without_earner=None if household is None else household.is_without_earner,
    )


def _pledges(jobs: int, members: list[Membership]) -> Iterator[actions.Pledge]:
    """Yield the jobs, for members first and then for posts."""
    for turn in range(jobs):
        person = members[turn].person_id if turn < len(members) else None
        yield actions.Pledge(POSTS[turn % len(POSTS)], person)

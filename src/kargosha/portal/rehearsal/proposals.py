"""Four hundred made-up proposals over the real counties, at the prices of the rehearsal year.

In 1398 a project made about 2.25 jobs with about 0.9 billion rials (tn.ai/2112211). The rule book's
cost per job and price index bring this to the year of the call.
"""

from datetime import date, timedelta

import numpy as np

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.files.jalali import jalali_year
from kargosha.files.prices import at_prices_of
from kargosha.kernel.rulebook import rulebook_on
from kargosha.portal.rehearsal.counties import counties_now
from kargosha.portal.rehearsal.money import RULES_ON
from kargosha.portal.rehearsal.people import STAGE

CALL = "1405-spring"
OPENS_ON = date(2026, 4, 4)
COUNT = 400
SEED = 1405
MEAN_JOBS = 2.25
STEP = 10_000_000
SECTOR_WEIGHT = {
    "agriculture": 0.45,
    "industry": 0.15,
    "services": 0.15,
    "tourism": 0.1,
    "handicraft": 0.15,
}


def load() -> None:
    """Open the call and receive its proposals, where they are missing."""
    if not Call.objects.filter(code=CALL).exists():
        _open_call()
    if not Application.objects.exists():
        rows = _rows(rulebook_on(RULES_ON))
        actions.receive_applications(call_code=CALL, applications=rows, by=STAGE)


def _open_call() -> None:
    actions.open_call(
        code=CALL,
        text=actions.CallText(
            name_fa="دور بهار ۱۴۰۵",
            name_en="Round of spring 1405",
            text_fa="فراخوان تمرینی: گروه‌ها، طرح‌ها و منابع مالی ساختگی‌اند؛ ارقام شهرستان‌ها واقعی است.",
            text_en="A rehearsal: groups, proposals and funds are made up; the counties' figures are real.",
        ),
        terms=actions.CallTerms(
            opens_on=OPENS_ON,
            closes_on=RULES_ON,
            rules_on=RULES_ON,
            money=dict(Agreement.objects.values_list("code", "approved_amount")),
            quotas=list(Quota.objects.values_list("code", flat=True)),
        ),
        by=STAGE,
    )


def _rows(rules: Rulebook) -> list[actions.ApplicationRow]:
    dice = np.random.default_rng(SEED)
    counties = counties_now()
    weight = np.sqrt(counties["population_rural"].to_numpy() * counties["unemployment"].to_numpy())
    codes = dice.choice(counties["code"].to_list(), size=COUNT, p=weight / weight.sum())
    activities = list(Activity.objects.order_by("code"))
    mates = {each.sector: sum(e.sector == each.sector for e in activities) for each in activities}
    chances = np.array([SECTOR_WEIGHT[each.sector] / mates[each.sector] for each in activities])
    chosen = dice.choice(len(activities), size=COUNT, p=chances / chances.sum())
    places = {place.code: place for place in Place.objects.exclude(code="")}
    return [
        _row(number, places[str(code)], activities[int(which)], rules, dice)
        for number, (code, which) in enumerate(zip(codes, chosen, strict=True), start=1)
    ]


def _row(
    number: int, place: Place, activity: Activity, rules: Rulebook, dice: np.random.Generator
) -> actions.ApplicationRow:
    is_cooperative = dice.random() < 0.2
    jobs = 1 + int(dice.poisson(MEAN_JOBS - 1))
    cost = at_prices_of(rules, f"cost_per_job.{activity.code}", jalali_year(rules.day))
    amount = max(STEP, round(jobs * cost * dice.lognormal(-0.12, 0.3) / STEP) * STEP)
    tags = [f"sector-{activity.sector}"]
    tags += ["women"] if dice.random() < 0.38 else []
    tags += ["youth"] if dice.random() < 0.45 else []
    tags += ["small-place"] if dice.random() < (0.3 if place.slug == "tabriz" else 0.78) else []
    kind_fa, kind_en = ("تعاونی", "co-operative") if is_cooperative else ("گروه", "group")
    days = (RULES_ON - OPENS_ON).days
    return actions.ApplicationRow(
        code=f"p{number:03d}",
        kind="cooperative" if is_cooperative else "group",
        name_fa=f"{kind_fa} {activity.name_fa} {place.name_fa} {number}",
        name_en=f"{place.name_en} {activity.name_en} {kind_en} {number}",
        place_code=place.code,
        activity=activity.code,
        amount=amount,
        own_amount=round(amount * dice.uniform(0.05, 0.4) / STEP) * STEP,
        jobs_promised=jobs + int(dice.poisson(0.6)),
        jobs_pledged=jobs,
        jobs_payable=round(float(jobs * dice.uniform(0.7, 1.5)), 2),
        member_count=int(dice.integers(7, 16) if is_cooperative else dice.integers(3, 11)),
        no_earner_share=round(float(dice.beta(2, 4)), 2),
        has_record=bool(dice.random() < 0.55),
        has_conduct=bool(dice.random() < 0.4),
        has_course=bool(dice.random() < 0.35),
        tags=tags,
        submitted_on=OPENS_ON + timedelta(days=int(dice.integers(0, days + 1))),
    )

"""Made-up agreements of two years, and their dated figures from needed to paid."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kargosha.areas.applications.models import Activity
from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Agreement, Balance, MoneyRecord, Source
from kargosha.portal.rehearsal.activities import SECTORS
from kargosha.portal.rehearsal.counties import counties_now
from kargosha.portal.rehearsal.people import STAGE, actor
from kargosha.portal.rehearsal.plan import SPRING, PlannedCall

BILLION = 10**9
TABRIZ = "0303"
SIGNED_ON = {1404: date(2025, 4, 5), 1405: date(2026, 3, 25)}
Line = tuple[str, str, str, str, actions.Terms]
"""One agreement: its code, its source, its name in Persian and English, its terms."""

SOURCES = (
    ("bank-a", "bank", "بانک الف (تمرینی)", "Bank A (rehearsal)"),
    ("bank-b", "bank", "بانک ب (تمرینی)", "Bank B (rehearsal)"),
    ("agency", "agency", "دستگاه حمایتی (تمرینی)", "Support agency (rehearsal)"),
    ("managed", "managed_fund", "وجوه اداره‌شده (تمرینی)", "Managed fund (rehearsal)"),
)

GUARANTEES = ((5 * BILLION, "chain"), (20 * BILLION, "one_guarantor"), (None, "collateral"))
NEEDED, ALLOTTED = Decimal("1.3"), Decimal("0.9")
"""Shares of what is approved."""

DEPOSITED = {
    "rural-agriculture": (Decimal("0.35"), Decimal("0.2")),
    "rural-crafts": (Decimal("0.4"), Decimal("0.25")),
    "industry": (Decimal("0.3"),),
    "deprived": (Decimal("0.65"),),
    "emigrant": (Decimal("0.25"), Decimal("0.3")),
    "co-operatives": (Decimal("0.7"),),
    "general": (Decimal("0.4"),),
    "small-loans": (Decimal("0.3"), Decimal("0.4")),
}
"""Deposits of 1405 as shares of what is approved: some agreements are behind what spring was granted."""

PAID = Decimal("0.85")
"""Share of what is firmly reserved of 1404 that the banks have paid."""


def load() -> None:
    """Register sources and agreements with what was needed, allotted and deposited, if missing."""
    if not Source.objects.exists():
        for code, kind, fa, en in SOURCES:
            actions.register_source(code=code, kind=kind, name_fa=fa, name_en=en, by=STAGE)
    if not Agreement.objects.exists():
        _sign(1404, (*_lines_of_1404(),))
        _sign(1405, (*_lines_by_sector(), *_lines_by_place(), *_other_lines()))
    for agreement in Agreement.objects.filter(records__isnull=False).distinct():
        if not agreement.records.filter(figure=MoneyRecord.Figure.DEPOSITED).exists():
            _enter_what_came(agreement)


def pay() -> None:
    """Enter what the banks paid of the agreements of 1404, where that is missing."""
    of_1404 = Balance.objects.filter(agreement__code__endswith="-1404", paid_amount=0)
    for balance in of_1404.filter(firm_amount__gt=0).select_related("agreement"):
        amount = int(balance.firm_amount * PAID) // BILLION * BILLION
        _enter(balance.agreement.code, "paid", amount, date(2026, 8, 22), "bank-report")


def agreements_of(planned: PlannedCall) -> list[str]:
    """Return the codes of the agreements that put money into a call."""
    codes = Agreement.objects.values_list("code", flat=True)
    return [code for code in codes if code.endswith("-1404") == (planned.jalali_year == 1404)]


def _sign(year: int, lines: Sequence[Line]) -> None:
    for code, source, fa, en, agreed in lines:
        actions.sign_agreement(
            code=code,
            source_code=source,
            names=(f"{fa} (تمرینی)", f"{en} (rehearsal)"),
            terms=replace(
                agreed,
                contract_kinds=["qarz", "instalment_sale"],
                guarantee_limits=GUARANTEES,
                loss_bearer="bank" if source.startswith("bank") else "shared",
                source_loss_share=None if source.startswith("bank") else Decimal("0.5"),
            ),
            signed_on=SIGNED_ON[year],
            by=STAGE,
        )


def _enter_what_came(agreement: Agreement) -> None:
    """Enter what was needed, allotted and deposited: all of 1404, of 1405 as far as it has come."""
    is_old = agreement.code.endswith("-1404")
    year, approved = (2025 if is_old else 2026), agreement.approved_amount
    allotted = approved if is_old else _part(approved, ALLOTTED)
    _enter(agreement.code, "needed", _part(approved, NEEDED), date(year, 2, 20), "plan")
    _enter(agreement.code, "allotted", allotted, date(year, 5, 10), "allotment-1")
    shares = (Decimal(1),) if is_old else DEPOSITED[agreement.code]
    for turn, share in enumerate(shares, start=1):
        _enter(
            agreement.code,
            "deposited",
            _part(approved, share),
            date(year, 5 + turn, 15),
            f"deposit-{turn}",
        )


def _enter(agreement: str, figure: str, amount: int, day: date, paper: str) -> None:
    entry = actions.MoneyEntry(
        figure=figure,
        amount=amount,
        dated_on=day,
        reference=paper,
        source="نامهٔ تمرینی / rehearsal letter",
    )
    actions.record_money(agreement_code=agreement, entry=entry, by=actor("finance"))


def _part(amount: int, share: Decimal) -> int:
    return int(amount * share) // BILLION * BILLION


def _of_the_year(amount: int) -> int:
    """Return what is approved for a year of which spring spends so many billions."""
    return int(amount * BILLION / SPRING.year_share)


def _lines_of_1404() -> Iterator[Line]:
    counties = counties_now()
    outside = [code for code in counties.get_column("code") if code != TABRIZ]
    worst = list(counties.sort("rank").head(8).get_column("code"))
    rural = actions.Terms(400 * BILLION, place_codes=outside)
    general = actions.Terms(200 * BILLION, max_share=Decimal("0.7"))
    deprived = actions.Terms(150 * BILLION, place_codes=worst)
    joint = actions.Terms(90 * BILLION, borrower_kinds=["cooperative"])
    yield "rural-1404", "bank-a", "خط روستایی ۱۴۰۴", "Rural line of 1404", rural
    yield "general-1404", "bank-b", "خط عمومی ۱۴۰۴", "General line of 1404", general
    yield (
        "deprived-1404",
        "agency",
        "خط مناطق محروم ۱۴۰۴",
        "Deprived counties' line of 1404",
        deprived,
    )
    yield "co-operatives-1404", "bank-b", "خط تعاونی‌های ۱۴۰۴", "Co-operatives' line of 1404", joint


def _lines_by_sector() -> Iterator[Line]:
    outside_tabriz = [code for code in counties_now().get_column("code") if code != TABRIZ]
    of = {
        sector: list(Activity.objects.filter(sector=sector).values_list("code", flat=True))
        for sector in SECTORS
    }
    farms = actions.Terms(
        _of_the_year(320), place_codes=outside_tabriz, activity_codes=of["agriculture"]
    )
    crafts = actions.Terms(
        _of_the_year(240),
        place_codes=outside_tabriz,
        activity_codes=[*of["handicraft"], *of["tourism"], *of["services"]],
    )
    industry = actions.Terms(_of_the_year(150), activity_codes=of["industry"])
    yield "rural-agriculture", "bank-a", "خط روستایی کشاورزی", "Rural line, agriculture", farms
    yield (
        "rural-crafts",
        "bank-a",
        "خط روستایی صنایع دستی، گردشگری و خدمات",
        "Rural line, crafts, tourism and services",
        crafts,
    )
    yield "industry", "bank-b", "خط صنایع کوچک", "Small industry line", industry


def _lines_by_place() -> Iterator[Line]:
    counties = counties_now()
    worst = counties.sort("rank").head(8)
    leaving = counties.filter(counties["population_change"] < 0)
    deprived = actions.Terms(_of_the_year(170), place_codes=list(worst.get_column("code")))
    emigrant = actions.Terms(
        _of_the_year(130),
        place_codes=list(leaving.get_column("code")),
        ceiling_per_group_amount=15 * BILLION,
    )
    yield "deprived", "agency", "خط مناطق محروم", "Deprived counties' line", deprived
    yield "emigrant", "managed", "خط مناطق مهاجرفرست", "Emigrant-sending counties' line", emigrant


def _other_lines() -> Iterator[Line]:
    joint = actions.Terms(_of_the_year(160), borrower_kinds=["cooperative"])
    shared = actions.Terms(_of_the_year(180), max_share=Decimal("0.7"))
    small = actions.Terms(
        _of_the_year(90),
        borrower_kinds=["group"],
        ceiling_per_group_amount=8 * BILLION,
        ceiling_per_job_amount=4 * BILLION,
    )
    yield "co-operatives", "bank-b", "خط تعاونی‌ها", "Co-operatives' line", joint
    yield "general", "bank-b", "خط عمومی با سهم بانک", "General line with the bank's share", shared
    yield "small-loans", "managed", "خط وام‌های خرد گروهی", "Small group loans", small

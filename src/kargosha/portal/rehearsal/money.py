"""Eight made-up agreements, and quotas by the law over the real counties."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.models import Activity
from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Agreement, Quota, Source
from kargosha.areas.territory.models import Place
from kargosha.kernel.rulebook import rulebook_on
from kargosha.portal.rehearsal.activities import SECTORS, register
from kargosha.portal.rehearsal.counties import counties_now
from kargosha.portal.rehearsal.people import STAGE

RULES_ON = date(2026, 5, 21)
BILLION = 10**9
TABRIZ = "0303"

SIGNED_ON = date(2026, 3, 25)
Line = tuple[str, str, str, str, actions.Terms]
"""One agreement: its code, its source, its name in Persian and English, its terms."""

SOURCES = (
    ("bank-a", "bank", "بانک الف (تمرینی)", "Bank A (rehearsal)"),
    ("bank-b", "bank", "بانک ب (تمرینی)", "Bank B (rehearsal)"),
    ("agency", "agency", "دستگاه حمایتی (تمرینی)", "Support agency (rehearsal)"),
    ("managed", "managed_fund", "وجوه اداره‌شده (تمرینی)", "Managed fund (rehearsal)"),
)
SECTOR_LEEWAY = (Decimal("0.5"), Decimal("1.5"))
"""A sector gets between half and one and a half of the share that the bylaw names for it."""


def load() -> None:
    """Register sources, agreements, activities and quotas where they are missing."""
    if not Source.objects.exists():
        for code, kind, fa, en in SOURCES:
            actions.register_source(code=code, kind=kind, name_fa=fa, name_en=en, by=STAGE)
    if not Activity.objects.exists():
        register()
    if not Agreement.objects.exists():
        _sign_agreements()
    if not Quota.objects.exists():
        actions.set_quotas(quotas=_quotas(rulebook_on(RULES_ON)), by=STAGE)


def _sign_agreements() -> None:
    for code, source, fa, en, agreed in (*_lines_by_sector(), *_lines_by_place(), *_other_lines()):
        actions.sign_agreement(
            code=code,
            source_code=source,
            names=(f"{fa} (تمرینی)", f"{en} (rehearsal)"),
            terms=agreed,
            signed_on=SIGNED_ON,
            by=STAGE,
        )


def _lines_by_sector() -> Iterator[Line]:
    outside_tabriz = [code for code in counties_now().get_column("code") if code != TABRIZ]
    of = {
        sector: list(Activity.objects.filter(sector=sector).values_list("code", flat=True))
        for sector in SECTORS
    }
    farms = actions.Terms(
        320 * BILLION, place_codes=outside_tabriz, activity_codes=of["agriculture"]
    )
    crafts = actions.Terms(
        240 * BILLION,
        place_codes=outside_tabriz,
        activity_codes=[*of["handicraft"], *of["tourism"], *of["services"]],
    )
    industry = actions.Terms(150 * BILLION, activity_codes=of["industry"])
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
    deprived = actions.Terms(170 * BILLION, place_codes=list(worst.get_column("code")))
    emigrant = actions.Terms(
        130 * BILLION,
        place_codes=list(leaving.get_column("code")),
        ceiling_per_group_amount=15 * BILLION,
    )
    yield "deprived", "agency", "خط مناطق محروم", "Deprived counties' line", deprived
    yield "emigrant", "managed", "خط مناطق مهاجرفرست", "Emigrant-sending counties' line", emigrant


def _other_lines() -> Iterator[Line]:
    joint = actions.Terms(160 * BILLION, borrower_kinds=["cooperative"])
    shared = actions.Terms(180 * BILLION, max_share=Decimal("0.7"))
    small = actions.Terms(
        90 * BILLION,
        borrower_kinds=["group"],
        ceiling_per_group_amount=8 * BILLION,
        ceiling_per_job_amount=4 * BILLION,
    )
    yield "co-operatives", "bank-b", "خط تعاونی‌ها", "Co-operatives' line", joint
    yield "general", "bank-b", "خط عمومی با سهم بانک", "General line with the bank's share", shared
    yield "small-loans", "managed", "خط وام‌های خرد گروهی", "Small group loans", small


def _quotas(rules: Rulebook) -> list[actions.QuotaRow]:
    return [
        *_county_quotas(rules),
        *_sector_quotas(rules),
        _shared(rules, "cooperatives", "kind:cooperative", "تعاونی‌ها", "Co-operatives"),
        _shared(rules, "women", "tag:women", "زنان", "Women"),
        _shared(rules, "youth", "tag:youth", "جوانان", "Youth"),
        _shared(
            rules, "rural", "tag:small-place", "روستاها و شهرهای کوچک", "Villages and small towns"
        ),
    ]


def _county_quotas(rules: Rulebook) -> list[actions.QuotaRow]:
    """Art. 5: the provincial half of the money by rural unemployed, as floors; a ceiling for each county.

    The rural unemployed are not published by county: rural population × unemployment rate stands for
    them, and the law's other parts (nomads, border, deprived) are left out because no figure was found.
    """
    counties = counties_now()
    weights = (counties["population_rural"] * counties["unemployment"]).to_list()
    money = sum(Agreement.objects.values_list("approved_amount", flat=True))
    half = rules.number("quota.provincial_share")
    ceiling = Decimal(str(rules.number("quota.county.ceiling")))
    names = {place.code: place for place in Place.objects.exclude(code="")}
    rows = []
    for code, weight in zip(counties["code"], weights, strict=True):
        floor = int(money * half * weight / sum(weights)) // BILLION * BILLION
        place = names[code]
        rows += [
            actions.QuotaRow(
                code=f"county-{code}-floor",
                name_fa=f"کف شهرستان {place.name_fa}",
                name_en=f"Floor of {place.name_en} county",
                member_class=f"place:{code}",
                measure="amount",
                floor=Decimal(floor),
                ceiling=None,
                is_relative=False,
                rule="quota.provincial_share",
                source=rules.rule("quota.provincial_share").source,
            ),
            actions.QuotaRow(
                code=f"county-{code}-ceiling",
                name_fa=f"سقف شهرستان {place.name_fa}",
                name_en=f"Ceiling of {place.name_en} county",
                member_class=f"place:{code}",
                measure="amount",
                floor=None,
                ceiling=ceiling,
                is_relative=True,
                rule="quota.county.ceiling",
                source=rules.rule("quota.county.ceiling").source,
            ),
        ]
    return rows


def _sector_quotas(rules: Rulebook) -> list[actions.QuotaRow]:
    rows = []
    for sector, (fa, en) in SECTORS.items():
        rule = rules.rule(f"quota.sector.{sector}")
        share = Decimal(str(rule.value))
        rows.append(
            actions.QuotaRow(
                code=f"sector-{sector}",
                name_fa=fa,
                name_en=en,
                member_class=f"tag:sector-{sector}",
                measure="amount",
                floor=share * SECTOR_LEEWAY[0],
                ceiling=share * SECTOR_LEEWAY[1],
                is_relative=True,
                rule=rule.key,
                source=rule.source,
            )
        )
    return rows


def _shared(rules: Rulebook, name: str, members: str, fa: str, en: str) -> actions.QuotaRow:
    bounds = {
        side: Decimal(str(rules.number(f"quota.{name}.{side}")))
        if f"quota.{name}.{side}" in rules.rules
        else None
        for side in ("floor", "ceiling")
    }
    rule = rules.rule(f"quota.{name}.floor")
    return actions.QuotaRow(
        code=name,
        name_fa=fa,
        name_en=en,
        member_class=members,
        measure="amount",
        **bounds,
        is_relative=True,
        rule=rule.key,
        source=rule.source,
    )

"""Quotas count somebody and demand something; those of the law are set in one go."""

from datetime import date
from decimal import Decimal

import pytest

from kargosha.analysis.rules import UnknownRule
from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import Observation
from kargosha.kernel.errors import NotAllowed, Refused
from kargosha.kernel.models import JournalEntry
from tests.universe import STAGE, People

ON = date(2026, 5, 21)


def quota(member_class: str, floor: str | None = "0.3") -> list[Quota]:
    bound = None if floor is None else Decimal(floor)
    row = actions.QuotaRow(
        "some", "چند", "Some", member_class, "amount", bound, None, True, "quota.x", "law"
    )
    return actions.set_quotas(quotas=[row], by=STAGE)


@pytest.mark.parametrize(
    "member_class",
    ["all", "place:03", "place:0311", "activity:dairy", "kind:group", "tag:women", "tag:youth",
     "tag:small-place", "tag:sector-industry"],
)  # fmt: skip
def test_a_quota_counts_a_class_that_there_is(people: People, member_class: str) -> None:
    assert quota(member_class)[0].member_class == member_class


@pytest.mark.parametrize(
    "member_class",
    ["", "all:0311", "place:", "place:9999", "place:031199999", "activity:alchemy", "activity:general",
     "kind:empire", "tag:wommen", "tag:sector-alchemy", "tag:sector-working_capital", "colour:red"],
)  # fmt: skip
def test_a_quota_on_nobody_is_refused(people: People, member_class: str) -> None:
    with pytest.raises(Refused, match=r"quota_class|unfit .*member_class"):
        quota(member_class)

    assert not Quota.objects.exists()


def test_a_quota_that_demands_nothing_is_refused(people: People) -> None:
    with pytest.raises(Refused, match="quota_of_nothing"):
        quota("all", floor=None)


def test_the_quotas_of_the_law_are_set_at_once_each_with_its_rule(people: People) -> None:
    made = {each.code: each for each in actions.set_legal_quotas(prefix="1405", on=ON, by=STAGE)}

    women = made["1405-women"]
    assert (women.member_class, women.floor, women.rule) == (
        "tag:women",
        Decimal("0.3"),
        "quota.women.floor",
    )
    joint = made["1405-cooperatives"]
    assert (joint.floor, joint.ceiling) == (Decimal("0.1"), Decimal("0.25"))
    farms = made["1405-sector-agriculture"]
    assert (farms.floor, farms.ceiling) == (Decimal("0.225"), Decimal("0.675"))
    assert "1405-sector-working_capital" not in made
    hashtrud = made["1405-county-0311-floor"]
    assert (hashtrud.name_en, hashtrud.member_class) == ("Floor of Hashtrud county", "place:0311")
    assert all(each.is_relative and each.source for each in made.values())
    assert JournalEntry.objects.order_by("-id")[0].detail["codes"] == list(made)


def test_the_floors_of_counties_share_the_half_by_rural_unemployed(people: People) -> None:
    floors = {
        each.member_class: each.floor
        for each in actions.set_legal_quotas(prefix="", on=ON, by=STAGE)
        if each.rule == "quota.provincial_share"
    }
    latest = Observation.objects.latest_values("unemployment_rate", "population_rural")

    def unemployed(code: str) -> float:
        return (latest[code, "unemployment_rate"] or 0) * (latest[code, "population_rural"] or 0)

    assert Decimal("0.4999") < sum(floors.values()) <= Decimal("0.5")  # type: ignore[arg-type]
    assert float(floors["place:0311"]) / float(floors["place:0310"]) == pytest.approx(  # type: ignore[arg-type]
        unemployed("0311") / unemployed("0310"), rel=1e-3
    )


def test_a_county_without_figures_has_a_ceiling_and_no_floor(people: People) -> None:
    Observation.objects.filter(place__code="0311").delete()

    codes = {each.code for each in actions.set_legal_quotas(prefix="", on=ON, by=STAGE)}

    assert "county-0311-ceiling" in codes
    assert "county-0311-floor" not in codes


def test_the_law_is_set_once_and_only_where_it_stands(people: People) -> None:
    actions.set_legal_quotas(prefix="1405", on=ON, by=STAGE)

    with pytest.raises(Refused, match="code_taken"):
        actions.set_legal_quotas(prefix="1405", on=ON, by=STAGE)
    with pytest.raises(Refused, match=r"unfit .*code"):
        actions.set_legal_quotas(prefix="1405 spring", on=ON, by=STAGE)
    with pytest.raises(UnknownRule):
        actions.set_legal_quotas(prefix="1380", on=date(2001, 5, 21), by=STAGE)
    with pytest.raises(NotAllowed):
        actions.set_legal_quotas(prefix="1406", on=ON, by=people.chair)


def test_before_the_rule_book_names_a_share_there_is_no_such_quota(people: People) -> None:
    with pytest.raises(UnknownRule):
        actions.set_legal_quotas(prefix="1402", on=date(2023, 6, 1), by=STAGE)

"""What is asked of migration: flows where they are known, else the proxy with its traps."""

from pathlib import Path

import polars as pl
import pytest

from kargosha.areas.territory import queries
from kargosha.areas.territory.frames.flows import FlowsOfPeriod
from kargosha.areas.territory.frames.proxies import ProxiesOfPeriod, Proxy
from kargosha.areas.territory.models import Observation, Place, Succession
from kargosha.files.jalali import first_day
from kargosha.files.territory import read_mapped, shipped_mappings
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound
from tests.areas.territory.flows import moves

pytestmark = pytest.mark.django_db


def flows_asked(**asked: str) -> FlowsOfPeriod:
    flows = queries.migration_page(by=ANYONE, asked=asked).flows
    assert flows is not None
    return flows


def proxies_asked(**asked: str) -> ProxiesOfPeriod:
    proxies = queries.migration_page(by=ANYONE, asked=asked).proxies
    assert proxies is not None
    return proxies


def proxy_of(slug: str) -> Proxy:
    return next(line for line in proxies_asked().lines if line.place.slug == slug)


def place(slug: str) -> Place:
    return Place.objects.get(slug=slug)


def test_without_flows_the_counts_speak_and_say_that_they_are_a_proxy() -> None:
    page = queries.migration_page(by=ANYONE, asked={})
    lines = proxies_asked().lines

    assert (page.flows, page.levels, page.largest) == (None, [], ())
    assert [line.place.slug for line in lines[:5]] == [
        "hashtrud",
        "khoda-afarin",
        "kaleybar",
        "charuymaq",
        "sarab",
    ]
    assert {line.place.slug for line in lines[-3:]} == {"hurand", "leylan", "torkamanchay"}


def test_a_proxy_has_its_interval_and_says_what_is_sure() -> None:
    hashtrud, bonab, osku, hurand = map(proxy_of, ("hashtrud", "bonab", "osku", "hurand"))

    assert hashtrud.whole is not None
    assert hashtrud.whole.value == pytest.approx(-21.95, abs=0.02)
    assert hashtrud.whole.high - hashtrud.whole.low == pytest.approx(8)
    assert [each.direction for each in (hashtrud, bonab, osku, hurand)] == [
        "loses",
        "unclear",
        "gains",
        "unknown",
    ]
    assert hurand.why == "not_counted"
    assert proxies_asked().tally == [("loses", 10), ("gains", 4), ("unclear", 6), ("unknown", 3)]


def test_what_is_hardly_migration_alone_is_marked() -> None:
    marked = {line.place.slug for line in proxies_asked().lines if line.is_implausible}

    assert marked == {"osku"}


def test_villages_are_told_apart() -> None:
    azarshahr = proxy_of("azarshahr")

    assert azarshahr.whole is not None
    assert azarshahr.rural is not None
    assert azarshahr.whole.value == pytest.approx(-4.7, abs=0.1)
    assert azarshahr.rural.value == pytest.approx(-42.0, abs=0.5)


def test_across_a_border_that_moved_nothing_is_computed() -> None:
    Place.objects.filter(slug="khoda-afarin").update(valid_from=first_day(1393))

    assert [
        (proxy_of(slug).why, proxy_of(slug).whole) for slug in ("kaleybar", "khoda-afarin")
    ] == [("border_moved", None)] * 2


def test_counts_on_the_boundaries_of_one_day_are_compared_all_the_same() -> None:
    Place.objects.filter(slug="khoda-afarin").update(valid_from=first_day(1393))
    counts = Observation.objects.filter(place__slug="kaleybar", indicator__code="population")
    counts.update(boundary_on=first_day(1400))

    assert proxy_of("kaleybar").why == ""


def test_a_successor_counted_for_the_first_time_parts_the_counts() -> None:
    Place.objects.filter(slug="khoda-afarin").update(valid_from=None)
    assert proxy_of("kaleybar").why == ""  # it was counted apart both times
    Observation.objects.filter(
        place__slug="khoda-afarin", indicator__code="population", observed_on=first_day(1390)
    ).delete()

    assert proxy_of("kaleybar").why == "border_moved"
    assert proxy_of("khoda-afarin").why == "not_counted"


def test_a_place_that_ended_says_when_its_shape_changed() -> None:
    Succession.objects.create(
        predecessor=place("sarab"), successor=place("heris"), note="an ended place"
    )
    Place.objects.filter(slug="sarab").update(valid_to=first_day(1380))

    assert proxy_of("sarab").why == ""


def test_the_other_count_is_never_compared() -> None:
    assert [first.isoformat() for first, _ in proxies_asked().periods] == ["2011-03-21"]


def test_an_empty_place_has_no_proxy() -> None:
    Observation.objects.filter(place__slug="sarab", indicator__code="population").update(value=0)

    assert proxy_of("sarab").why == "not_counted"


def test_before_two_counts_of_the_province_there_is_no_proxy() -> None:
    Observation.objects.filter(place__kind="province", indicator__code="population").delete()

    assert queries.migration_page(by=ANYONE, asked={}).proxies is None
    assert queries.migration_of(by=ANYONE, place=place("sarab")).proxy is None


def test_flows_add_up_to_accounts_with_rates_and_the_pull_of_the_largest() -> None:
    moves()

    flows = flows_asked()
    hashtrud = flows.accounts[0]
    assert flows.towards == place("tabriz")
    assert (hashtrud.place.slug, hashtrud.arrivals, hashtrud.departures) == ("hashtrud", 200, 4000)
    assert hashtrud.net_rate == pytest.approx(-3800 / 59_010 / 5 * 1000, rel=0.01)
    assert hashtrud.pull == 0.75
    hurand = next(row for row in flows.accounts if row.place.slug == "hurand")
    assert (hurand.net, hurand.net_rate, hurand.pull) == (-50, None, 1.0)
    assert flows.accounts[-1] == hurand


def test_the_matrix_holds_every_flow_and_elsewhere_last() -> None:
    moves()

    flows = flows_asked()
    largest = queries.migration_page(by=ANYONE, asked={}).largest
    matrix = {origin.slug: cells for origin, cells in flows.matrix}
    columns = [each.slug for each in flows.places]
    assert matrix["hashtrud"][columns.index("tabriz")] == 3_000
    assert matrix["tabriz"][-1] == 9_000
    assert len(flows.known) == len(largest) == 7


def test_the_pull_of_another_place_and_another_period_can_be_asked_for() -> None:
    moves()
    moves((("sarab", "maragheh", 10.0),), (first_day(1395), first_day(1400)))

    latest = flows_asked(towards="maragheh")
    earlier = flows_asked(period="2011-03-21_2016-03-20", towards="maragheh", level="county")
    assert latest.accounts[0].pull == 1.0
    assert [row.pull for row in earlier.accounts if row.place.slug == "hashtrud"] == [0.25]
    assert len(earlier.periods) == 2


def test_flows_of_places_whose_people_nobody_counted_have_no_rate_and_no_pull() -> None:
    moves((("hurand", "leylan", 5.0),))

    flows = flows_asked()
    assert flows.towards is None
    assert [(row.net, row.net_rate, row.pull) for row in flows.accounts] == [
        (-5, None, None),
        (5, None, None),
    ]


def test_a_level_of_too_many_places_shows_no_matrix() -> None:
    towns = [f"town-{number}" for number in range(31)]
    Place.objects.bulk_create(
        Place(slug=slug, kind="city", name_fa=slug, source="test", sort_key=slug) for slug in towns
    )
    moves(tuple((slug, towns[0], 1.0) for slug in towns[1:]))

    assert flows_asked().level == "city"
    assert flows_asked().matrix == ()


def test_a_place_shows_its_account_or_its_proxy() -> None:
    before = queries.migration_of(by=ANYONE, place=place("hashtrud"))
    moves()
    after = queries.migration_of(by=ANYONE, place=place("hashtrud"))
    untouched = queries.migration_of(by=ANYONE, place=place("bonab"))
    province = queries.migration_of(by=ANYONE, place=place("east-azerbaijan"))

    assert before.proxy is not None
    assert before.account is None
    assert after.account is not None
    assert after.proxy is None
    assert [flow.persons for flow in after.left_for] == [3_000, 1_000]
    assert [flow.persons for flow in after.came_from] == [200]
    assert untouched.proxy is not None
    assert (province.account, province.proxy, province.period) == (None, None, None)


def test_the_file_of_proxies_says_what_the_page_says() -> None:
    made = queries.migration_file(by=ANYONE, asked={})
    rows = {row["slug"]: row for row in pl.read_csv(made.content).iter_rows(named=True)}

    assert made.name == "migration-proxy.csv"
    assert rows["hashtrud"]["direction"] == "loses"
    assert rows["osku"]["implausible"] == "yes"
    assert (rows["hurand"]["proxy"], rows["hurand"]["why"]) == (None, "not_counted")


def test_the_file_of_flows_is_what_can_be_imported() -> None:
    moves()

    made = queries.migration_file(by=ANYONE, asked={}, ending="xlsx")
    rows = pl.read_csv(queries.migration_file(by=ANYONE, asked={}).content, infer_schema=False)
    assert made.name == "flows.xlsx"
    assert made.content
    assert rows.columns == [
        "origin_code", "destination_code", "from_on", "to_on", "persons", "source"
    ]  # fmt: skip
    assert rows.row(0)[:2] == ("0303", "elsewhere")


def test_a_file_of_nothing_has_its_header_and_an_unknown_kind_is_not_found() -> None:
    Observation.objects.filter(place__kind="province", indicator__code="population").delete()

    made = queries.migration_file(by=ANYONE, asked={})
    assert pl.read_csv(made.content).height == 0
    with pytest.raises(NotFound):
        queries.migration_file(by=ANYONE, asked={}, ending="pdf")


def test_what_the_page_hands_out_is_read_again_by_the_mapping_that_is_shipped(
    tmp_path: Path,
) -> None:
    moves((("hashtrud", "tabriz", 3_000.0), ("tabriz", None, 9_000.0)))
    file = tmp_path / "flows.csv"
    file.write_bytes(queries.migration_file(by=ANYONE, asked={}).content)

    mapped = read_mapped(file, shipped_mappings()["flows"])

    ends = mapped.frame.select("origin_code", "destination_code", "persons").rows()
    assert sorted(ends) == [("0303", None, 9_000.0), ("0311", "0303", 3_000.0)]

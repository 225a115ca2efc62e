"""The API and the command over places: the same queries, in other shapes."""

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from kargosha.areas.territory.cli.places import counties, places
from kargosha.areas.territory.models import Place

pytestmark = pytest.mark.django_db


def get(address: str) -> dict:  # type: ignore[type-arg]
    return Client().get(address).json()  # type: ignore[no-any-return]


def test_counties_come_with_both_axes_and_their_intervals() -> None:
    work = get("/api/territory/counties")
    people = get("/api/territory/counties?axis=emigration")
    first = work[0]  # type: ignore[index]

    assert first["slug"] == "hashtrud"
    assert first["deprivation"]["rank"] == 1
    assert first["deprivation"]["rank_low"] <= 1 <= first["deprivation"]["rank_high"]
    assert [each["slug"] for each in work] != [each["slug"] for each in people]  # type: ignore[index]
    assert work[-1]["deprivation"]["rank"] is None  # type: ignore[index]


def test_places_are_found_by_every_spelling_and_what_sounds_alike_is_offered() -> None:
    found = get("/api/territory/places?search=عجبشير")
    missed = get("/api/territory/places?search=hashtrood")

    assert [place["slug"] for place in found["places"]] == ["ajab-shir"]
    assert (found["count"], found["pages"], found["page"]) == (1, 1, 1)
    assert found["places"][0]["parent"] == "east-azerbaijan"
    assert missed["places"] == []
    assert missed["alike"][0] == "hashtrud"


def test_a_place_comes_with_its_chain_its_kin_and_its_figures() -> None:
    ahar = get("/api/territory/places/ahar")
    new = get("/api/territory/places/torkamanchay")

    assert ahar["above"] == ["east-azerbaijan"]
    assert ahar["successors"] == ["hurand"]
    assert {seen["indicator"] for seen in ahar["observations"]} >= {
        "population",
        "unemployment_rate",
    }
    assert (new["predecessors"], new["valid_from"], new["code"]) == (["mianeh"], "2024-04-21", "")
    assert "population" in new["unobserved"]
    assert Client().get("/api/territory/places/atlantis").status_code == 404


def test_an_estimate_that_there_is_not_is_empty() -> None:
    province = get("/api/territory/places/east-azerbaijan")

    assert (province["deprivation"], province["emigration"]) == (None, None)


def test_the_command_lists_counties_with_their_intervals() -> None:
    head, first, *rest = run(counties).output.splitlines()
    by_people = run(counties, "--axis", "emigration").output.splitlines()

    assert head.startswith("code\tname")
    assert first.split("\t")[:3] == ["0311", "Hashtrud", "24.11"]
    assert first.split("\t")[4].startswith("1 (1-")
    assert rest[-1].endswith("unknown\tunknown")
    assert by_people[2] != rest[0]


def test_the_command_finds_places_and_asks_what_was_meant() -> None:
    found = run(places, "--search", "هشترود", "--kind", "county")
    missed = run(places, "--search", "hashtrood")
    Place.objects.filter(slug="hashtrud").update(parent=None)

    assert found.output.split("\t")[:3] == ["0311", "hashtrud", "county"]
    assert "did you mean hashtrud" in missed.output
    assert "nothing found" in missed.output
    assert run(places, "--search", "هشترود").exit_code == 0


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)  # type: ignore[arg-type]

"""The indices through their doors: pages, JSON and commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from kargosha.areas.territory.cli import command
from kargosha.areas.territory.models import IndexVersion
from kargosha.files.index import mapping_of, method_text, shipped_methods
from kargosha.kernel.models import User
from tests import universe

ENGLISH = {"accept-language": "en"}
METHOD = shipped_methods()["deprivation"]


@pytest.fixture
def people(own_database: str, settings: Any) -> universe.People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


def client_of(username: str) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.django_db
def test_anyone_reads_the_indices_their_versions_and_rankings() -> None:
    stranger = Client(headers=ENGLISH)

    listed = stranger.get("/territory/indices/").content.decode()
    ranked = stranger.get("/territory/indices/deprivation/1/", {"place": "tabriz"}).content.decode()

    assert "as it came with the programme" in listed
    assert "In 90 % of these trials" in ranked
    assert "between rank" in ranked
    assert "unknown: no figures of its own" in ranked
    assert stranger.get("/territory/indices/deprivation/9/").status_code == 404
    for kind in ("csv", "xlsx", "zip"):
        answer = stranger.get(f"/territory/indices/deprivation/1.{kind}")
        assert answer["content-disposition"].endswith(f'"deprivation-1.{kind}"')
    assert stranger.get("/territory/indices/deprivation/1.pdf").status_code == 404


@pytest.mark.django_db
def test_the_workshop_answers_to_a_pull_with_an_address_that_shows_the_same() -> None:
    asked = {"weight-illiteracy_rate": "0.25", "pull-illiteracy_rate": "0.75", "unknown": "middle"}
    headers = {"HX-Request": "true", "HX-Trigger-Name": "pull-illiteracy_rate"}

    answer = Client(headers=ENGLISH).get("/territory/workshop/deprivation/", asked, headers=headers)

    address = answer["HX-Push-Url"]
    assert "weight-illiteracy_rate=0.75" in address
    assert "pull-" not in address
    again = Client(headers=ENGLISH).get(address).content.decode()
    assert 'name="weight-illiteracy_rate" value="0.75"' in again
    assert "places move" in again


@pytest.mark.django_db
def test_the_workshop_says_what_cannot_be_computed() -> None:
    asked = {f"weight-{code}": "0" for code in METHOD.indicators}

    page = Client(headers=ENGLISH).get("/territory/workshop/deprivation/", asked).content.decode()

    assert 'class="errors"' in page
    assert "Published rank" not in page


def test_a_form_that_is_not_whole_or_not_sound_publishes_nothing(people: universe.People) -> None:
    analyst, address = client_of("analyst"), "/territory/indices/deprivation/versions/"
    whole = {"level": "county", "after": "1", "note": "why"}
    weightless = {f"weight-{code}": "0" for code in METHOD.indicators}

    answers = [
        analyst.post(address, whole | {"after": "x"}),
        analyst.post(address, whole | weightless),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all('role="alert"' in answer.content.decode() for answer in answers)
    assert IndexVersion.objects.count() == 2


def test_a_version_goes_through_the_json_door(people: universe.People) -> None:
    address = "/api/territory/indices/deprivation/versions"
    body = {"method": mapping_of(METHOD) | {"normalisation": "z"}, "note": "why", "after": 1}

    def post(username: str) -> Any:
        return client_of(username).post(address, json.dumps(body), content_type="application/json")

    made, late = post("analyst"), post("analyst")

    assert (made.status_code, made.json()["number"]) == (201, 2)
    assert [change["code"] for change in made.json()["changes"]] == ["index_change.normalisation.z"]
    assert late.status_code == 409
    assert post("officer").status_code == 403
    stranger = Client()
    listed = {each["code"]: each for each in stranger.get("/api/territory/indices").json()}
    assert [each["number"] for each in listed["deprivation"]["versions"]] == [2, 1]
    version = stranger.get(f"{address}/2").json()
    assert (version["ranked_count"], version["unknown_count"]) == (20, 3)
    assert version["method"]["normalisation"] == "z"
    assert version["published_by"] == "programme"
    assert version["sources"][0]["known_count"] == 20
    places = stranger.get(f"{address}/2/places?limit=1").json()
    assert (places["count"], places["items"][0]["rank"]) == (23, 1)
    assert places["items"][0]["rank_low"] <= 1 <= places["items"][0]["rank_high"]


def test_a_version_is_published_by_command(people: universe.People, tmp_path: Path) -> None:
    file = tmp_path / "method.yaml"
    file.write_text(method_text(METHOD), encoding="utf-8")
    line = ["index", "publish", "deprivation", "--method", str(file), "--note", "by command"]

    made = CliRunner().invoke(command, [*line, "--as", "analyst"])
    listed = CliRunner().invoke(command, ["index", "list"])

    assert (made.exit_code, made.output) == (0, "deprivation\t2\n")
    assert "by command" in listed.output.splitlines()[0]

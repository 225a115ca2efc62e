"""The pages and the API of imports: each does what the actions do, in words."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import ColumnMapping, Observation
from kargosha.kernel.models import User
from kargosha.portal import worker
from tests import universe
from tests.areas.territory.imports import (
    FIGURES_HEADER,
    PLACES_HEADER,
    checked,
    handed_in,
    save_mappings,
    table,
    taken_in,
)
from tests.universe import People

MOST_QUERIES = 15

GOOD = table(FIGURES_HEADER, "0311,population,1398,5")
HALF_GOOD = table(FIGURES_HEADER, "0311,population,1398,5", "0399,population,1398,6")


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = universe.people()
    save_mappings(found)
    return found


@pytest.fixture
def analyst(people: People) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="analyst"))
    return client


def upload(name: str, content: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_goes_from_the_form_to_its_result(analyst: Client, people: People) -> None:
    columns = analyst.post("/territory/imports/new/", upload("f.csv", HALF_GOOD), follow=True)
    assert "Check by this one" in columns.content.decode()
    address = columns.redirect_chain[-1][0]
    waiting = analyst.post(address, {"mapping": "test-figures"}, follow=True)
    assert "The file is being checked" in waiting.content.decode()
    assert "Look again" in waiting.content.decode()

    worker.work_off("territory.check_import")
    address = waiting.redirect_chain[-1][0]
    page = analyst.get(address).content.decode()
    assert "no place of code 0399 is known" in page
    assert "Take in the 1 good rows, leave out 1" in page
    bad = analyst.get(f"{address}bad-rows.csv")
    assert "0399,population" in bad.content.decode("utf-8-sig")
    assert "bad-rows-f.csv" in bad["Content-Disposition"]

    ordered = analyst.post(f"{address}application/", {"skip_bad": "yes"}, follow=True)
    assert "The file is being taken in" in ordered.content.decode()
    worker.work_off("territory.apply_import")
    assert "What it changed" in analyst.get(address).content.decode()
    assert "Taken in" in analyst.get("/territory/imports/").content.decode()


def test_the_pages_speak_persian(analyst: Client, people: People) -> None:
    key = checked(people, HALF_GOOD, "test-figures").source.pk
    analyst.cookies["django_language"] = "fa"
    for address in ("/territory/imports/", "/territory/imports/new/", f"/territory/imports/{key}/"):
        answer = analyst.get(address, headers={"accept-language": "fa"})
        assert answer.status_code == 200
        assert 'dir="rtl"' in answer.content.decode()
    assert "مکانی با کد 0399 شناخته نیست" in answer.content.decode()


def test_kinds_of_places_are_said_in_the_readers_language(analyst: Client, people: People) -> None:
    rows = ("031101,village,مرکزی,0311,,", "0311010002,city,ت,0311,,")
    key = checked(people, table(PLACES_HEADER, *rows), "test-places").source.pk

    english = analyst.get(f"/territory/imports/{key}/").content.decode()
    persian = analyst.get(f"/territory/imports/{key}/", headers={"accept-language": "fa"})

    assert "a code of village has 16 digits" in english
    assert "a town does not lie in a county" in english
    assert "روستا" in persian.content.decode()
    assert "village" not in persian.content.decode()


def test_each_page_asks_the_database_little(analyst: Client, people: People) -> None:
    key = checked(people, HALF_GOOD, "test-figures").source.pk
    for number in range(3):
        handed_in(people, f"{number}.csv", GOOD, "test-figures")
    for address in ("", "new/", f"{key}/"):
        with CaptureQueriesContext(connection) as asked:
            assert analyst.get(f"/territory/imports/{address}").status_code == 200
        assert len(asked) <= MOST_QUERIES, address


def test_a_file_that_no_mapping_fits_gets_one(analyst: Client, people: People) -> None:
    content = table("شهر,شاخص,سال,مقدار", "0311,population,1398,5")
    columns = analyst.post("/territory/imports/new/", upload("f.csv", content), follow=True)
    assert "No saved mapping finds all its columns" in columns.content.decode()
    address = f"{columns.redirect_chain[-1][0]}observations/"
    assert "Our column" in analyst.get(address).content.decode()
    chosen = {
        "name": "by-hand",
        "title_fa": "دستی",
        "title_en": "By hand",
        "column_place_code": "شهر",
        "column_indicator": "شاخص",
        "column_observed_on": "سال",
        "column_value": "مقدار",
        "constant_source": "somebody",
    }

    wrong = analyst.post(address, chosen | {"column_value": ""})
    assert wrong.status_code == 422
    assert "nothing gives this column" in wrong.content.decode()
    assert analyst.post(address, chosen | {"name": ""}).status_code == 422

    waiting = analyst.post(address, chosen, follow=True)
    assert "being checked" in waiting.content.decode()
    worker.work_off("territory.check_import")
    assert "Take in all 1 rows" in analyst.get(waiting.redirect_chain[-1][0]).content.decode()


def test_a_file_with_a_column_for_each_figure_gets_a_mapping(
    analyst: Client, people: People
) -> None:
    content = table("code,people 1395,people 1398", "0311,7,8")
    columns = analyst.post("/territory/imports/new/", upload("f.csv", content), follow=True)
    chosen = {
        "name": "wide",
        "title_fa": "پهن",
        "title_en": "Wide",
        "column_place_code": "code",
        "constant_source": "somebody",
        "indicator_1": "population",
        "period_1": "1395",
        "indicator_2": "population",
        "period_2": "1398",
    }

    analyst.post(f"{columns.redirect_chain[-1][0]}observations/", chosen, follow=True)

    saved = ColumnMapping.objects.get(name="wide")
    assert [each["period"] for each in saved.definition["series"]] == ["1395", "1398"]
    assert analyst.get(f"{columns.redirect_chain[-1][0]}boundaries/").status_code == 200
    assert analyst.get(f"{columns.redirect_chain[-1][0]}moons/").status_code == 404


def test_a_file_that_a_page_cannot_take_is_refused_in_words(
    analyst: Client, people: People
) -> None:
    large = analyst.post("/territory/imports/new/", upload("f.csv", bytes(50_000_001)))
    assert large.status_code == 422
    assert "kargosha territory import FILE --mapping NAME" in large.content.decode()
    assert analyst.post("/territory/imports/new/", {}).status_code == 422
    unreadable = analyst.post("/territory/imports/new/", upload("f.docx", b"x"), follow=True)
    assert unreadable.status_code == 422
    assert "files of this kind are not read" in unreadable.content.decode()


def test_a_file_of_which_nothing_is_good_offers_no_button(analyst: Client, people: People) -> None:
    key = checked(people, b"PK\x03\x04 whatever", "test-figures", "x.csv").source.pk

    page = analyst.get(f"/territory/imports/{key}/").content.decode()

    assert "No row can be taken in" in page
    assert "application/" not in page


def test_what_changed_nothing_is_said_so(analyst: Client, people: People) -> None:
    taken_in(people, GOOD, "test-figures")
    key = taken_in(people, GOOD, "test-figures").source.pk

    assert "Nothing changed" in analyst.get(f"/territory/imports/{key}/").content.decode()


def test_an_analyst_alone_sees_imports(people: People) -> None:
    key = handed_in(people, "f.csv", GOOD, "test-figures").pk
    for username in ("chair", "county", "auditor"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        for part in ("", "new/", f"{key}/", f"{key}/bad-rows.csv"):
            assert client.get(f"/territory/imports/{part}").status_code == 403


def test_a_file_goes_through_the_json_door(analyst: Client, people: People) -> None:
    sent = {**upload("f.csv", HALF_GOOD), "mapping": "test-figures"}
    made = analyst.post("/api/territory/imports", sent)
    assert (made.status_code, made.json()["state"]) == (201, "checking")
    address = f"/api/territory/imports/{made.json()['id']}"
    worker.work_off("territory.check_import")

    found = analyst.get(address).json()
    assert (found["rows"], found["good"], found["fault_count"]) == (2, 1, 1)
    assert found["faults"][0]["row"] == 3
    refused = analyst.post(f"{address}/application", {}, content_type="application/json")
    assert refused.status_code == 422
    ordered = analyst.post(
        f"{address}/application", {"skip_bad": True}, content_type="application/json"
    )
    assert (ordered.status_code, ordered.json()["state"]) == (202, "applying")
    worker.work_off("territory.apply_import")

    assert analyst.get(address).json()["counts"]["new"] == 1
    assert Observation.objects.filter(place__code="0311", source="test").count() == 1
    assert analyst.post("/api/territory/imports", {"mapping": "x"}).status_code == 422
    assert queries.import_page(by=people.analyst, import_id=made.json()["id"]).state == "applied"

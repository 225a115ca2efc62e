"""The doors of lists of groups: pages, API and command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargosha.areas.registry.cli import command
from kargosha.areas.registry.models import Group, RosterImport
from kargosha.kernel.models import User
from tests.areas.registry.rosters import as_csv, group
from tests.universe import People

ROSTERS = "/registry/rosters/"
MOST_QUERIES = 15


def client(username: str, language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(User.objects.get(username=username))
    return made


def file(*groups: list[dict[str, object]]) -> SimpleUploadedFile:
    rows = [row for each in groups for row in each]
    return SimpleUploadedFile("list.csv", as_csv(rows), "text/csv")


def faulty() -> list[dict[str, object]]:
    rows = group("g2", 11)
    rows[1] |= {"mobile": "0411222", "role": "سرگروه"}
    return rows


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], catch_exceptions=False)


def test_the_list_of_lists_teaches_while_it_is_empty(people: People) -> None:
    assert "No list has been handed in yet" in client("county").get(ROSTERS).content.decode()
    assert client("nobody").get(ROSTERS).status_code == 403
    assert client("auditor").get(f"{ROSTERS}new/").status_code == 403


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_list_is_handed_in_looked_at_and_taken_in(people: People, language: str) -> None:
    at_desk = client("county", language)

    handed = at_desk.post(f"{ROSTERS}new/", {"file": file(group(), faulty())})
    page = f"{ROSTERS}{RosterImport.objects.get().pk}/"
    seen = at_desk.get(page).content.decode()
    refused = at_desk.post(f"{page}application/", {"skip_bad": "no"})
    taken = at_desk.post(f"{page}application/", {"skip_bad": "yes"})
    after = at_desk.get(page).content.decode()

    assert handed.url == page  # type: ignore[attr-defined]
    assert "0411222" not in seen
    assert {"fa": "سمت سرگروه", "en": "the role head"}[language] in seen
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Group.objects.get().code == "g1"
    assert {"fa": "گروه‌های تازه", "en": "New groups"}[language] in after
    rows = at_desk.get(f"{page}bad-rows.csv")
    assert "0411222" in rows.content.decode("utf-8-sig")
    assert client("auditor").get(page).status_code == 200
    assert client("auditor").get(f"{page}bad-rows.csv").status_code == 404
    assert "list.csv" in at_desk.get(ROSTERS).content.decode()


def test_what_is_no_list_is_refused_in_words(people: People) -> None:
    at_desk = client("county")

    assert at_desk.post(f"{ROSTERS}new/", {"x": "1"}).status_code == 422
    empty = SimpleUploadedFile("list.csv", b"", "text/csv")
    assert at_desk.post(f"{ROSTERS}new/", {"file": empty}).status_code == 422
    strange = SimpleUploadedFile("list.csv", b"a,b\n1,2", "text/csv")
    page = at_desk.post(f"{ROSTERS}new/", {"file": strange}, follow=True).content.decode()
    assert "Cannot be read" in page
    assert "No group of this list can be taken in" in page
    assert "Group code" in page


def test_the_template_comes_in_the_readers_language(people: People) -> None:
    persian = client("county", "fa").get(f"{ROSTERS}template.csv").content.decode("utf-8-sig")

    assert persian.startswith("کد گروه,")
    assert client("county").get(f"{ROSTERS}template.xlsx").content[:2] == b"PK"
    assert client("county").get(f"{ROSTERS}template.pdf").status_code == 404


def test_the_pages_ask_little_of_the_database(
    people: People, django_assert_max_num_queries: object
) -> None:
    at_desk = client("county")
    for _ in range(3):
        at_desk.post(f"{ROSTERS}new/", {"file": file(group(), faulty())})

    for page in (ROSTERS, f"{ROSTERS}{RosterImport.objects.all()[0].pk}/"):
        with django_assert_max_num_queries(MOST_QUERIES):  # type: ignore[operator]
            assert at_desk.get(page).status_code == 200


def test_the_operations_do_what_the_pages_do(people: People) -> None:
    api = client("county")

    made = api.post("/api/registry/rosters", {"file": file(group(), faulty())})
    url = f"/api/registry/rosters/{made.json()['id']}"
    refused = api.post(f"{url}/application", {}, content_type="application/json")
    done = api.post(f"{url}/application", {"skip_bad": True}, content_type="application/json")

    assert made.status_code == 201
    assert [fault["code"] for fault in made.json()["faults"]] == [
        "fault.role_twice",
        "fault.mobile_wrong",
    ]
    assert refused.status_code == 422
    assert (done.status_code, done.json()["counts"]["groups"]) == (201, 1)
    assert api.get(url).json()["state"] == "imported"
    assert [each["good"] for each in api.get("/api/registry/rosters").json()["items"]] == [3]


def test_the_command_takes_a_list_in(people: People, tmp_path: Path) -> None:
    path, bad = tmp_path / "list.csv", tmp_path / "bad.csv"
    path.write_bytes(as_csv([*group(), *faulty()]))
    as_county = ("--as", "county", "--language", "en")

    dry = run("import", str(path), "--dry-run", "--bad-rows", str(bad), *as_county)
    strict = run("import", str(path), *as_county)
    done = run("import", str(path), "--skip-bad", *as_county)

    assert (dry.exit_code, strict.exit_code, done.exit_code) == (2, 2, 0)
    assert "list.csv, row 6, column mobile" in dry.output
    assert not bad.read_bytes().startswith(b"row")
    assert "3 of 6 rows could be taken in" in dry.output
    assert "Taken in: 1 groups, 3 people" in done.output
    path.write_bytes(as_csv(group()))
    assert run("import", str(path), "--dry-run", *as_county).exit_code == 0
    assert "Nothing changed" in run("import", str(path), *as_county).output


def test_the_command_says_what_is_no_list(people: People, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n1,2")

    missing = run("import", str(tmp_path / "none.csv"), "--as", "county", "--language", "en")
    strange = run("import", str(path), "--as", "county", "--language", "fa")

    assert (missing.exit_code, strange.exit_code) == (2, 2)
    assert "کد گروه" in strange.output


def test_the_command_writes_a_template(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"

    done = run("template", "--out", str(path), "--language", "en")
    other = run("template", "--out", str(tmp_path / "t.pdf"))

    assert (done.exit_code, other.exit_code) == (0, 2)
    assert "MADE-UP EXAMPLE" in path.read_text(encoding="utf-8-sig")


def test_notes_are_shown_by_page_and_command(people: People, tmp_path: Path) -> None:
    rows = group()
    rows[0]["role"] = ""
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv(rows))
    at_desk = client("county")

    page = at_desk.post(f"{ROSTERS}new/", {"file": file(rows)}, follow=True).content.decode()
    told = run("import", str(path), "--dry-run", "--as", "county", "--language", "en").output

    assert "groups have nobody as head" in page
    assert "groups have nobody as head" in told

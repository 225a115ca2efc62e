"""The rule book through its three doors: page, API and command."""

import json

import pytest
from django.test import Client

from kargosha.kernel.models import RuleVersion, User
from kargosha.kernel.rulebook import rulebook_on
from tests import universe

CHANGE = {
    "key": "household.weight",
    "value": "0.3",
    "valid_from": "2030-01-01",
    "source": "committee of 1408",
}


def client_of(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def people(db: None) -> universe.People:
    return universe.people()


@pytest.mark.usefixtures("people")
def test_a_rule_is_proposed_and_approved_on_the_page() -> None:
    proposed = client_of("officer").post("/office/rules/", CHANGE | {"valid_from": "۱۴۰۸/۱۰/۱۲"})
    version = RuleVersion.objects.get()
    approved = client_of("chair").post(f"/office/rules/versions/{version.pk}/approval/")

    assert (proposed.status_code, approved.status_code) == (302, 302)
    assert rulebook_on(version.valid_from).number("household.weight") == 0.3
    assert version.valid_from.isoformat() == "2030-01-01"


@pytest.mark.usefixtures("people")
def test_a_rule_is_proposed_and_approved_through_the_api() -> None:
    def post(username: str, address: str, body: object) -> tuple[int, dict[str, object]]:
        answer = client_of(username).post(address, json.dumps(body), "application/json")
        return answer.status_code, answer.json()

    status, version = post("officer", "/api/office/rules/versions", CHANGE | {"value": 0.3})
    own = post("officer", f"/api/office/rules/versions/{version['id']}/approval", {})
    other = post("chair", f"/api/office/rules/versions/{version['id']}/approval", {})

    assert (status, own[0], other[0]) == (201, 403, 201)
    assert other[1]["is_approved"] is True
    assert {"key": "household.weight"}.items() <= next(
        each
        for each in Client().get("/api/office/rules").json()
        if each["key"] == "household.weight"
    ).items()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("value", "low", "status"),
    [("۰٫۳", "۰٫۲۵", 302), ("0.3", "", 302), ("NaN", "", 422), ("0.3", "nan", 422)],
)
def test_a_number_is_typed_with_digits_of_either_kind(value: str, low: str, status: int) -> None:
    typed = CHANGE | {"value": value, "low": low, "high": low and "۰٫۵"}

    answer = client_of("officer").post("/office/rules/", typed)

    assert answer.status_code == status
    assert [each.value for each in RuleVersion.objects.all()] == [0.3] * (status == 302)


@pytest.mark.usefixtures("people")
def test_a_form_that_cannot_be_read_comes_back_with_its_sentence() -> None:
    answer = client_of("officer").post("/office/rules/", CHANGE | {"valid_from": "soon"})

    assert answer.status_code == 422
    assert "Write the day as 1405/09/02" in answer.content.decode()
    assert not RuleVersion.objects.exists()


@pytest.mark.usefixtures("people")
def test_the_language_is_kept_and_leads_nowhere_else() -> None:
    client = Client()
    answer = client.post(
        "/account/language/", {"language": "en", "next": "https://elsewhere.test/"}
    )

    assert answer["location"] == "/"
    assert 'lang="en"' in client.get("/territory/").content.decode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("password", "status"), [(universe.PASSWORD, 302), ("wrong", 200)])
def test_one_signs_in_with_the_right_password_only(password: str, status: int) -> None:
    client = Client()
    answer = client.post("/account/sign-in/", {"username": "officer", "password": password})

    assert answer.status_code == status
    assert ("_auth_user_id" in client.session) == (status == 302)


@pytest.mark.usefixtures("people")
def test_nobody_learns_which_names_exist() -> None:
    ghost = Client().post("/account/sign-in/", {"username": "ghost", "password": "x"})
    known = Client().post("/account/sign-in/", {"username": "officer", "password": "x"})

    def told(answer: object) -> list[str]:
        return list(answer.context["form"].non_field_errors())  # type: ignore[attr-defined]

    assert told(ghost) == told(known) != []


@pytest.mark.usefixtures("people")
def test_anyone_reads_the_rules_in_force_and_only_the_office_what_is_proposed() -> None:
    client_of("officer").post("/office/rules/", CHANGE)
    stranger = Client(headers={"accept-language": "en"}).get("/office/rules/")
    page = stranger.content.decode()
    officer = client_of("officer").get("/office/rules/").content.decode()

    assert stranger.status_code == 200
    assert 'id="privacy.smallest_cell"' in page
    assert "fewest proposals that must stand behind" in page
    assert "to be confirmed" in page
    assert CHANGE["source"] in officer
    assert CHANGE["source"] not in page
    assert "Propose a change" in officer
    assert "Propose a change" not in page


@pytest.mark.usefixtures("people")
def test_a_stranger_proposes_no_rule() -> None:
    assert Client().post("/office/rules/", CHANGE).status_code == 403
    assert not RuleVersion.objects.exists()

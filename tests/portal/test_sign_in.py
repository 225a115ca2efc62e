"""The page of signing in, with its two ways: a code to the mobile, or name and password."""

import re
from typing import Any

import pytest
from django.test import Client

from kargosha.kernel import actions
from kargosha.kernel.messages import worded
from kargosha.kernel.models import Message, User
from tests import universe
from tests.universe import PASSWORD, STAGE, People

MOBILE = "09141112233"
SIGN_IN, CODE, ENTRY = "/account/sign-in/", "/account/code/", "/account/code/entry/"


@pytest.fixture
def people(db: None, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


@pytest.fixture
def member(people: People) -> User:
    names = actions.Names("مریم نمونه", "Maryam Example")
    return actions.register_group_user(names=names, mobile=MOBILE, by=STAGE)


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def code_of_last_message() -> str:
    found = re.search(r"\b\d{6}\b", worded(Message.objects.order_by("-id")[0]))
    assert found
    return found.group()


def test_one_page_offers_both_ways_the_code_first(people: People, client: Client) -> None:
    page = client.get(SIGN_IN).content.decode()

    assert page.index("Members of groups") < page.index("Officers of the programme")
    assert 'autocomplete="tel"' in page
    assert 'autocomplete="current-password"' in page


def test_a_member_signs_in_by_a_code_without_scripts(member: User, client: Client) -> None:
    asked = client.post(CODE, {"mobile": "۰۹۱۴ ۱۱۱ ۲۲۳۳", "next": ""})
    page = asked.content.decode()
    entered = client.post(ENTRY, {"mobile": MOBILE, "code": code_of_last_message()})

    assert asked.status_code == 200
    assert 'autocomplete="one-time-code"' in page
    assert f'value="{MOBILE}"' in page
    assert entered.status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)
    assert 0 < client.session.get_expiry_age() <= 12 * 3600


def test_the_answer_is_the_same_for_a_mobile_that_nobody_has(member: User) -> None:
    def page(mobile: str) -> str:
        answer = Client(headers={"accept-language": "en"}).post(CODE, {"mobile": mobile})
        assert answer.status_code == 200
        text = answer.content.decode().replace(mobile, "number")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert page(MOBILE) == page("09149999999")
    assert Message.objects.count() == 1


def test_a_wrong_code_is_told_and_the_next_try_is_at_hand(member: User, client: Client) -> None:
    client.post(CODE, {"mobile": MOBILE})
    right = code_of_last_message()
    wrong = client.post(ENTRY, {"mobile": MOBILE, "code": f"{(int(right) + 1) % 10**6:06}"})

    assert wrong.status_code == 422
    assert "not right" in wrong.content.decode()
    assert "Send another code" in wrong.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(ENTRY, {"mobile": MOBILE, "code": right}).status_code == 302


def test_what_is_no_mobile_is_told_at_once(people: People, client: Client) -> None:
    answer = client.post(CODE, {"mobile": "12"})

    assert answer.status_code == 422
    assert "eleven digits" in answer.content.decode()


@pytest.mark.parametrize("address", [CODE, ENTRY])
def test_a_page_that_is_loaded_anew_begins_anew(db: None, client: Client, address: str) -> None:
    assert client.get(address)["location"] == SIGN_IN


def test_a_form_without_a_code_comes_back(people: People, client: Client) -> None:
    assert client.post(ENTRY, {"mobile": MOBILE, "code": ""}).status_code == 422


def test_one_goes_on_to_the_page_that_was_asked_for_and_to_no_other_site(
    member: User, client: Client
) -> None:
    def lands(next_: str) -> str:
        client.post(CODE, {"mobile": MOBILE})
        entry = {"mobile": MOBILE, "code": code_of_last_message(), "next": next_}
        return str(client.post(ENTRY, entry)["location"])

    assert lands("/applications/calls/") == "/applications/calls/"
    assert lands("https://elsewhere.test/") == "/registry/my/"


@pytest.mark.parametrize(
    ("username", "page"),
    [("officer", "/desk/"), ("admin", "/office/users/"), ("nobody", "/")],
)
def test_everyone_comes_to_the_first_page_of_the_own_menu(
    people: People, client: Client, username: str, page: str
) -> None:
    answer = client.post(SIGN_IN, {"username": username, "password": PASSWORD})

    assert answer["location"] == page
    assert client.get(SIGN_IN)["location"] == page


def test_the_rehearsal_says_where_the_code_is(member: User, client: Client, settings: Any) -> None:
    settings.MESSENGER = "file"
    before = client.post(CODE, {"mobile": MOBILE}).content.decode()
    actions.begin_instance(purpose="rehearsal", by=STAGE)
    after = client.post(CODE, {"mobile": MOBILE}).content.decode()

    assert "Rehearsal: no message goes to a phone" not in before
    assert "Rehearsal: no message goes to a phone" in after
    assert str(settings.MESSAGES) in after


def test_after_too_many_wrong_passwords_the_right_one_does_not_help(
    people: People, client: Client
) -> None:
    answers = {
        client.post(SIGN_IN, {"username": "officer", "password": "wrong"}).status_code
        for _ in range(11)
    }
    right = client.post(SIGN_IN, {"username": "officer", "password": PASSWORD})

    assert answers == {right.status_code} == {200}
    assert "_auth_user_id" not in client.session


def test_one_changes_the_own_password_and_stays_signed_in(people: People, client: Client) -> None:
    client.force_login(User.objects.get(username="officer"))
    new = "another horse battery"
    typed = {"old": PASSWORD, "new": new, "again": new}

    differs = client.post("/account/password/", typed | {"again": "x"})
    wrong = client.post("/account/password/", typed | {"old": "x"})
    done = client.post("/account/password/", typed)

    assert (differs.status_code, wrong.status_code, done.status_code) == (422, 422, 302)
    assert "present password is not right" in wrong.content.decode()
    assert client.get("/account/password/").status_code == 200
    assert User.objects.get(username="officer").check_password(new)


def test_one_changes_the_own_password_through_the_api(people: People) -> None:
    client = Client()
    client.force_login(User.objects.get(username="officer"))
    body = {"old": PASSWORD, "new": "another horse battery"}

    first = client.post("/api/account/password", body, "application/json")
    again = client.post("/api/account/password", body, "application/json")
    stranger = Client().post("/api/account/password", body, "application/json")

    assert (first.status_code, stranger.status_code) == (204, 403)
    assert again.status_code in {403, 422}


def test_a_member_has_no_password_to_change(member: User, client: Client) -> None:
    client.force_login(member, "kargosha.portal.signing_in.ByCode")

    page = client.get("/account/password/").content.decode()

    assert "have no password" in page
    assert 'name="old"' not in page


def test_a_closed_account_is_out_at_the_next_page(people: People, client: Client) -> None:
    client.force_login(User.objects.get(username="officer"))
    assert client.get("/desk/").status_code == 200

    actions.close_account(username="officer", by=people.admin)

    assert client.get("/desk/").status_code == 403

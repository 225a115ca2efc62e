"""Each role has its menu; every line of it leads somewhere."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kargosha.kernel.access import ANYONE, Actor, grants_of
from kargosha.kernel.models import User
from kargosha.kernel.roles import ROLES
from kargosha.portal.menus import ENTRIES, MENUS, home, menu
from tests import universe


def reader(*roles: str) -> Actor:
    return Actor("user:1", 1, 1, grants_of([(role, "") for role in roles]), roles)


def titles(actor: Actor) -> list[str]:
    return [line.address for line in menu(actor)]


@pytest.mark.parametrize("code", ENTRIES)
def test_every_line_of_a_menu_leads_somewhere(code: str) -> None:
    assert reverse(ENTRIES[code].page)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_menu_of_pages_that_it_may_see(role: str) -> None:
    lines = menu(reader(role))

    assert len(lines) == len(MENUS[role])
    assert home(reader(role)) == lines[0].address


def test_menus_name_roles_and_entries_that_exist() -> None:
    assert MENUS.keys() == ROLES.keys()
    assert {code for codes in MENUS.values() for code in codes} <= ENTRIES.keys()


def test_the_flow_is_the_menu_of_the_programme_office_only() -> None:
    flow = ["/desk/", "/territory/", "/funding/", "/registry/"]

    assert titles(reader("programme_officer"))[:4] == flow
    assert not set(flow) & set(titles(reader("group_member")))
    assert titles(reader("finance_officer"))[:2] == ["/desk/", "/funding/"]
    assert "/funding/" not in titles(reader("county_officer"))


def test_who_holds_two_roles_sees_both_menus_in_one_order() -> None:
    both = titles(reader("secretary", "analyst"))

    assert set(both) == {*titles(reader("secretary")), *titles(reader("analyst"))}
    assert both[0] == "/desk/"
    assert len(both) == len(set(both))


def test_a_stranger_and_one_without_a_role_see_what_is_public() -> None:
    assert titles(ANYONE) == titles(reader())
    assert titles(ANYONE)[0] == "/"
    assert "/desk/" not in titles(ANYONE)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("desk:desk", "/desk/"),
        ("office:rules", "/office/rules/"),
        ("office:user", "/office/users/"),
        ("allocation:case", "/allocation/runs/"),
        ("applications:call", "/applications/calls/"),
        ("account:sign-in", None),
        ("", None),
    ],
)
def test_the_line_of_the_current_page_is_marked(page: str, address: str | None) -> None:
    current = [line.address for line in menu(reader("auditor"), page) if line.is_current]

    assert current == ([address] if address else [])


def test_a_page_that_does_not_exist_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(page: str) -> str:
        if page == "office:rules":
            raise NoReverseMatch
        return reverse(page)

    monkeypatch.setattr("kargosha.portal.menus.reverse", nowhere)

    assert "/office/rules/" not in titles(ANYONE)


@pytest.mark.django_db
def test_the_menu_stands_twice_for_the_wide_and_the_narrow_screen() -> None:
    universe.people()
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="officer"))

    page = client.get("/desk/").content.decode()

    assert page.count('href="/desk/" aria-current="page"') == 2
    assert page.count('aria-current="page"') == 2

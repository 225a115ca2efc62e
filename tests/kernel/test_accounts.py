"""Accounts: of members of groups, closed and opened, with a password of one's own; and roles kept apart."""

import pytest

from kargosha.kernel import actions, queries
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry, SignInCode, User
from kargosha.kernel.roles import APART, ROLES, Permission
from tests.universe import PASSWORD, STAGE, People

MOBILE = "09141112233"
NAMES = actions.Names("مریم نمونه", "Maryam Example")


def last() -> tuple[str, str]:
    return JournalEntry.objects.order_by("-id").values_list("event", "subject")[0]


@pytest.fixture
def member(people: People) -> User:
    return actions.register_group_user(names=NAMES, mobile="+98 914 111 2233", by=STAGE)


def test_a_member_of_a_group_signs_in_for_the_own_group_only(member: User) -> None:
    assert (member.mobile, member.office, member.has_usable_password()) == (MOBILE, None, False)
    assert MOBILE[1:] not in member.username
    assert member.actor().may(Permission.GROUP_OWN)
    assert not member.actor().may(Permission.GROUP_VIEW)
    assert member.actor().office_id is None
    assert last() == ("role.assigned", member.subject)


@pytest.mark.parametrize(("mobile", "reason"), [("0914", "mobile_unfit"), (MOBILE, "mobile_taken")])
def test_a_mobile_is_one_members(member: User, mobile: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        actions.register_group_user(names=NAMES, mobile=mobile, by=STAGE)
    with pytest.raises(Refused, match=reason):
        actions.change_mobile(user_id=member.pk, mobile=mobile, by=STAGE)


def test_a_member_gets_another_mobile_and_codes_sent_before_are_void(member: User) -> None:
    actions.request_code(mobile=MOBILE, by=STAGE)

    moved = actions.change_mobile(user_id=member.pk, mobile="09149999999", by=STAGE)

    assert moved.mobile == "09149999999"
    assert SignInCode.objects.get().used_at is not None
    assert last() == ("user.moved", member.subject)


def test_staff_have_no_mobile_to_change(people: People) -> None:
    officer = User.objects.get(username="officer")

    with pytest.raises(NotFound):
        actions.change_mobile(user_id=officer.pk, mobile=MOBILE, by=STAGE)
    with pytest.raises(NotAllowed):
        actions.register_group_user(names=NAMES, mobile=MOBILE, by=people.analyst)


def test_an_account_is_closed_and_opened_again(people: People) -> None:
    actions.close_account(username="chair", by=people.admin)
    closed = User.objects.get(username="chair")
    with pytest.raises(Refused, match="account_closed"):
        actions.close_account(username="chair", by=people.admin)
    assert (closed.is_active, last()[0]) == (False, "account.closed")

    opened = actions.open_account(username="chair", by=people.admin)
    with pytest.raises(Refused, match="account_open"):
        actions.open_account(username="chair", by=people.admin)
    assert (opened.is_active, last()) == (True, ("account.opened", closed.subject))


def test_nobody_closes_the_own_account(people: People) -> None:
    with pytest.raises(Refused, match="same_person"):
        actions.close_account(username="admin", by=people.admin)
    with pytest.raises(NotFound):
        actions.close_account(username="ghost", by=people.admin)


def test_one_changes_the_own_password_knowing_the_old_one(people: People) -> None:
    new = "another horse battery"

    for old, asked, reason in (
        ("wrong", new, "password_wrong"),
        (PASSWORD, PASSWORD, "password_same"),
        (PASSWORD, "password", "password_weak"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.change_password(old=old, new=asked, by=people.officer)
    user = actions.change_password(old=PASSWORD, new=new, by=people.officer)

    assert user.check_password(new)
    assert last() == ("password.changed", user.subject)
    with pytest.raises(NotAllowed):
        actions.change_password(old=PASSWORD, new=new, by=ANYONE)


def test_an_administrator_sets_a_new_password_for_one_who_forgot_it(
    people: People, member: User
) -> None:
    new = "another horse battery"

    for username, password, reason in (
        ("admin", new, "same_person"),
        (member.username, new, "no_password"),
        ("officer", "password", "password_weak"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.set_password(username=username, password=password, by=people.admin)
    with pytest.raises(NotFound):
        actions.set_password(username="ghost", password=new, by=people.admin)
    with pytest.raises(NotAllowed):
        actions.set_password(username="chair", password=new, by=people.officer)
    user = actions.set_password(username="officer", password=new, by=people.admin)

    assert user.check_password(new)
    assert last() == ("password.set", user.subject)
    assert new not in str(JournalEntry.objects.order_by("-id")[0].detail)


@pytest.mark.parametrize("apart", APART)
def test_no_one_person_proposes_and_decides_or_decides_and_publishes(
    people: People, apart: frozenset[str]
) -> None:
    first, second = sorted(apart)
    actions.assign_role(username="nobody", role=first, scope="", by=people.admin)

    with pytest.raises(Refused, match=rf"roles_apart .*{second}.*{first}"):
        actions.assign_role(username="nobody", role=second, scope="0311", by=people.admin)
    actions.end_role(username="nobody", role=first, scope="", by=people.admin)
    actions.assign_role(username="nobody", role=second, scope="", by=people.admin)
    actions.assign_role(username="nobody", role="auditor", scope="", by=people.admin)


def test_the_roles_that_are_kept_apart_exist() -> None:
    assert all(each <= ROLES.keys() for each in APART)


def test_staff_hold_no_role_of_members_nor_members_one_of_staff(
    people: People, member: User
) -> None:
    with pytest.raises(Refused, match="role_of_another_kind"):
        actions.assign_role(username="nobody", role="group_member", scope="", by=people.admin)
    with pytest.raises(Refused, match="role_of_another_kind"):
        actions.assign_role(username=member.username, role="auditor", scope="", by=people.admin)


def names(people: People, **asked: str) -> list[str]:
    return [each.username for each in queries.users(by=people.admin, **asked)]


def test_users_are_found_by_name_office_role_and_state(people: People, member: User) -> None:
    actions.close_account(username="county", by=people.admin)

    assert names(people, search="maryam") == [member.username]
    assert names(people, search="OFFICER") == ["officer"]
    assert names(people, office="committee") == ["chair", "secretary"]
    assert names(people, role="group_member") == [member.username]
    assert names(people, state="closed") == ["county"]
    assert "county" not in names(people, state="open")
    assert names(people, state="other") == names(people)


def test_one_user_is_shown_with_the_roles_held_and_those_ended(people: People) -> None:
    actions.end_role(username="chair", role="committee_chair", scope="", by=people.admin)

    seen = queries.user_named(by=people.admin, username="chair")

    assert seen.held == []  # type: ignore[attr-defined]
    assert [each.role for each in queries.roles_ended(by=people.admin, user=seen)] == [
        "committee_chair"
    ]
    with pytest.raises(NotFound):
        queries.user_named(by=people.admin, username="ghost")

"""Signing in by a code or a password: who may, how often, and what nobody learns from an answer."""

import re
from datetime import timedelta

import pytest

from kargosha.kernel import actions, clock
from kargosha.kernel.access import ANYONE, system
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.messages import worded
from kargosha.kernel.models import JournalEntry, Message, SignInCode, User
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on
from tests.universe import PASSWORD, STAGE, People

DOOR = system("tests.door", Permission.SIGN_IN_OPEN)
MOBILE = "09141112233"
NAMES = actions.Names("مریم نمونه", "Maryam Example")


@pytest.fixture
def member(people: People) -> User:
    return actions.register_group_user(names=NAMES, mobile=MOBILE, by=STAGE)


def rule(name: str) -> int:
    return int(rulebook_on(clock.today()).number(f"sign_in.{name}"))


def code_sent() -> str:
    actions.request_code(mobile=MOBILE, told_in="en", by=DOOR)
    message = Message.objects.order_by("-id")[0]
    found = re.search(r"\b\d{6}\b", worded(message))
    assert found
    return found.group()


def enter(code: str, mobile: str = MOBILE) -> User | None:
    return actions.sign_in_with_code(mobile=mobile, code=code, by=DOOR)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def events(subject: str) -> list[str]:
    found = JournalEntry.objects.filter(subject=subject).order_by("id")
    return list(found.values_list("event", flat=True))


def test_a_code_signs_in_once(member: User) -> None:
    code = code_sent()

    assert enter(wrong(code)) is None
    assert enter(code) == member
    assert enter(code) is None
    assert events(member.subject)[-4:] == [
        "code.requested", "messages.queued", "sign_in.failed", "user.signed_in",
    ]  # fmt: skip


def test_a_code_is_typed_with_digits_of_either_kind_and_spaces(member: User) -> None:
    code = code_sent()
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert enter(f"{persian[:3]} {persian[3:]}", "+98 914 111 2233") == member


@pytest.mark.usefixtures("member")
def test_a_code_is_good_for_minutes_and_few_tries_and_only_the_newest_is() -> None:
    older = code_sent()
    newer = code_sent()
    if older != newer:
        assert enter(older) is None
    for _ in range(rule("code_tries")):
        enter(wrong(newer))
    assert enter(newer) is None
    assert SignInCode.objects.order_by("-id")[0].wrong_count == rule("code_tries")

    last = code_sent()
    late = clock.now() - timedelta(seconds=1)
    SignInCode.objects.update(expires_at=late)
    assert enter(last) is None


def test_a_mobile_gets_few_codes_an_hour_and_the_journal_says_so_once(member: User) -> None:
    for _ in range(rule("codes_an_hour") + 2):
        actions.request_code(mobile=MOBILE, by=DOOR)

    assert SignInCode.objects.count() == Message.objects.count() == rule("codes_an_hour")
    assert events(member.subject).count("code.withheld") == 1
    SignInCode.objects.update(sent_at=clock.now() - timedelta(hours=1))
    actions.request_code(mobile=MOBILE, by=DOOR)
    assert SignInCode.objects.count() == rule("codes_an_hour") + 1


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("mobile", ["09149999999", "no number", ""])
def test_nobody_learns_which_mobiles_are_known(mobile: str) -> None:
    before = JournalEntry.objects.count()

    told = actions.request_code(mobile=mobile, by=DOOR)

    assert told == actions.request_code(mobile=MOBILE, by=DOOR)
    assert enter("123456", mobile) is None
    assert JournalEntry.objects.count() == before + 2  # of the known one alone
    assert SignInCode.objects.count() == 1


def test_before_a_code_was_sent_none_is_good(member: User) -> None:
    assert enter("000000") is None
    assert "sign_in.failed" not in events(member.subject)


def test_a_closed_account_gets_no_code(member: User, people: People) -> None:
    code = code_sent()
    actions.close_account(username=member.username, by=people.admin)

    assert enter(code) is None
    actions.request_code(mobile=MOBILE, by=DOOR)
    assert SignInCode.objects.count() == 1


def test_neither_code_nor_mobile_stands_in_the_journal_and_the_code_is_hashed(
    member: User,
) -> None:
    code = code_sent()
    enter(wrong(code))
    enter(code)

    kept = " ".join(f"{each.subject} {each.detail}" for each in JournalEntry.objects.all())
    assert code not in kept
    assert MOBILE not in kept
    assert code not in SignInCode.objects.get().digest


def password(typed: str, username: str = "officer") -> User | None:
    return actions.sign_in_with_password(username=username, password=typed, by=DOOR)


def test_a_password_signs_in_and_wrong_ones_are_journalled(people: People) -> None:
    officer = User.objects.get(username="officer")

    assert password("wrong") is None
    assert password(PASSWORD) == officer
    assert password(PASSWORD, "ghost") is None
    assert events(officer.subject)[-2:] == ["sign_in.failed", "user.signed_in"]


def test_after_too_many_wrong_passwords_the_right_one_waits_some_minutes(people: People) -> None:
    officer = User.objects.get(username="officer")
    for _ in range(rule("password_tries") - 1):
        password("wrong")
    assert password(PASSWORD) == officer  # the count begins anew

    for _ in range(rule("password_tries") + 2):
        password("wrong")
    assert password(PASSWORD) is None
    assert password(PASSWORD, "chair") is not None
    failures = events(officer.subject)
    assert failures.count("sign_in.failed") == 2 * rule("password_tries") - 1
    assert failures.count("sign_in.withheld") == 1


def test_only_the_door_signs_anyone_in(people: People) -> None:
    for by in (ANYONE, people.admin):
        with pytest.raises(NotAllowed):
            actions.request_code(mobile=MOBILE, by=by)
        with pytest.raises(NotAllowed):
            actions.sign_in_with_code(mobile=MOBILE, code="1", by=by)
        with pytest.raises(NotAllowed):
            actions.sign_in_with_password(username="officer", password=PASSWORD, by=by)

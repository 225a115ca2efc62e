from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from kargosha.files.rulebook import shipped_rules
from kargosha.kernel import actions, clock
from kargosha.kernel.access import Grant
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import (
    Instance,
    JournalEntry,
    Office,
    RoleAssignment,
    RuleVersion,
    User,
)
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import BOUNDS, rulebook_on
from tests.universe import STAGE, People

OWN = Grant(Permission.ACCOUNT_KEEP)
KEY = "need.deprivation_weight"
NAMES = actions.Names("نام", "Name")


def last_event() -> tuple[str, str]:
    return JournalEntry.objects.order_by("-id").values_list("event", "subject")[0]


def change(**others: object) -> actions.RuleChange:
    fields = {"key": KEY, "value": 1.2, "valid_from": clock.today(), "source": "committee, 1405"}
    return actions.RuleChange(**(fields | others))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_database_serves_one_purpose_for_ever() -> None:
    actions.begin_instance(purpose="rehearsal", by=STAGE)
    actions.begin_instance(purpose="rehearsal", by=STAGE)

    with pytest.raises(Refused, match="other_purpose"):
        actions.begin_instance(purpose="real", by=STAGE)
    assert Instance.objects.get().purpose == "rehearsal"
    assert JournalEntry.objects.filter(event="instance.begun").count() == 1


def begin(password: str) -> User:
    return actions.begin_real_work(
        username="first",
        names=NAMES,
        password=password,
        offices={PROGRAMME_OFFICE: NAMES, COMMITTEE: NAMES},
        by=STAGE,
    )


@pytest.mark.django_db
def test_real_work_begins_wholly_or_not_at_all_and_can_be_begun_again() -> None:
    with pytest.raises(Refused, match="password_weak"):
        begin("password")
    assert not Instance.objects.exists()
    assert not Office.objects.exists()

    first = begin("a first secret")
    again = begin("another secret")

    assert first == again
    assert again.check_password("a first secret")
    assert set(Office.objects.values_list("code", flat=True)) == {PROGRAMME_OFFICE, COMMITTEE}
    assert [each.role for each in RoleAssignment.objects.all()] == ["administrator"]
    assert Instance.objects.get().purpose == "real"


def test_real_work_goes_on_where_an_earlier_way_of_beginning_stopped(people: People) -> None:
    actions.begin_instance(purpose="real", by=STAGE)

    officer = begin("a first secret")

    assert officer.actor().may(Permission.USER_MANAGE)


@pytest.mark.django_db
def test_a_database_serves_no_other_purpose() -> None:
    with pytest.raises(Refused, match=r"unfit .*purpose"):
        actions.begin_instance(purpose="play", by=STAGE)


def test_an_office_is_registered_once(people: People) -> None:
    actions.register_office(code="bank-x", names=NAMES, place_code="", by=people.admin)

    assert last_event() == ("office.registered", "office:bank-x")
    with pytest.raises(Refused, match="code_taken"):
        actions.register_office(code="bank-x", names=NAMES, place_code="", by=people.admin)
    with pytest.raises(Refused, match=r"unfit .*code"):
        actions.register_office(code="bank\x00", names=NAMES, place_code="", by=people.admin)


@pytest.mark.parametrize("password", ["x", "12345678901", "password1"])
def test_a_password_that_is_easily_guessed_is_refused(people: People, password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        actions.register_user(
            username="new",
            names=NAMES,
            office_code="programme",
            password=password,
            by=people.admin,
        )


def test_a_user_is_registered_with_a_password_that_is_not_stored(people: People) -> None:
    user = actions.register_user(
        username="new",
        names=NAMES,
        office_code="programme",
        password="a long secret",
        by=people.admin,
    )

    assert user.check_password("a long secret")
    assert "a long secret" not in user.password
    assert last_event() == ("user.registered", f"user:{user.pk}")


@pytest.mark.parametrize(
    ("username", "office", "error"),
    [("chair", "programme", Refused), ("new", "no-such-office", NotFound)],
)
def test_a_user_needs_a_free_name_and_an_office(
    people: People, username: str, office: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.register_user(
            username=username,
            names=NAMES,
            office_code=office,
            password="a long secret",
            by=people.admin,
        )


def test_a_role_gives_power_until_it_ends(people: People) -> None:
    actions.assign_role(username="nobody", role="auditor", scope="03", by=people.admin)
    held = User.objects.get(username="nobody").actor().grants
    actions.end_role(username="nobody", role="auditor", scope="03", by=people.admin)

    assert held
    assert User.objects.get(username="nobody").actor().grants == {OWN}
    assert RoleAssignment.objects.get(role="auditor", scope="03").ended_at is not None
    assert last_event()[0] == "role.ended"


@pytest.mark.parametrize(
    ("username", "role", "error"),
    [
        ("ghost", "auditor", NotFound),
        ("nobody", "emperor", NotFound),
        ("chair", "committee_chair", Refused),
        ("admin", "auditor", Refused),
    ],
)
def test_a_role_is_refused_where_it_makes_no_sense(
    people: People, username: str, role: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.assign_role(username=username, role=role, scope="", by=people.admin)


def test_a_role_that_ended_stays_as_it_was_held(people: People) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        RoleAssignment.objects.filter(user__username="chair").update(role="auditor")
    actions.end_role(username="chair", role="committee_chair", scope="", by=people.admin)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        RoleAssignment.objects.filter(user__username="chair").update(ended_at=None)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        RoleAssignment.objects.filter(user__username="chair").delete()
    with pytest.raises(Refused, match=r"unfit .*scope"):
        actions.assign_role(username="chair", role="auditor", scope="0" * 17, by=people.admin)


def test_a_role_that_is_not_held_cannot_end(people: People) -> None:
    with pytest.raises(NotFound):
        actions.end_role(username="nobody", role="auditor", scope="", by=people.admin)


def test_a_changed_rule_holds_once_another_person_approved_it(people: People) -> None:
    before = rulebook_on(clock.today()).number(KEY)
    version = actions.propose_rule(change=change(low=1.0, high=1.5), by=people.officer)
    proposed = rulebook_on(clock.today()).number(KEY)
    actions.approve_rule(version_id=version.pk, by=people.chair)

    rule = rulebook_on(clock.today()).rule(KEY)
    assert before == proposed != 1.2
    assert (rule.value, rule.low, rule.high, rule.source) == (1.2, 1.0, 1.5, "committee, 1405")
    assert last_event() == ("rule.approved", f"rule:{KEY}")


def test_a_rule_keeps_its_old_value_on_earlier_days(people: People) -> None:
    version = actions.propose_rule(change=change(), by=people.officer)
    actions.approve_rule(version_id=version.pk, by=people.chair)

    assert rulebook_on(clock.today() - timedelta(days=1)).number(KEY) != 1.2


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"value": "much"}, "rule_kind"),
        ({"low": 2.0, "high": 3.0}, "rule_interval"),
        ({"low": 1.0}, "rule_interval"),
        ({"valid_from": date(2020, 1, 1)}, "rule_past"),
        ({"value": float("nan")}, "rule_range"),
        ({"value": float("inf")}, "rule_range"),
        ({"value": -0.1}, "rule_range"),
        ({"low": 1.0, "high": float("inf")}, "rule_range"),
        ({"key": "keep_probability.base", "value": 7.0}, "rule_range"),
        ({"key": "cost_per_job.dairy", "value": 1e17}, "rule_range"),
        ({"key": "price_index.1403", "value": 0.0}, "rule_range"),
        ({"source": "by\x00law"}, r"unfit .*source"),
    ],
)
def test_an_unfit_value_is_refused(people: People, bad: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.propose_rule(change=change(**bad), by=people.officer)


def test_each_shipped_rule_lies_within_the_bounds_of_its_unit() -> None:
    out = [
        rule
        for rule in shipped_rules()
        for number in (rule.value, rule.low, rule.high)
        if isinstance(number, int | float)
        and not BOUNDS[rule.unit][0] <= number <= BOUNDS[rule.unit][1]
    ]

    assert out == []


def test_a_rule_whose_first_day_is_past_is_not_approved_any_more(people: People) -> None:
    late = RuleVersion.objects.create(
        key=KEY,
        value=1.2,
        unit="weight",
        valid_from=clock.today() - timedelta(days=1),
        source="committee, 1405",
        proposed_by_id=people.officer.user_id,
        proposed_at=clock.now(),
    )

    with pytest.raises(Refused, match="rule_past"):
        actions.approve_rule(version_id=late.pk, by=people.chair)


def test_a_rule_is_neither_changed_nor_unapproved(people: People) -> None:
    version = actions.propose_rule(change=change(), by=people.officer)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        RuleVersion.objects.update(value=1.3)
    actions.approve_rule(version_id=version.pk, by=people.chair)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        RuleVersion.objects.update(approved_by=None, approved_at=None)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        RuleVersion.objects.all().delete()


def test_a_rule_must_be_known_to_be_changed(people: People) -> None:
    with pytest.raises(NotFound):
        actions.propose_rule(change=change(key="no.such_rule"), by=people.officer)
    with pytest.raises(NotFound):
        actions.approve_rule(version_id=0, by=people.chair)


def test_a_rule_is_approved_once_and_not_by_its_proposer(people: People) -> None:
    version = actions.propose_rule(change=change(), by=people.officer)
    both = User.objects.get(username="officer")
    both.roles.create(role="committee_chair", given_at=clock.now())

    with pytest.raises(Refused, match="same_person"):
        actions.approve_rule(version_id=version.pk, by=both.actor())
    actions.approve_rule(version_id=version.pk, by=people.chair)
    with pytest.raises(Refused, match="already_decided"):
        actions.approve_rule(version_id=version.pk, by=people.chair)


def test_without_the_permission_nothing_happens(people: People) -> None:
    with pytest.raises(NotAllowed):
        actions.register_office(code="x", names=NAMES, place_code="", by=people.officer)
    with pytest.raises(NotAllowed):
        actions.approve_rule(version_id=1, by=people.officer)

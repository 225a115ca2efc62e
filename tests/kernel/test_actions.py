from datetime import date, timedelta

import pytest

from kargosha.kernel import actions, clock
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import Instance, JournalEntry, RoleAssignment, User
from kargosha.kernel.rulebook import rulebook_on
from tests.universe import STAGE, People

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


def test_an_office_is_registered_once(people: People) -> None:
    actions.register_office(code="bank-x", names=NAMES, place_code="", by=people.admin)

    assert last_event() == ("office.registered", "office:bank-x")
    with pytest.raises(Refused, match="code_taken"):
        actions.register_office(code="bank-x", names=NAMES, place_code="", by=people.admin)


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
            username=username, names=NAMES, office_code=office, password="x", by=people.admin
        )


def test_a_role_gives_power_until_it_ends(people: People) -> None:
    actions.assign_role(username="nobody", role="auditor", scope="03", by=people.admin)
    held = User.objects.get(username="nobody").actor().grants
    actions.end_role(username="nobody", role="auditor", scope="03", by=people.admin)

    assert held
    assert not User.objects.get(username="nobody").actor().grants
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
    ],
)
def test_an_unfit_value_is_refused(people: People, bad: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.propose_rule(change=change(**bad), by=people.officer)


def test_a_rule_must_be_known_to_be_changed(people: People) -> None:
    with pytest.raises(NotFound):
        actions.propose_rule(change=change(key="no.such_rule"), by=people.officer)
    with pytest.raises(NotFound):
        actions.approve_rule(version_id=0, by=people.chair)


def test_a_rule_is_approved_once_and_not_by_its_proposer(people: People) -> None:
    version = actions.propose_rule(change=change(), by=people.officer)
    both = actions.User.objects.get(username="officer")
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

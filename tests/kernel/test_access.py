import pytest
from django.db.models import Q

from kargosha.kernel.access import (
    ANYONE,
    Actor,
    Grant,
    grants_of,
    require,
    require_other,
    system,
    visible_to,
)
from kargosha.kernel.errors import NotAllowed, Refused
from kargosha.kernel.roles import ROLES, Permission

OF_HASHTRUD = Actor("user:1", 1, grants=frozenset({Grant(Permission.RUN_VIEW, "0311")}))


class Village:
    place_code = "0311020001026000"


class Elsewhere:
    place_code = "0303"


def test_a_permission_held_for_a_county_reaches_its_villages() -> None:
    require(OF_HASHTRUD, Permission.RUN_VIEW, on=Village())

    assert OF_HASHTRUD.may_somewhere(Permission.RUN_VIEW)


@pytest.mark.parametrize("place", [Elsewhere(), None])
def test_a_permission_held_for_a_county_reaches_nothing_else(place: Elsewhere | None) -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(OF_HASHTRUD, Permission.RUN_VIEW, on=place)

    assert refusal.value.permission == Permission.RUN_VIEW


def test_anyone_may_do_nothing() -> None:
    assert not any(ANYONE.may_somewhere(permission) for permission in Permission)


def test_the_second_signature_must_be_another_hand() -> None:
    require_other(OF_HASHTRUD, than=2)

    with pytest.raises(Refused):
        require_other(OF_HASHTRUD, than=1)


def test_the_system_is_never_the_same_person() -> None:
    require_other(system("test"), than=None)


def test_one_sees_the_rows_of_ones_places() -> None:
    everywhere = system("test", Permission.RUN_VIEW)

    assert visible_to(everywhere, Permission.RUN_VIEW) == Q()
    assert visible_to(ANYONE, Permission.RUN_VIEW) == Q(pk__in=[])
    assert visible_to(OF_HASHTRUD, Permission.RUN_VIEW) == Q(pk__in=[]) | Q(
        place_code__startswith="0311"
    )


def test_roles_amount_to_their_permissions_over_their_scope() -> None:
    grants = grants_of([("secretary", "0311")])

    assert Grant(Permission.RUN_PUBLISH, "0311") in grants
    assert {grant.permission for grant in grants} == set(ROLES["secretary"].permissions)


def test_nobody_both_proposes_and_approves() -> None:
    for role in ROLES.values():
        assert not {Permission.RUN_PROPOSE, Permission.RUN_APPROVE} <= set(role.permissions)
        assert not {Permission.RULE_PROPOSE, Permission.RULE_APPROVE} <= set(role.permissions)


def test_each_role_is_described_in_both_languages() -> None:
    for role in ROLES.values():
        assert set(role.title) == set(role.description) == {"fa", "en"}


def test_only_a_person_signs() -> None:
    assert OF_HASHTRUD.person == 1
    for nobody in (ANYONE, system("tests", *Permission)):
        with pytest.raises(NotAllowed):
            assert nobody.person

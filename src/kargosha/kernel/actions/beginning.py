"""How a database begins its work: once, for rehearsal or for real."""

from collections.abc import Mapping

from django.db import transaction

from kargosha.kernel import clock
from kargosha.kernel.access import WHOLE_PROVINCE, Actor, require
from kargosha.kernel.actions.offices import Names, register_office
from kargosha.kernel.actions.users import assign_role, register_user
from kargosha.kernel.duties import PROGRAMME_OFFICE
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Instance, Office, User
from kargosha.kernel.roles import Administrator, Permission


@transaction.atomic
def begin_instance(*, purpose: str, by: Actor) -> Instance:
    """Say once and for all whether this database holds rehearsal or real work.

    Raises
    ------
    Refused
        The database already serves the other purpose, for the two never share one; or there is no
        such purpose.
    """
    require(by, Permission.USER_MANAGE)
    return _begun(purpose, by)


@transaction.atomic
def begin_real_work(
    *, username: str, names: Names, password: str, offices: Mapping[str, Names], by: Actor
) -> User:
    """Begin real work: the offices that owe its duties, and the first officer, who gives the others roles.

    Repeated, it makes what is missing and changes nothing that is there, the password neither.

    Raises
    ------
    Refused
        The database serves the rehearsal, or the password is weak.
    NotFound
        The programme's office is not among the offices.
    """
    require(by, Permission.USER_MANAGE)
    _begun(Instance.Purpose.REAL, by)
    there = set(Office.objects.values_list("code", flat=True))
    for code in offices.keys() - there:
        register_office(code=code, names=offices[code], place_code=WHOLE_PROVINCE, by=by)
    user = User.objects.filter(username=username).first() or register_user(
        username=username, names=names, office_code=PROGRAMME_OFFICE, password=password, by=by
    )
    role = {"role": Administrator.code, "scope": WHOLE_PROVINCE}
    if not user.roles.filter(**role, ended_at=None).exists():
        assign_role(username=username, **role, by=by)
    return user


def _begun(purpose: str, by: Actor) -> Instance:
    refuse_unfit([Instance(purpose=purpose, began_at=clock.now())])
    instance, is_new = Instance.objects.get_or_create(
        only=True, defaults={"purpose": purpose, "began_at": clock.now()}
    )
    if instance.purpose != purpose:
        raise Refused(Refusal("refusal.other_purpose", {"purpose": instance.purpose}))
    if is_new:
        record("instance.begun", by=by, subject=f"instance:{purpose}")
    return instance

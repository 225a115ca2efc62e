"""What can happen to offices: the desks that hold users and owe duties."""

from dataclasses import dataclass

from django.db import transaction

from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Office
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class Names:
    """The name of a person or an office in both languages."""

    fa: str
    en: str


@transaction.atomic
def register_office(*, code: str, names: Names, place_code: str, by: Actor) -> Office:
    """Register a desk that can hold users and owe duties.

    Raises
    ------
    Refused
        An office of that code exists, or the code or a name does not fit.
    """
    require(by, Permission.USER_MANAGE)
    office = Office(code=code, name_fa=names.fa, name_en=names.en, place_code=place_code)
    refuse_unfit([office])
    if Office.objects.filter(code=code).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    office.save()
    record("office.registered", by=by, subject=f"office:{code}")
    return office

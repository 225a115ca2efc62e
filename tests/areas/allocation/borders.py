"""A call of two counties with a borderline to order, for the tests of the order and of what follows it.

Thirty billion rials, ten a proposal; ten are Tabriz's by a floor. In Hashtrud the money reaches for
two of three weavers, in Tabriz for one of two cobblers, and all of a county are about as good. A sixth
proposal pledges no job, which a rule of eligibility forbids. Behind the first stands a registered group.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Run
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.models import Application, Withdrawal
from kargosha.areas.funding import actions as funding
from kargosha.kernel import actions as kernel
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.models import User
from tests import universe
from tests.areas.allocation.conftest import SOLVER
from tests.areas.registry.flows import formed
from tests.universe import BILLION, CLOSES, OPENS, PASSWORD, STAGE, application

CALL = "border"
HASHTRUD, TABRIZ = "0311", "0303"
WEAVERS = {"weavers-a": 2.10, "weavers-b": 2.05, "weavers-c": 2.0}
COBBLERS = {"cobblers-a": 2.10, "cobblers-b": 2.05}


def border_call(*, deposited: int = 0) -> str:
    """Open and freeze the call, on an agreement of which so much is deposited; return its code."""
    _money(deposited)
    applications.open_call(
        code=CALL,
        text=applications.CallText("دور مرزی", "Border round", "متن", "Text"),
        terms=applications.CallTerms(
            OPENS, CLOSES, CLOSES, {"border-line": 30 * BILLION}, ["tabriz"]
        ),
        by=STAGE,
    )
    rows = [
        application(code, place, 10 * BILLION, jobs_payable=jobs, jobs_pledged=3, submitted_on=day)
        for place, group, first in ((HASHTRUD, WEAVERS, 4), (TABRIZ, COBBLERS, 10))
        for day, (code, jobs) in zip(_days(first), group.items(), strict=False)
    ]
    rows[0] = replace(rows[0], group="weavers-a", member_count=3, members=_members())
    rows.append(application("idle", HASHTRUD, 5 * BILLION, jobs_pledged=0))
    applications.receive_applications(call_code=CALL, applications=rows, by=STAGE)
    universe.freeze(CALL)
    return CALL


def border_run(by: Actor, *, deposited: int = 0) -> Run:
    """Return the solved run of the call."""
    border_call(deposited=deposited)
    run = actions.propose_run(call_code=CALL, by=by)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    return Run.objects.get(pk=run.pk)


def ordered_run(run: Run, by: Actor) -> Run:
    """Return the solved run that takes the counties' orders over."""
    made = actions.propose_ordered(run_id=run.pk, by=by)
    actions.solve_run(run_id=made.pk, by=SOLVER)
    return Run.objects.get(pk=made.pk)


def lines(*codes: str) -> list[actions.OrderedLine]:
    """Return an order of proposals, each with votes and a reason."""
    return [actions.OrderedLine(code, 4, 1, f"{code} is known here") for code in codes]


def order(run: Run, place: str, *codes: str, by: Actor) -> None:
    """Put the borderline of a county in order."""
    actions.order_borderline(
        run_id=run.pk, place_code=place, minutes="Four sat together.", cases=lines(*codes), by=by
    )


def working_group(place: str = HASHTRUD, office: str = "hashtrud") -> Actor:
    """Register a member of a county's working group."""
    username = f"group-{place}"
    names = kernel.Names("عضو کارگروه", "Member of the working group")
    kernel.register_user(
        username=username, names=names, office_code=office, password=PASSWORD, by=STAGE
    )
    kernel.assign_role(username=username, role="county_working_group", scope=place, by=STAGE)
    return User.objects.get(username=username).actor()


def deposit(amount: int, reference: str = "deposit 1", figure: str = "deposited") -> None:
    """Enter money of the agreement of the call."""
    entry = funding.MoneyEntry(figure, amount, date(2026, 6, 1), reference, "the bank's paper")
    funding.record_money(agreement_code="border-line", entry=entry, by=STAGE)


def take_back(code: str) -> None:
    """Have a proposal withdrawn after the freeze."""
    Withdrawal.objects.create(
        application=Application.objects.get(code=code), withdrawn_at=clock.now()
    )


def _money(deposited: int) -> None:
    funding.sign_agreement(
        code="border-line",
        source_code="bank",
        names=("خط مرزی", "Border line"),
        terms=funding.Terms(30 * BILLION),
        signed_on=OPENS,
        by=STAGE,
    )
    floor = Decimal(10 * BILLION)
    row = funding.QuotaRow(
        "tabriz", "کف تبریز", "Floor of Tabriz", "place:0303", "amount", floor, None, False,
        "quota.provincial_share", "law",
    )  # fmt: skip
    funding.set_quotas(quotas=[row], by=STAGE)
    if deposited:
        deposit(30 * BILLION, "allotment 1", "allotted")
        deposit(deposited)


def _members() -> list[applications.MemberLine]:
    """Form the group of the first weavers and return its members."""
    made = formed(code="weavers-a")
    people = made.memberships.values_list("person_id", flat=True)
    return [applications.MemberLine(person, production_years=3) for person in people]


def _days(first: int) -> list[date]:
    """Return days of handing in, the last proposal's first."""
    return [date(2026, 4, first + step) for step in (2, 1, 0)]

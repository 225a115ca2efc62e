"""The five dated figures of an agreement are entered by their papers, and never overtake each other."""

from datetime import date, timedelta

import pytest

from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Balance, MoneyRecord
from kargosha.kernel import clock
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests.areas.funding.purse import BILLION, SIGNED_ON, balance, deposit, enter, reserve
from tests.universe import STAGE, People


def record(stated: actions.MoneyEntry, code: str = "rural") -> MoneyRecord:
    return actions.record_money(agreement_code=code, entry=stated, by=STAGE)


def test_a_figure_is_entered_by_its_paper(district: People) -> None:
    entered = enter("rural", "allotted", 9, " 1405/12 ")

    assert (entered.figure, entered.amount, entered.reference) == (
        "allotted",
        9 * BILLION,
        "1405/12",
    )
    assert Balance.objects.get(agreement__code="rural").allotted_amount == 9 * BILLION
    act = JournalEntry.objects.order_by("-id")[0]
    assert (act.event, act.subject) == ("money.recorded", "agreement:rural")
    assert act.detail == {
        "entry": entered.pk,
        "figure": "allotted",
        "amount": 9 * BILLION,
        "firmed": 0,
    }


def test_a_paper_entered_twice_is_told_with_what_it_said(district: People) -> None:
    deposit("rural", 2)

    with pytest.raises(Conflict) as told:
        enter("rural", "deposited", 2)

    assert told.value.reason.code == "conflict.money_entered"
    assert told.value.reason.values["amount"] == 2 * BILLION
    assert balance("rural")["deposited"] == 2


@pytest.mark.parametrize(
    ("figure", "billions", "reason", "short"),
    [
        ("allotted", 15, "allotted_above_approved", 1),
        ("approved", -12, "approved_is_reserved", 1),
        ("deposited", 4, "deposited_above_allotted", 1),
        ("allotted", -4, "deposited_above_allotted", 1),
        ("deposited", -2, "deposited_is_firm", 1),
        ("paid", 3, "paid_above_firm", 1),
    ],
)
def test_a_figure_never_overtakes_what_it_rests_on(
    district: People, figure: str, billions: int, reason: str, short: int
) -> None:
    """Of 20 billion approved, 6 are allotted, 3 deposited, 2 firmly reserved and 7 waited for."""
    enter("rural", "allotted", 6)
    enter("rural", "deposited", 3)
    reserve(("a", "rural", 2), ("b", "rural", 7))

    with pytest.raises(Refused) as refused:
        enter("rural", figure, billions, "9")

    (told,) = refused.value.reasons
    assert told.code == f"refusal.{reason}"
    assert told.values == {"code": "rural", "short": short * BILLION}
    assert balance("rural") == {"deposited": 3, "firm": 2, "free": 1, "waiting": 7}


def test_an_allotment_stays_within_an_approval_that_shrinks(district: People) -> None:
    enter("rural", "allotted", 6)

    with pytest.raises(Refused, match=r"allotted_above_approved .*'short': 1000000000\b"):
        enter("rural", "approved", -15, "withdrawal")
    enter("rural", "approved", -14, "withdrawal")


def test_free_money_can_be_taken_back(district: People) -> None:
    deposit("rural", 6)
    reserve(("a", "rural", 4))

    enter("rural", "deposited", -2, "withdrawal")

    assert balance("rural") == {"deposited": 4, "firm": 4, "free": 0, "waiting": 0}


def test_no_more_is_taken_back_than_was_entered(district: People) -> None:
    enter("rural", "needed", 2)

    with pytest.raises(Refused, match=r"money_below_nothing .*'there': 2000000000\b"):
        enter("rural", "needed", -3, "2")


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ({"amount": 0}, "money_nothing"),
        ({"amount": 10**16 + 1}, "money_absurd"),
        ({"amount": -(10**19)}, "money_absurd"),
        ({"amount": 1.5}, r"unfit .*amount"),
        ({"amount": True}, r"unfit .*amount"),
        ({"figure": "promised"}, r"unfit .*figure"),
        ({"reference": "  "}, r"unfit .*reference"),
        ({"source": "\x00"}, r"unfit .*source"),
        ({"dated_on": None}, r"unfit .*dated_on"),
        ({"dated_on": clock.today() + timedelta(days=1)}, "money_ahead"),
        ({"dated_on": SIGNED_ON - timedelta(days=1)}, "money_before_signing"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    district: People, others: dict[str, object], reason: str
) -> None:
    stated = {
        "figure": "allotted",
        "amount": BILLION,
        "dated_on": SIGNED_ON,
        "reference": "1",
        "source": "letter",
    }

    with pytest.raises(Refused, match=reason):
        record(actions.MoneyEntry(**(stated | others)))  # type: ignore[arg-type]


def test_need_and_approval_may_be_older_than_the_agreement(district: People) -> None:
    for figure in ("needed", "approved"):
        record(actions.MoneyEntry(figure, BILLION, date(2025, 1, 1), "budget", "law"))


def test_entries_never_add_up_to_more_than_a_province_can_hold(district: People) -> None:
    record(actions.MoneyEntry("needed", 10**16, SIGNED_ON, "1", "letter"))

    with pytest.raises(Refused, match="money_absurd"):
        record(actions.MoneyEntry("needed", 1, SIGNED_ON, "2", "letter"))


def test_only_finance_enters_figures(district: People) -> None:
    with pytest.raises(NotFound):
        enter("nowhere", "allotted", 1)
    with pytest.raises(NotAllowed):
        enter("rural", "allotted", 1, by=district.officer)

"""Money is set aside in strict order, given back, and never more of it than there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Reservation
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.areas.funding.purse import (
    BILLION,
    balance,
    deposit,
    enter,
    release,
    reserve,
    standing,
)
from tests.universe import STAGE, People


def last_entry(subject: str = "agreement:rural") -> JournalEntry:
    return JournalEntry.objects.filter(subject=subject).order_by("-id")[0]


def open_duties() -> list[str]:
    return list(
        Duty.objects.filter(step="await-money", done_at=None).values_list("subject", flat=True)
    )


def test_what_is_deposited_is_reserved_firmly(district: People) -> None:
    deposit("rural", 6)

    (weavers,) = reserve(("award:1", "rural", 4))

    assert (weavers.agreement.code, weavers.amount) == ("rural", 4 * BILLION)
    assert weavers.firming.firmed_at >= weavers.made_at
    assert balance("rural") == {"deposited": 6, "firm": 4, "free": 2, "waiting": 0}
    assert last_entry().event == "money.reserved"
    assert last_entry().detail == {"number": 1, "amount": 4 * BILLION}
    assert not open_duties()


def test_what_is_not_deposited_waits_and_is_followed_up(district: People) -> None:
    reserve(("award:1", "rural", 4), ("award:2", "co-op", 3))

    assert balance("rural") == {"deposited": 0, "firm": 0, "free": 0, "waiting": 4}
    assert sorted(open_duties()) == ["agreement:co-op", "agreement:rural"]


def test_several_agreements_are_asked_at_once_and_answered_in_the_order_asked(
    district: People,
) -> None:
    deposit("co-op", 3)

    made = reserve(("b", "rural", 4), ("a", "co-op", 3), ("c", "rural", 1))

    assert [each.code for each in made] == ["b", "a", "c"]
    assert [hasattr(each, "firming") for each in made] == [False, True, False]


def test_nobody_who_waits_is_overtaken(district: People) -> None:
    deposit("rural", 6)

    reserve(("first", "rural", 4), ("second", "rural", 5), ("third", "rural", 1))
    reserve(("fourth", "rural", 1))

    assert standing("rural") == {
        "first": "firm",
        "second": "waiting",
        "third": "waiting",
        "fourth": "waiting",
    }
    assert balance("rural") == {"deposited": 6, "firm": 4, "free": 2, "waiting": 7}


def test_a_deposit_serves_who_waits_in_order(district: People) -> None:
    reserve(("first", "rural", 4), ("second", "rural", 5), ("third", "rural", 1))

    deposit("rural", 8)
    assert list(standing("rural").values()) == ["firm", "waiting", "waiting"]
    assert last_entry().detail["firmed"] == 1
    assert open_duties() == ["agreement:rural"]

    deposit("rural", 2, "2")
    assert list(standing("rural").values()) == ["firm", "firm", "firm"]
    assert balance("rural") == {"deposited": 10, "firm": 10, "free": 0, "waiting": 0}
    assert not open_duties()


def test_what_is_given_back_serves_who_waits(district: People) -> None:
    deposit("rural", 6)
    reserve(("first", "rural", 4), ("second", "rural", 5), ("third", "rural", 1))

    assert release("first", note="They moved away.") == 1

    assert list(standing("rural").values()) == ["released", "firm", "firm"]
    assert last_entry().event == "money.released"
    assert last_entry().detail == {"number": 1, "amount": 4 * BILLION, "reason": "withdrawn"}


def test_who_waits_can_give_back_too(district: People) -> None:
    deposit("rural", 6)
    reserve(("big", "rural", 7), ("small", "rural", 2))

    release("big")

    assert list(standing("rural").values()) == ["released", "firm"]


def test_reservations_of_several_agreements_are_given_back_at_once(district: People) -> None:
    reserve(("a", "rural", 4), ("b", "co-op", 3))

    assert release("b", "a", reason="lapsed") == 2

    assert (balance("rural")["waiting"], balance("co-op")["waiting"]) == (0, 0)


def test_more_than_is_open_is_refused_whole_and_says_how_much_is_missing(district: People) -> None:
    reserve(("a", "rural", 15))

    with pytest.raises(Refused) as refused:
        reserve(("b", "co-op", 1), ("c", "rural", 4), ("d", "rural", 3))

    (reason,) = refused.value.reasons
    assert (reason.code, reason.values) == (
        "refusal.money_short",
        {"code": "rural", "asked": 7 * BILLION, "open": 5 * BILLION, "short": 2 * BILLION},
    )
    assert list(Reservation.objects.values_list("code", flat=True)) == ["a"]


def test_money_withdrawn_before_it_is_reserved_is_missing_in_words(district: People) -> None:
    enter("rural", "approved", -15, "withdrawal 7")

    with pytest.raises(Refused, match=r"money_short .*'short': 3000000000\b"):
        reserve(("award:1", "rural", 8))


def test_nothing_is_reserved_for_twice(district: People) -> None:
    reserve(("a", "rural", 1))

    with pytest.raises(Conflict, match=r"reserved_already .*\['a'\]"):
        reserve(("a", "co-op", 1), ("b", "co-op", 1))
    with pytest.raises(Conflict, match="reserved_already"):
        reserve(("b", "co-op", 1), ("b", "rural", 1))


def test_nothing_is_given_back_twice(district: People) -> None:
    reserve(("a", "rural", 1), ("b", "rural", 1))
    release("a")

    with pytest.raises(Conflict, match=r"released_already .*\['a'\]"):
        release("b", "a")
    with pytest.raises(Conflict, match="released_already"):
        release("b", "b")

    assert standing("rural") == {"a": "released", "b": "waiting"}


@pytest.mark.parametrize("amount", [0, -1, 10**17, 1.5, True])
def test_an_absurd_amount_is_not_reserved(district: People, amount: int) -> None:
    with pytest.raises(Refused, match=r"reservation_amount|unfit .*amount"):
        actions.reserve(asks=[actions.Ask("a", "rural", amount)], by=STAGE)


def test_what_does_not_exist_is_not_found(district: People) -> None:
    with pytest.raises(NotFound, match="agreement nowhere"):
        reserve(("a", "nowhere", 1))
    with pytest.raises(NotFound, match="reservation a"):
        release("a")


def test_a_code_a_reason_and_a_note_have_to_fit(district: People) -> None:
    with pytest.raises(Refused, match=r"unfit .*code"):
        reserve(("", "rural", 1))
    reserve(("a", "rural", 1))
    with pytest.raises(Refused, match=r"unfit .*reason"):
        release("a", reason="whim")
    with pytest.raises(Refused, match=r"unfit .*note"):
        release("a", note="\x00")


def test_what_stands_behind_paid_money_is_not_given_back(district: People) -> None:
    deposit("rural", 6)
    reserve(("a", "rural", 4), ("b", "rural", 2), ("c", "rural", 2))
    enter("rural", "paid", 5)

    with pytest.raises(Refused, match=r"money_paid_out .*'short': 3000000000\b"):
        release("a")
    release("c")  # waits, so nothing was paid from it


def test_asking_for_nothing_changes_nothing(district: People) -> None:
    assert reserve() == []
    assert release() == 0


def test_only_who_may_reserves_and_gives_back(district: People) -> None:
    with pytest.raises(NotAllowed):
        reserve(("a", "rural", 1), by=district.officer)
    with pytest.raises(NotAllowed):
        actions.release(codes=["a"], reason="lapsed", by=district.officer)


def test_five_thousand_are_reserved_in_few_statements(district: People) -> None:
    deposit("rural", 6)
    asks = [(f"award:{number}", "rural", 0.002) for number in range(5_000)]

    with CaptureQueriesContext(connection) as done:
        reserve(*asks)

    assert len(done) < 25
    assert balance("rural") == {"deposited": 6, "firm": 6, "free": 0, "waiting": 4}

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from kargosha.kernel import clock
from kargosha.kernel.duties import Step, open_duty
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import Duty
from kargosha.kernel.rulebook import rulebook_on
from kargosha.kernel.turns import take_turn
from tests.universe import People

DAYS = "duty.run_approval_days"


def test_a_duty_needs_the_offices_between_which_it_is_owed(people: People) -> None:
    with pytest.raises(Refused, match=r"office_missing .*'nobody'"):
        open_duty("run:1", Step("decide-run", "committee", "nobody", DAYS))

    open_duty("run:1", Step("decide-run", "committee", "programme-office", DAYS))
    assert Duty.objects.get().owner.code == "committee"


def test_a_duty_may_be_due_from_a_later_day(people: People) -> None:
    closes = clock.today() + timedelta(days=30)

    duty = open_duty("call:x", Step("decide-run", "committee", "programme-office", DAYS), closes)

    assert duty.due_on == closes + timedelta(days=int(rulebook_on(closes).number(DAYS)))


@pytest.mark.usefixtures("own_database")
def test_who_acts_on_the_same_thing_waits_for_the_others_turn() -> None:
    heard: list[str] = []
    has_begun = Event()

    def second() -> None:
        with transaction.atomic():
            has_begun.set()
            take_turn("call:a", "call:b")
            heard.append("second")
        connection.close()

    with transaction.atomic():
        take_turn("call:b")
        waiting = Thread(target=second)
        waiting.start()
        assert has_begun.wait(30)
        waiting.join(0.2)
        heard.append("first")
    waiting.join(30)

    assert heard == ["first", "second"]

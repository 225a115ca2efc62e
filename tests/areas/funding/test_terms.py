"""The terms of an agreement name only what there is, and contradict themselves nowhere."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Agreement
from kargosha.kernel import clock
from kargosha.kernel.errors import Refused
from tests.areas.funding.purse import BILLION, SIGNED_ON
from tests.universe import STAGE, People

FULL = {
    "place_codes": ["0311", "03"],
    "activity_codes": ["dairy"],
    "borrower_kinds": ["cooperative"],
    "contract_kinds": ["qarz", "mudaraba"],
    "guarantee_limits": [(2 * BILLION, "chain"), (None, "two_guarantors")],
    "loss_bearer": "shared",
    "source_loss_share": Decimal("0.7"),
}


def sign(**terms: Any) -> Agreement:
    signed_on = terms.pop("signed_on", SIGNED_ON)
    return actions.sign_agreement(
        code="full",
        source_code="bank",
        names=("خط کامل", "Full line"),
        terms=actions.Terms(5 * BILLION, **terms),
        signed_on=signed_on,
        by=STAGE,
    )


def test_an_agreement_keeps_every_term(district: People) -> None:
    agreement = sign(**FULL)

    assert (agreement.contract_kinds, agreement.activity_codes) == (["qarz", "mudaraba"], ["dairy"])
    assert (agreement.loss_bearer, agreement.source_loss_share) == ("shared", Decimal("0.7"))
    limits = agreement.guarantee_limits.values_list("up_to_amount", "heaviest")
    assert list(limits) == [(2 * BILLION, "chain"), (None, "two_guarantors")]


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"place_codes": ["9911"]}, r"unknown_code .*9911"),
        ({"place_codes": [""]}, r"unfit .*place_codes|unknown_code"),
        ({"activity_codes": ["alchemy", "general"]}, r"unknown_code .*alchemy.*general"),
        ({"borrower_kinds": ["empire"]}, r"unknown_code .*empire"),
        ({"contract_kinds": ["usury"]}, r"unknown_code .*usury"),
        ({"loss_bearer": "nobody"}, r"unfit .*loss_bearer"),
        ({"loss_bearer": "shared"}, "loss_share"),
        ({"source_loss_share": Decimal("0.7")}, "loss_share"),
        ({"loss_bearer": "shared", "source_loss_share": Decimal(2)}, r"unfit .*source_loss_share"),
        ({"guarantee_limits": [(None, "chain"), (None, "none")]}, "guarantee_limit_twice"),
        ({"guarantee_limits": [(-1, "chain")]}, r"unfit .*up_to_amount"),
        ({"guarantee_limits": [(None, "soul")]}, r"unfit .*heaviest"),
        ({"signed_on": clock.today() + timedelta(days=1)}, "signed_ahead"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    district: People, others: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        sign(**others)

    assert not Agreement.objects.filter(code="full").exists()


def test_an_agreement_without_money_yet_has_no_entry(district: People) -> None:
    agreement = actions.sign_agreement(
        code="later",
        source_code="bank",
        names=("بعد", "Later"),
        terms=actions.Terms(0),
        signed_on=SIGNED_ON,
        by=STAGE,
    )

    assert not agreement.records.exists()

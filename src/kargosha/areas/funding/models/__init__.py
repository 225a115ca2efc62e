"""What funding stores: sources, agreements, quotas; the dated figures of each agreement and what
is set aside."""

from kargosha.areas.funding.models.money import FIGURES, Balance, MoneyRecord
from kargosha.areas.funding.models.reservations import Firming, Release, Reservation
from kargosha.areas.funding.models.terms import Agreement, GuaranteeLimit, Quota, Source

__all__ = [
    "FIGURES",
    "Agreement",
    "Balance",
    "Firming",
    "GuaranteeLimit",
    "MoneyRecord",
    "Quota",
    "Release",
    "Reservation",
    "Source",
]

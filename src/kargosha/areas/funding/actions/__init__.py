"""What can happen to sources, agreements, quotas and their money."""

from kargosha.areas.funding.actions.money import MoneyEntry, record_money
from kargosha.areas.funding.actions.quotas import QuotaRow, set_legal_quotas, set_quotas
from kargosha.areas.funding.actions.reservations import Ask, release, reserve
from kargosha.areas.funding.actions.terms import Terms, register_source, sign_agreement

__all__ = [
    "Ask",
    "MoneyEntry",
    "QuotaRow",
    "Terms",
    "record_money",
    "register_source",
    "release",
    "reserve",
    "set_legal_quotas",
    "set_quotas",
    "sign_agreement",
]

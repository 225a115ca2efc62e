"""What a person may ask about sources, agreements, quotas and their money."""

from kargosha.areas.funding.queries.files import (
    agreements_file,
    quotas_file,
    records_file,
    waiting_file,
)
from kargosha.areas.funding.queries.money import (
    MoneyBar,
    Piece,
    WaitingLine,
    balances,
    money_bar,
    record_list,
    records,
    waiting,
    waiting_list,
)
from kargosha.areas.funding.queries.terms import (
    SORTS,
    AgreementPage,
    agreement_list,
    agreement_page,
    agreements,
    place_names,
    quota_list,
    quotas,
    sources,
)

__all__ = [
    "SORTS",
    "AgreementPage",
    "MoneyBar",
    "Piece",
    "WaitingLine",
    "agreement_list",
    "agreement_page",
    "agreements",
    "agreements_file",
    "balances",
    "money_bar",
    "place_names",
    "quota_list",
    "quotas",
    "quotas_file",
    "record_list",
    "records",
    "records_file",
    "sources",
    "waiting",
    "waiting_file",
    "waiting_list",
]

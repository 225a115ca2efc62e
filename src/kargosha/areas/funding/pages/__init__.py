from kargosha.areas.funding.pages.money import (
    agreement,
    agreements,
    agreements_file,
    enter_money,
    money,
    records,
    records_file,
    waiting,
    waiting_file,
)
from kargosha.areas.funding.pages.quotas import quotas, quotas_file
from kargosha.areas.funding.pages.setting import (
    register_source,
    set_legal_quotas,
    set_quota,
    sign_agreement,
)

__all__ = [
    "agreement",
    "agreements",
    "agreements_file",
    "enter_money",
    "money",
    "quotas",
    "quotas_file",
    "records",
    "records_file",
    "register_source",
    "set_legal_quotas",
    "set_quota",
    "sign_agreement",
    "waiting",
    "waiting_file",
]

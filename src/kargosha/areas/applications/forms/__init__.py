from kargosha.areas.applications.forms.calls import CallForm
from kargosha.areas.applications.forms.proposals import (
    MoneyForm,
    WhatForm,
    WithdrawForm,
    jobs_form_set,
)

__all__ = [
    "CallForm",
    "MoneyForm",
    "WhatForm",
    "WithdrawForm",
    "jobs_form_set",
]

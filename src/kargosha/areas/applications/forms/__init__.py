from kargosha.areas.applications.forms.calls import CallForm
from kargosha.areas.applications.forms.fields import (
    AmountField,
    DayField,
    NumberField,
    PercentField,
)
from kargosha.areas.applications.forms.proposals import (
    MoneyForm,
    WhatForm,
    WithdrawForm,
    jobs_form_set,
)

__all__ = [
    "AmountField",
    "CallForm",
    "DayField",
    "MoneyForm",
    "NumberField",
    "PercentField",
    "WhatForm",
    "WithdrawForm",
    "jobs_form_set",
]

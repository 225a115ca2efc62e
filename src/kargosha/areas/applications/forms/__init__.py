from kargosha.areas.applications.forms.calls import CallForm
from kargosha.areas.applications.forms.fields import (
    AmountField,
    DayField,
    NumberField,
    PercentField,
)

__all__ = ["AmountField", "CallForm", "DayField", "NumberField", "PercentField"]

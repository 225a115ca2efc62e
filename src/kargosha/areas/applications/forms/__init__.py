from kargosha.areas.applications.forms.fields import (
    AmountField,
    DayField,
    NumberField,
    PercentField,
)

__all__ = ["AmountField", "DayField", "NumberField", "PercentField"]

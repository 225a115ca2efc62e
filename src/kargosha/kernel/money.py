"""Money is whole rials: how it is stored."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from kargosha.analysis.tables import MOST_RIALS


class RialField(models.BigIntegerField):  # type: ignore[type-arg]
    """Whole rials, never negative, never beyond what the methods compute exactly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        bounds = (MinValueValidator(0), MaxValueValidator(MOST_RIALS))
        kwargs["validators"] = [*bounds, *kwargs.get("validators", ())]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["validators"]
        return name, path, list(args), dict(kwargs)


def at_least_nothing(*fields: str) -> list[models.CheckConstraint]:
    """Return one constraint a field: the database refuses a negative or absurd amount."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}__gte": 0, f"{field}__lte": MOST_RIALS})
            | models.Q(**{f"{field}__isnull": True}),
            name=f"%(class)s_{field}_in_range",
        )
        for field in fields
    ]

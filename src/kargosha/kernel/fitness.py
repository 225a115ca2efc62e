"""What a row may hold: asked of its fields before it is written, and kept by the database beneath."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from kargosha.kernel.errors import Refusal, Refused

MOST_TOLD = 200
"""Nobody mends more rows than this in one go."""

SHARE = (MinValueValidator(0), MaxValueValidator(1))

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Signs that no text holds; the first and the last ones the database cannot even store."""


def refuse_unfit(rows: Iterable[models.Model]) -> None:
    """Refuse rows with a value that its field does not hold.

    That is: a text that is empty, too long or holds control characters, a code of another form, a
    choice that is none, a number out of range or not finite. Relations are the action's to find.

    Raises
    ------
    Refused
        With one reason a row, each naming the fields.
    """
    told = [(_name(row), fields) for row in rows if (fields := _unfit_fields(row))]
    if told:
        raise Refused(
            *(
                Refusal("refusal.unfit", {"row": row, "fields": fields})
                for row, fields in told[:MOST_TOLD]
            )
        )


def refuse_unknown(codes: set[str]) -> None:
    """Refuse codes that were named and are not known.

    Raises
    ------
    Refused
        There is at least one.
    """
    if codes:
        raise Refused(Refusal("refusal.unknown_code", {"codes": sorted(codes)}))


def one_of(field: str, *values: str) -> CheckConstraint:
    """Return the constraint by which the database holds a field to its choices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_known")


def finite(*fields: str) -> list[CheckConstraint]:
    """Return one constraint a field: the database refuses an infinite number and one that is none."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__gt": -math.inf, f"{field}__lt": math.inf})
            | Q(**{f"{field}__isnull": True}),
            name=f"%(class)s_{field}_finite",
        )
        for field in fields
    ]


def _name(row: models.Model) -> str:
    """Return the code by which a person knows the row; without one, what kind of row it is."""
    return str(getattr(row, "code", "") or row._meta.model_name)


def _unfit_fields(row: models.Model) -> list[str]:
    own = [field for field in row._meta.fields if not field.is_relation]
    unfit = {field.name for field in own if _is_unfit(getattr(row, field.attname))}
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations | unfit)
    except ValidationError as error:
        unfit |= set(error.error_dict)
    return sorted(unfit)


def _is_unfit(value: object) -> bool:
    """Say whether a value could not be stored, or not be read again as what it is."""
    match value:
        case str():
            return _CONTROL.search(value) is not None
        case float():
            return not math.isfinite(value)
        case Decimal():
            return not value.is_finite()
        case list():
            return any(map(_is_unfit, value))
        case _:
            return False

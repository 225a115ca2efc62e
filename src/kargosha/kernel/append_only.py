"""Tables to which rows are only ever added: kept by a trigger, and by what the application's role may do.

Where the last word on a row is written later, such as who approved it, it is written once.
"""

import pgtrigger
from django.db.models import Model


def triggers(name: str) -> list[pgtrigger.Trigger]:
    """Return the triggers by which the database refuses to change or remove a row."""
    return [
        pgtrigger.Protect(name=f"{name}_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
    ]


def signed_once(name: str, *fields: str) -> list[pgtrigger.Trigger]:
    """Return the triggers by which the database lets only those fields of a row be written, and once.

    The first of the fields is empty until then.
    """
    is_signed = pgtrigger.Q(**{f"old__{fields[0]}__isnull": False})
    return [
        pgtrigger.Protect(name=f"{name}_stays", operation=pgtrigger.Delete),
        pgtrigger.ReadOnly(name=f"{name}_keeps_its_terms", exclude=list(fields)),
        pgtrigger.Protect(
            name=f"{name}_signed_once", operation=pgtrigger.Update, condition=is_signed
        ),
    ]


def adding_up(name: str, func: str) -> pgtrigger.Trigger:
    """Return the trigger by which rows that one statement added, seen as ``added``, are counted elsewhere."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
        func=func,
    )


def is_append_only(model: type[Model]) -> bool:
    """Say whether rows of that model are only ever added."""
    return any(
        isinstance(trigger, pgtrigger.Protect) and str(trigger.name).endswith("_only_grows")
        for trigger in getattr(model._meta, "triggers", [])
    )

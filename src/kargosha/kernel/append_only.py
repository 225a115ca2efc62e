"""Tables to which rows are only ever added: kept by a trigger, and by what the application's role may do."""

import pgtrigger
from django.db.models import Model


def triggers(name: str) -> list[pgtrigger.Trigger]:
    """Return the triggers by which the database refuses to change or remove a row."""
    return [
        pgtrigger.Protect(name=f"{name}_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
    ]


def is_append_only(model: type[Model]) -> bool:
    """Say whether rows of that model are only ever added."""
    return any(
        isinstance(trigger, pgtrigger.Protect) and str(trigger.name).endswith("_only_grows")
        for trigger in getattr(model._meta, "triggers", [])
    )

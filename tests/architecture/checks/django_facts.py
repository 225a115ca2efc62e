"""Print, as JSON, what Django knows of the models of the checkout that stands first on the path.

Run in an interpreter of its own (see `store.facts`), because Django can be set up only once in
one interpreter, and the planted faults each need their own.
"""

import json
import os
import sys
from typing import Any


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kargosha.portal.settings"
    import django  # noqa: PLC0415 (settings must be named first)
    from django.apps import apps  # noqa: PLC0415

    django.setup()
    own = [each for each in apps.get_models() if each.__module__.startswith("kargosha.")]
    json.dump([_facts(model) for model in own], sys.stdout)


def _facts(model: Any) -> dict[str, Any]:
    fields = [each for each in model._meta.get_fields() if each.concrete]
    return {
        "name": model.__name__,
        "module": model.__module__,
        "fields": [each.name for each in fields],
        "personal": vars(model).get("personal"),
        "doc": vars(model).get("__doc__") or "",
        "relations": [
            [each.name, each.related_model.__module__, each.related_model.__name__]
            for each in fields
            if each.is_relation
        ],
    }


if __name__ == "__main__":
    main()

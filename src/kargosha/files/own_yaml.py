"""YAML that came with the programme, read by the parser in C, which takes a tenth of the time.

What a person hands in is read by the parser in Python: it ends at a thousand brackets with an error,
not with the process.
"""

from typing import Any

import yaml

Loader = type[yaml.SafeLoader] | type[yaml.CSafeLoader]
OWN: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML can be built without its parser in C."""


def own_yaml(text: str) -> Any:
    """Return what stands in one of the programme's own files."""
    return yaml.load(text, OWN)  # noqa: S506  (both are safe loaders)

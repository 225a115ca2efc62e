"""Work done later: load, and call one action."""

from kargosha.areas.territory import actions
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission

IMPORTER = system("territory.importer", Permission.PLACE_IMPORT)


def check_import(key: int) -> None:
    actions.check_import(import_id=key, by=IMPORTER)


def apply_import(key: int) -> None:
    actions.apply_import(import_id=key, by=IMPORTER)


def raise_signs(key: int) -> None:
    """Look at all series again; the key is that of the import after which it is asked."""
    actions.raise_signs(by=actions.WATCH)

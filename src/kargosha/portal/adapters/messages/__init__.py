"""The ways by which messages reach a mobile: one of them is chosen by KARGOSHA_MESSENGER."""

from django.conf import settings

from kargosha.kernel.ports import Messenger
from kargosha.kernel.queries import purpose
from kargosha.portal.adapters.messages.console import Console
from kargosha.portal.adapters.messages.folder import Folder
from kargosha.portal.adapters.messages.gateway import Gateway


def messenger() -> Messenger:
    """Return the messenger that was chosen."""
    match way():
        case "file":
            return Folder(settings.MESSAGES)
        case "http":
            return Gateway(settings.MESSENGER_URL, settings.MESSENGER_TOKEN)
        case _:
            return Console()


def way() -> str:
    """Return by what messages go: what was set, else a folder in a rehearsal and the console otherwise."""
    return settings.MESSENGER or ("file" if purpose() == "rehearsal" else "console")

"""The application that the web server calls."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def application() -> WSGIHandler:
    """Return the application with every page known, loaded before the first is asked for.

    What is loaded stays, so Python's collector need not look through it again: with hundreds of thousands
    of lasting objects each of its full passes would hold up one answer by an eighth of a second.
    """
    ready = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    gc.freeze()
    return ready

"""The rehearsal province: made-up people, groups, money and proposals over the real counties; rounds decided.

Everything goes through the actions that real work goes through. `steps` are taken one by one; what they
need is imported only where one is still to be taken, since every later start only asks.
"""

from importlib import import_module

from kargosha.areas.applications.models import Call
from kargosha.portal.rehearsal import people
from kargosha.portal.rehearsal.plan import SPRING, is_published, open_call

accounts = people.accounts


def load() -> bool:
    """Load what is not there yet; return whether anything was."""
    if Call.objects.filter(code=open_call().code).exists() and is_published(SPRING):
        return False
    import_module("kargosha.portal.rehearsal.steps").take()
    return True

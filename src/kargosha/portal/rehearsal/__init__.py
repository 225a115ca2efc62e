"""The rehearsal province: made-up people, groups, money and proposals over the real counties; rounds decided.

Everything goes through the actions that real work goes through. Each step asks first whether it was
done, so that a load that was killed goes on where it stopped.
"""

from kargosha.areas.applications.models import Call
from kargosha.areas.territory import actions as territory
from kargosha.kernel import actions
from kargosha.portal.rehearsal import activities, groups, money, people, proposals, quotas
from kargosha.portal.rehearsal import round as decided
from kargosha.portal.rehearsal.plan import DECIDED, SPRING, open_call

accounts = people.accounts


def load() -> bool:
    """Load what is not there yet; return whether anything was."""
    coming = open_call()
    if Call.objects.filter(code=coming.code).exists() and decided.is_published(SPRING):
        return False
    actions.begin_instance(purpose="rehearsal", by=people.STAGE)
    people.load()
    territory.raise_signs(by=territory.WATCH)
    activities.load()
    money.load()
    quotas.load()
    groups.load()
    for planned in DECIDED:
        proposals.load(planned)
        decided.load(planned)
    money.pay()
    groups.let_heads_sign_in()
    proposals.load(coming)
    return True

"""The rehearsal province: made-up people, money and proposals over the real counties, and one decided round.

Everything goes through the actions that real work goes through. Each step asks first whether it was
done, so that a load that was killed goes on where it stopped.
"""

from kargosha.areas.territory import actions as territory
from kargosha.kernel import actions
from kargosha.portal.rehearsal import money, people, proposals
from kargosha.portal.rehearsal import round as decided

accounts = people.accounts


def load() -> bool:
    """Load what is not there yet; return whether anything was."""
    if decided.is_published():
        return False
    actions.begin_instance(purpose="rehearsal", by=people.STAGE)
    people.load()
    territory.raise_signs(by=territory.WATCH)
    money.load()
    proposals.load()
    decided.load()
    return True

"""The steps of the rehearsal, in order: each asks first whether it was done.

So a load that was killed goes on where it stopped.
"""

from kargosha.areas.territory import actions as territory
from kargosha.kernel import actions
from kargosha.portal.rehearsal import activities, groups, money, people, proposals, quotas
from kargosha.portal.rehearsal import round as decided
from kargosha.portal.rehearsal.plan import DECIDED, open_call


def take() -> None:
    """Take every step that is not taken yet."""
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
    proposals.load(open_call())

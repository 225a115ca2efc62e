"""Start everything that a working kargosha needs, watch over it, and stop it in order.

`plan` says what to start, `supervisor` does it; `children` are the processes, `signals` the wish to
stop, `address` the port and the page, `terminal` what a person reads.
"""

from kargosha.portal.start.plan import StartPlan
from kargosha.portal.start.supervisor import start

__all__ = ["StartPlan", "start"]

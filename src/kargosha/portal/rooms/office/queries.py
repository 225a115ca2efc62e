"""The rule book as a person reads it."""

from collections.abc import Sequence

from kargosha.analysis.rules import Rule
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.rulebook import rulebook_on


def rules_in_force(*, by: Actor) -> Sequence[Rule]:
    """Return today's rules in the order of their keys; the rules in force are public."""
    del by
    return tuple(rulebook_on(clock.today()).rules.values())

"""The rule book as of a date: every value with its unit, its first day and its source.

Rules are data. A method is handed a `Rulebook` and asks it by key; it never finds a ceiling, a
weight or a rate in the code.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kargosha.analysis.errors import MethodError


@dataclass(frozen=True)
class Rule:
    """One value of one rule from one day on.

    Attributes
    ----------
    key
        Dotted name, for example ``need.deprivation_weight``.
    value
        A number or a text.
    unit
        What the number counts: ``rials``, ``share``, ``months``, ``weight``…
    valid_from
        First day on which it holds (Gregorian).
    source
        Law, decree, study or decision, with its date; says so when unconfirmed.
    low, high
        Ends of the interval where the value is an estimate; else None.
    """

    key: str
    value: float | str
    unit: str
    valid_from: date
    source: str
    low: float | None = None
    high: float | None = None


class UnknownRule(MethodError):
    """A key that the rule book does not hold on that day, or of which it holds no number."""

    def __init__(self, key: str, day: date) -> None:
        self.key = key
        self.day = day
        super().__init__(key, day)

    def __str__(self) -> str:
        """Return what is missing, for the log."""
        return f"no rule {self.key!r} on {self.day}, or it is not a number"


@dataclass(frozen=True)
class Rulebook:
    """The rules in force on one day.

    Examples
    --------
    >>> from datetime import date
    >>> weight = Rule("need.deprivation_weight", 1.0, "weight", date(2026, 3, 21), "the call")
    >>> book = Rulebook.on(date(2026, 11, 23), [weight])
    >>> book.number("need.deprivation_weight")
    1.0
    """

    day: date
    rules: Mapping[str, Rule]

    @classmethod
    def on(cls, day: date, versions: Sequence[Rule]) -> "Rulebook":
        """Take, for each key, the version with the latest first day not after ``day``.

        Of two versions with the same first day the one that stands later in ``versions`` holds,
        so approved changes are given after the shipped base.
        """
        held: dict[str, Rule] = {}
        for rule in versions:
            earlier = held.get(rule.key)
            if rule.valid_from <= day and (
                earlier is None or earlier.valid_from <= rule.valid_from
            ):
                held[rule.key] = rule
        return cls(day, dict(sorted(held.items())))

    def rule(self, key: str) -> Rule:
        """Return the rule of that key, or raise `UnknownRule`."""
        try:
            return self.rules[key]
        except KeyError:
            raise UnknownRule(key, self.day) from None

    def number(self, key: str) -> float:
        """Return the number of that key, or raise `UnknownRule` when it is none."""
        value = self.rule(key).value
        if isinstance(value, str):
            raise UnknownRule(key, self.day)
        return value

    def text(self, key: str) -> str:
        """Return the text of that key."""
        return str(self.rule(key).value)

    def below(self, prefix: str) -> Iterator[Rule]:
        """Yield the rules whose key begins with ``prefix.``, in the order of their keys."""
        return (rule for key, rule in self.rules.items() if key.startswith(prefix + "."))

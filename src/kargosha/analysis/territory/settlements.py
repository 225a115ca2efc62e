"""What is a settlement: a village, a small town, a town or a metropolis."""

from dataclasses import dataclass
from typing import Literal

SettlementClass = Literal["village", "small_town", "town", "metropolis", "town_of_unknown_size"]

VILLAGES = frozenset({"village", "village_block"})
TOWNS = frozenset({"city"})


@dataclass(frozen=True)
class Thresholds:
    """Sizes that tell towns apart.

    Attributes
    ----------
    small_town
        A town with fewer people is a small one.
    metropolis
        A town with as many people or more is a metropolis.
    """

    small_town: float
    metropolis: float


def settlement_class(
    kind: str, population: float | None, thresholds: Thresholds, *, decreed_metropolis: bool = False
) -> SettlementClass | None:
    """Return the class of a settlement by its kind and size; None for what is no settlement.

    Parameters
    ----------
    kind
        Kind of place: ``village``, ``village_block`` and ``city`` are settlements.
    population
        Its latest known population, people; None where it is unknown.
    thresholds
        The sizes of the rule book.
    decreed_metropolis
        Whether a decree names it a metropolis, whatever its size.

    Returns
    -------
    The class; ``town_of_unknown_size`` is a town whose population nobody has imported: it is
    never taken for a small one.

    Examples
    --------
    >>> settlement_class("city", 9_999, Thresholds(10_000, 1_000_000))
    'small_town'
    """
    if kind in VILLAGES:
        return "village"
    if kind not in TOWNS:
        return None
    if decreed_metropolis:
        return "metropolis"
    if population is None:
        return "town_of_unknown_size"
    if population < thresholds.small_town:
        return "small_town"
    return "town" if population < thresholds.metropolis else "metropolis"

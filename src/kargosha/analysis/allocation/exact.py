"""Decimals as the numbers that were written, and sums of them without rounding."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray


def exact(number: float) -> Fraction:
    """Return the decimal number that was written: 0.1 is one tenth."""
    return Fraction(repr(number))


@dataclass(frozen=True, eq=False)
class Exact:
    """An array of exact numbers over one denominator.

    Attributes
    ----------
    numerators
        (k,) Python integers.
    denominator
        What each of them is divided by.
    """

    numerators: NDArray[Any]
    denominator: int

    @classmethod
    def of(cls, numbers: NDArray[Any]) -> "Exact":
        """Read each number as it was written; nan (not known) counts as 0."""
        distinct, where = np.unique(np.nan_to_num(numbers), return_inverse=True)
        fractions = [exact(number) for number in distinct.tolist()]
        denominator = lcm(*(fraction.denominator for fraction in fractions))
        numerators = [int(fraction * denominator) for fraction in fractions]
        return cls(np.array(numerators, dtype=object)[where], denominator)

    def at(self, index: int) -> Fraction:
        """Return one number."""
        return Fraction(self.numerators[index], self.denominator)

    def sum(self, where: NDArray[Any]) -> Fraction:
        """Add the numbers at the indices or where the mask is true."""
        return Fraction(sum(self.numerators[where].tolist()), self.denominator)

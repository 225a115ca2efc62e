"""What the public reads of a round instead of exact amounts: the policy of the rules ``privacy.*``."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.queries.masked_instruments import SmallCells
from kargosha.kernel.rulebook import rulebook_on

Hidden = Literal["few", "rest"]

TOLD = frozenset({"quota", "capacity", "funds", "fund", "by", "less_percent"})
"""Values of reasons and changes from which no amount, price or cut-off can be read."""

CELLS = {
    "asked": ("asked_amount", "asked_count"),
    "granted": ("granted_amount", "granted_count", "kept_jobs"),
}
"""The figures of a county behind which the proposals stand that asked, or that were granted."""


class Masking:
    """What the rules of privacy of one day leave; they are looked up when something is to be masked."""

    def __init__(self, day: date) -> None:
        self._day = day

    @property
    def smallest_cell(self) -> int:
        """Return the fewest proposals behind a county's figure that the public reads."""
        return int(self._rules.number("privacy.smallest_cell"))

    def band(self, amount: int) -> tuple[int, int]:
        """Return the ends of the band in which an amount lies."""
        width = int(self._rules.number("privacy.amount_band"))
        lower = amount // width * width
        return lower, lower + width

    def values(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return of what a reason or a change quotes only what the public's sentence needs."""
        return {key: value for key, value in values.items() if key in TOLD}

    def figures(self, figures: Mapping[str, Any]) -> dict[str, Any]:
        """Return the figures of a round without those of counties behind which too few proposals stand."""
        measures = SmallCells(self.smallest_cell, self._hidden).measures(figures)
        return {**figures, **measures, "counties": self._counties(figures.get("counties", ()))}

    @cached_property
    def _rules(self) -> Rulebook:
        return rulebook_on(self._day)

    def _counties(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        masked = [{**row} for row in rows]
        for side, cell in CELLS.items():
            for index, why in self._hidden([row[f"{side}_count"] for row in rows]).items():
                masked[index] |= dict.fromkeys(cell) | {f"{side}_hidden": why}
        return masked

    def _hidden(self, counts: Sequence[int]) -> dict[int, Hidden]:
        """Return which counties are hidden: those with too few proposals; and, where what all of these
        have could still be told from the total, the next smallest too."""
        hidden: dict[int, Hidden] = {}
        behind, smallest = 0, self.smallest_cell
        for index in sorted(range(len(counts)), key=counts.__getitem__):
            if 0 < counts[index] < smallest:
                hidden[index] = "few"
            elif 0 < behind < smallest:
                hidden[index] = "rest"
            else:
                continue
            behind += counts[index]
        return hidden

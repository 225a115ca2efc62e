"""The sentence of a condition that cannot hold, or of a floor that is missed."""

from typing import Literal

from kargosha.analysis.allocation import Condition
from kargosha.files.words import Language, say

Trouble = Literal["infeasible", "missed"]


def condition_code(condition: Condition, trouble: Trouble = "infeasible") -> str:
    """Return the key of a condition's sentence, for example ``infeasible.floor.jobs``."""
    if condition.kind not in ("floor", "ceiling"):
        return f"{trouble}.{condition.kind}"
    is_share = trouble == "infeasible" and condition.values["relative"]
    measure = "share" if is_share else condition.values["measure"]
    return f"{trouble}.{condition.kind}.{measure}"


def condition_told(
    condition: Condition, language: Language, trouble: Trouble = "infeasible"
) -> str:
    """Return the sentence of a condition."""
    code = condition_code(condition, trouble)
    return say(code, {**condition.values, "id": condition.id}, language)

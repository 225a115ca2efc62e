"""A long amount of money in a few words, to be read beside the exact one."""

from kargosha.files.words import Language, say

_STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def short_amount(rials: int, language: Language) -> str:
    """Return a short reading of an amount, for example ``1.2 billion rials``.

    Rounded to three significant digits, half away from zero; it stands beside the exact amount,
    never in its place.
    """
    rounded = _three_digits(abs(rials))
    sign = -1 if rials < 0 else 1
    for step, name in _STEPS:
        if rounded >= step:
            return say(f"amount.{name}", {"value": sign * rounded / step}, language)
    return say("amount.rials", {"value": rials}, language)


def _three_digits(size: int) -> int:
    """Round a whole number to three significant digits."""
    unit: int = 10 ** max(len(str(size)) - 3, 0)
    return (size + unit // 2) // unit * unit

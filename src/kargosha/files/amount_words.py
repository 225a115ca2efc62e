"""An amount in words, as it is written on a cheque, so that a slip of a zero is heard."""

from kargosha.files.words import Language, say

RIALS_A_TOMAN = 10
_POWERS: dict[Language, tuple[int, ...]] = {"fa": (9, 6, 3), "en": (15, 12, 9, 6, 3)}
"""Powers of ten that have a name; Persian says a thousand milliards where English says a trillion."""


def in_tomans(rials: int, language: Language) -> str:
    """Return an amount in tomans, in words; rials that make no whole toman are said after them.

    Examples
    --------
    >>> in_tomans(12_000_000_005, "en")
    'one billion, two hundred million toman and five rials'
    """
    tomans, rest = divmod(abs(rials), RIALS_A_TOMAN)
    parts = {"tomans": number_in_words(tomans, language), "rials": number_in_words(rest, language)}
    if rest and tomans:
        said = say("amount_words.both", parts, language)
    else:
        said = say("amount_words.rials" if rest else "amount_words.tomans", parts, language)
    return say("amount_words.less", {"amount": said}, language) if rials < 0 else said


def number_in_words(number: int, language: Language) -> str:
    """Return a whole number below 10^18 in words.

    Examples
    --------
    >>> number_in_words(1_021, "en")
    'one thousand, twenty-one'
    >>> number_in_words(1_021, "fa")
    'هزار و بیست و یک'
    """
    if number == 0:
        return _word(0, language)
    said = []
    for power in _POWERS[language]:
        count, number = divmod(number, 10**power)
        if count:
            said.append(_of_power(count, power, language))
    if number:
        said.append(_below_thousand(number, language))
    return _word("between", language).join(said)


def _of_power(count: int, power: int, language: Language) -> str:
    """Return, for example, so many millions; Persian says a thousand without the one."""
    unit = _word(f"power{power}", language)
    if language == "fa" and (count, power) == (1, 3):
        return unit
    return f"{number_in_words(count, language)} {unit}"


def _below_thousand(number: int, language: Language) -> str:
    hundreds, rest = divmod(number, 100)
    said = [_word(100 * hundreds, language)] if hundreds else []
    if rest:
        said.append(_below_hundred(rest, language))
    return _word("within", language).join(said)


def _below_hundred(number: int, language: Language) -> str:
    if number <= 20 or number % 10 == 0:
        return _word(number, language)
    tens = _word(number // 10 * 10, language)
    return f"{tens}{_word('tens', language)}{_word(number % 10, language)}"


def _word(of: int | str, language: Language) -> str:
    return say(f"number_word.{of}", {}, language)

"""Digits and number signs: Persian and Arabic ones in, ASCII ones stored, Persian ones shown."""

from numbers import Integral

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
ASCII = "0123456789"

_TO_ASCII = str.maketrans(PERSIAN + ARABIC, ASCII * 2)
_TO_PERSIAN = str.maketrans(ASCII + ARABIC, PERSIAN * 2)
_SIGNS_TO_PERSIAN = str.maketrans({",": "٬", ".": "٫", "%": "٪"})


def ascii_digits(text: str) -> str:
    """Write every Persian or Arabic digit of a text as the ASCII one; change nothing else."""
    return text.translate(_TO_ASCII)


def persian_digits(text: str) -> str:
    """Write every ASCII or Arabic digit of a text as the Persian one; change nothing else."""
    return text.translate(_TO_PERSIAN)


def grouped(value: float, language: str, spec: str = "") -> str:
    """Write a number for people: thousands in groups, digits and signs of the language.

    Parameters
    ----------
    value
        A whole number stays exact; a fraction is rounded to at most six places.
    language
        ``fa`` or ``en``.
    spec
        A format of Python's own, such as ``.1%`` or ``.2f``, instead of the usual one.
    """
    if spec:
        latin = format(value, f",{spec}" if spec[0] == "." else spec)
    elif isinstance(value, Integral):
        latin = f"{value:,}"
    else:
        latin = f"{value:,.6f}".rstrip("0").rstrip(".")
        if latin in {"0", "-0"}:  # a tiny fraction must not read as nothing
            latin = f"{value:.3g}" if value else "0"
    if language != "fa":
        return latin.replace("-", "−")
    return persian_digits(latin.translate(_SIGNS_TO_PERSIAN)).replace("-", "−")

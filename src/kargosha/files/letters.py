"""Persian letters: one spelling for what is stored, keys for searching and for sorting.

The order of `sort_key` is that of the Unicode collation for Persian (CLDR ``fa``), so no database
has to be built with ICU and Python, the page and the file agree.
"""

import unicodedata

from kargosha.files.digits import ARABIC, ASCII, PERSIAN

ZWNJ = "\u200c"
"""The zero-width non-joiner, kept on display, dropped in keys."""

EDGES = " \t\r\n\u200c\u200d\u0640"
"""What is left out at both ends of a text."""

STORED = {
    **dict(zip(PERSIAN + ARABIC, ASCII * 2, strict=True)),
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "\u00a0": " ",
    **dict.fromkeys("\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff", ""),
}
"""Each sign that is stored as another one, or not at all: digits, Arabic letters, unseen marks."""

_FOLD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})
_STORED = str.maketrans(STORED)
_SEARCH = str.maketrans("أإآٱؤئةۀ", "اااا" + "ویهه")
_SOUND = str.maketrans("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "abptsjchxdzrzjswsztzaqfqkglmnvhy")
_UNSEEN = dict.fromkeys(map(ord, [sign for sign, other in STORED.items() if not other]))
_UNSEEN |= dict.fromkeys(map(ord, (ZWNJ, "\u200d", "\u0640")))

# One class of letters that differ only in a second look, first letter first; classes in order.
_CLASSES = (
    *" _-,،;؛:!?؟.'\"()[]{}@*/\\&#%+<=>|~$",
    *("0۰٠", "1۱١", "2۲٢", "3۳٣", "4۴٤", "5۵٥", "6۶٦", "7۷٧", "8۸٨", "9۹٩"),
    *("آ", "اٱ", "ءأإؤئ", *"بپتثجچحخدذرزژسشصضطظعغف", "ق", "کك", *"گلمنو", "هةۀ", "یىي"),
    *(small + small.upper() for small in "abcdefghijklmnopqrstuvwxyz"),
)
_FIRST_LOOK = {letter: rank for rank, members in enumerate(_CLASSES) for letter in members}
_SECOND_LOOK = {letter: rank for members in _CLASSES for rank, letter in enumerate(members)}
_LEAST = 0x21
_OTHER = chr(_LEAST + len(_CLASSES))
_BETWEEN = " "


def fold_letters(text: str) -> str:
    """Write Arabic ي, ى and ك as Persian ی and ک; change nothing else."""
    return text.translate(_FOLD)


def identifier(text: str) -> str:
    """Return a code as it is stored: ASCII digits, Persian letters, no unseen marks or edges.

    Examples
    --------
    >>> identifier(" ۰۳۱۱ ")
    '0311'
    """
    return unicodedata.normalize("NFC", text).translate(_STORED).strip(EDGES)


def search_key(text: str) -> str:
    """Return what two spellings of one name share; for finding, never for showing.

    Examples
    --------
    >>> search_key("عجب‌شیر") == search_key("عجب شیر") == search_key("عجبشير")
    True
    """
    plain = identifier(text).translate(_SEARCH).casefold()
    marked = unicodedata.normalize("NFD", plain)
    return "".join(sign for sign in marked if not unicodedata.combining(sign) and sign.isalnum())


def sound_key(text: str) -> str:
    """Return how a name sounds, in ASCII letters: those that are mistaken for one another are one.

    Each letter of the `search_key` gives one sign or none, so what stands within a name stands
    within its sound, and an index over ASCII finds Persian names in a database of any locale.

    Examples
    --------
    >>> sound_key("هشترود") == sound_key("حشطرود") == "hwtrvd"
    True
    """
    return search_key(text).translate(_SOUND).encode("ascii", "ignore").decode()


def sort_key(text: str) -> str:
    """Return a printable text whose order by code point is the Persian order of names.

    Letters that differ only in a second look (ا and ٱ, ک and ك, a and A) decide only where all
    else is equal. A column of these keys is to be compared with the collation ``C``.
    """
    signs = [
        sign
        for sign in unicodedata.normalize("NFC", text).translate(_UNSEEN).replace("\u00a0", " ")
        if not unicodedata.combining(sign)
    ]
    first = "".join(_first_look(sign) for sign in signs)
    second = "".join(chr(_LEAST + _SECOND_LOOK.get(sign, 0)) for sign in signs)
    return first + _BETWEEN + second


def _first_look(sign: str) -> str:
    """Return the place of a letter in the order; a letter of another script comes last."""
    rank = _FIRST_LOOK.get(sign)
    return f"{_OTHER}{ord(sign):06x}" if rank is None else chr(_LEAST + rank)

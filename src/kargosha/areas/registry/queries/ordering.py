"""The Persian order of names, asked of the database whatever its locale is."""

from string import ascii_lowercase

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Collate

PERSIAN = "ءآاأإبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهةیئ"
LETTERS = PERSIAN + "".join(letter + letter.upper() for letter in ascii_lowercase)
"""As `files.letters` orders them: another script comes last."""

_FIRST = 0x4E00
_RANKS = "".join(chr(_FIRST + rank) for rank in range(len(LETTERS)))
"""Signs that stand behind all others by code point, one for each letter in the order of the alphabet."""


class PersianOrder(Collate):
    """A column of names, ordered as the Persian alphabet is, then the Latin one."""

    def __init__(self, field: str) -> None:
        letters = (Value(LETTERS), Value(_RANKS))
        ranked = Func(F(field), *letters, function="translate", output_field=TextField())
        super().__init__(ranked, "C")

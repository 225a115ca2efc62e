"""Identifiers of people, companies, accounts, phones and addresses: read as typed, stored in one form.

Each function returns the form that is stored, or None where the text is no such identifier; each
``is_`` says whether a text is one. Persian and Arabic digits are read, and so are the spaces,
hyphens and brackets that people put between groups of digits; spreadsheets drop leading zeros, so a
national id of eight or nine digits gets them back.

Notes
-----
The check digits of a national id and of a legal entity stand for eleven remainders by ten digits:
remainders 1 and 10 of the first share the digit 1, remainders 0 and 10 of the second share 0. One
changed digit is therefore always caught unless the check digit is that one.
"""

import re

from kargosha.files.letters import identifier

_BETWEEN = re.compile(r"[\s\-‐‑–_.()\u200c\u200d]+")
_NATIONAL_ID = re.compile(r"[0-9]{8,10}", re.ASCII)
_LEGAL_ID = re.compile(r"[0-9]{11}", re.ASCII)
_SHEBA = re.compile(r"IR[0-9]{24}", re.ASCII)
_MOBILE = re.compile(r"(?:\+98|0098|98|0)?(9[0-9]{9})", re.ASCII)
_POSTAL_CODE = re.compile(r"[0-9]{10}", re.ASCII)
_POSTAL_CODE_STRICT = re.compile(r"(?!([0-9])\1{3})[13-9]{4}[1346-9][013-9]{5}", re.ASCII)
_FOREIGN_ID = re.compile(r"[0-9A-Z]{5,20}", re.ASCII)

_LEGAL_WEIGHTS = (29, 27, 23, 19, 17)


def national_id(text: str) -> str | None:
    """Return a person's national id as ten digits, or None where the check digit is not its own.

    Examples
    --------
    >>> national_id("۰۴۹-۹۳۷۰۸۹-۹"), national_id("499370899"), national_id("4271427685")
    ('0499370899', '0499370899', None)
    """
    plain = _plain(text)
    if not _NATIONAL_ID.fullmatch(plain):
        return None
    padded = plain.zfill(10)
    digits = [int(digit) for digit in padded]
    rest = sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    check = rest if rest < 2 else 11 - rest
    return padded if len(set(digits)) > 1 and digits[9] == check else None


def is_national_id(text: str) -> bool:
    """Say whether a text is a person's national id."""
    return national_id(text) is not None


def legal_id(text: str) -> str | None:
    """Return the id of a legal entity as eleven digits, or None where it is none.

    Examples
    --------
    >>> legal_id("۱۰۳۸۰ ۲۸۴ ۷۹۰"), legal_id("10380284792")
    ('10380284790', None)
    """
    plain = _plain(text)
    if not _LEGAL_ID.fullmatch(plain):
        return None
    digits = [int(digit) for digit in plain]
    shift = digits[9] + 2
    total = sum(
        (digit + shift) * _LEGAL_WEIGHTS[place % 5] for place, digit in enumerate(digits[:10])
    )
    return plain if total % 11 % 10 == digits[10] else None


def is_legal_id(text: str) -> bool:
    """Say whether a text is the id of a legal entity."""
    return legal_id(text) is not None


def sheba(text: str) -> str | None:
    """Return a bank account's number as ``IR`` and 24 digits, or None where it is none.

    The remainder of ISO 7064 mod 97-10 is 1, with the country's letters behind as figures.

    Examples
    --------
    >>> sheba("ir82 0540 1026 8002 0817 9090 02")
    'IR820540102680020817909002'
    """
    plain = _plain(text).upper()
    if not _SHEBA.fullmatch(plain):
        return None
    figures = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
    return plain if int(figures) % 97 == 1 else None


def is_sheba(text: str) -> bool:
    """Say whether a text is the number of a bank account."""
    return sheba(text) is not None


def mobile(text: str) -> str | None:
    """Return a mobile number as ``09`` and nine digits, or None where it is none.

    Examples
    --------
    >>> mobile("+98 914 123 4567"), mobile("۹۱۴۱۲۳۴۵۶۷"), mobile("04133334444")
    ('09141234567', '09141234567', None)
    """
    found = _MOBILE.fullmatch(_plain(text))
    return f"0{found[1]}" if found else None


def is_mobile(text: str) -> bool:
    """Say whether a text is a mobile number."""
    return mobile(text) is not None


def postal_code(text: str) -> str | None:
    """Return a postal code as ten digits, or None where it is none."""
    plain = _plain(text)
    return plain if _POSTAL_CODE.fullmatch(plain) else None


def is_postal_code(text: str) -> bool:
    """Say whether a text has the ten digits of a postal code."""
    return postal_code(text) is not None


def is_strict_postal_code(text: str) -> bool:
    """Say whether a postal code also has the form that the post gives out; others are only warned of."""
    return _POSTAL_CODE_STRICT.fullmatch(postal_code(text) or "") is not None


def foreign_id(text: str) -> str | None:
    """Return the number of a foreigner's document: 5 to 20 digits and capital letters; else None."""
    plain = _plain(text).upper()
    return plain if _FOREIGN_ID.fullmatch(plain) else None


def document(kind: str, text: str) -> str | None:
    """Return the number of a document of that kind (``none`` has none), or None where it is wrong."""
    match kind:
        case "national_id":
            return national_id(text)
        case "foreign_id":
            return foreign_id(text)
    return "" if kind == "none" and not _plain(text) else None


def _plain(text: str) -> str:
    return _BETWEEN.sub("", identifier(text))

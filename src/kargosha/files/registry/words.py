"""What the columns of a list and the words in them are called, in either language.

A column is known by its own name, by its title in the words of either language, and by what else
people write at its head.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kargosha.analysis.errors import Fault
from kargosha.analysis.registry.table import ROSTER, WORDS
from kargosha.files.letters import search_key
from kargosha.files.words import LANGUAGES, Language, say

EXAMPLE_GROUP = "example-group"
"""Code of the made-up group of the template; its rows are never taken in."""

SEVERAL = ", "
"""How judging joins several words."""

OTHER_HEADERS: Mapping[str, tuple[str, ...]] = {
    "group_code": ("کد", "code"),
    "kind": ("نوع",),
    "place_code": ("کد مکان", "کد محل"),
    "legal_id": ("شناسه ملی تعاونی", "شناسه ملی شرکت"),
    "role": ("نقش", "سمت در گروه"),
    "family_name": ("نام فامیل", "فامیلی", "surname"),
    "born_on": ("تولد", "birth date", "date of birth"),
    "sex": ("جنس", "gender"),
    "document_number": ("کد ملی", "شماره ملی", "national id", "national code"),
    "mobile": ("موبایل", "همراه", "شماره همراه", "شماره موبایل", "phone"),
    "member_place_code": ("کد محل سکونت",),
    "household_members": ("تعداد اعضای خانوار", "بعد خانوار"),
    "household_earners": ("تعداد شاغلان خانوار",),
    "production_years": ("سابقه تولید", "سابقه"),
    "entered_on": ("تاریخ ورود",),
}

OTHER_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kind": {"cooperative": ("شرکت تعاونی", "co-operative", "coop")},
    "role": {
        "head": ("سرگروه", "رئیس", "مدیر", "مدیرعامل", "leader"),
        "treasurer": ("خزانه دار",),
        "secretary": ("منشی",),
    },
    "sex": {"female": ("خانم", "مؤنث", "f", "woman"), "male": ("آقا", "مذکر", "m", "man")},
    "document_kind": {
        "national_id": ("شماره ملی", "شناسنامه", "national id"),
        "foreign_id": ("اتباع", "کد فراگیر", "گذرنامه", "passport"),
        "none": ("هیچ", "بدون مدرک", "no"),
    },
}


def title_of(column: str, language: Language) -> str:
    """Return what a column is called at its head."""
    return say(f"word.roster_column.{column}", {}, language)


def word_of(column: str, word: str, language: Language) -> str:
    """Return a word of a column in a language."""
    return say(f"word.roster_{column}.{word}", {}, language)


def spoken(fault: Fault, language: Language) -> Fault:
    """Return a fault in whose values our words are those of a language, as is a column that is missing."""
    values = {name: _in_words(value, language) for name, value in fault.values.items()}
    if fault.code == "fault.missing_column" and fault.column in ROSTER.by_name:
        return replace(fault, column=title_of(fault.column or "", language), values=values)
    return replace(fault, values=values)


@cache
def headers() -> Mapping[str, str]:
    """Return the column by each way its head is written, folded as names are for finding."""
    known: dict[str, str] = {}
    for column in ROSTER.by_name:
        titles = [column, *(title_of(column, language) for language in LANGUAGES)]
        for title in (*titles, *OTHER_HEADERS.get(column, ())):
            known.setdefault(search_key(title), column)
    return known


@cache
def words_of(column: str) -> Mapping[str, str]:
    """Return the word of a column by each way it is written, folded."""
    known: dict[str, str] = {}
    for word in WORDS[column]:
        spoken = [word, *(word_of(column, word, language) for language in LANGUAGES)]
        for each in (*spoken, *OTHER_WORDS.get(column, {}).get(word, ())):
            known.setdefault(search_key(each), word)
    return known


@cache
def own_headers() -> frozenset[str]:
    """Return the heads of the columns that a file of bad rows adds, folded."""
    return frozenset(
        search_key(say(code, {}, language))
        for code in ("bad_rows.row", "bad_rows.fault")
        for language in LANGUAGES
    )


def _in_words(value: object, language: Language) -> object:
    """Return one of our words, or several, in a language; anything else as it is."""
    several = value.split(SEVERAL) if isinstance(value, str) else []
    for column, words in WORDS.items():
        if several and set(several) <= set(words):
            told = [word_of(column, word, language) for word in several]
            return told if len(told) > 1 else told[0]
    return value

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kargosha.files.letters import fold_letters, identifier, search_key, sort_key, sound_key
from kargosha.files.tables.values import stored

# Names in the order in which ICU sorts them for Persian (Intl.Collator("fa") of Node 20).
IN_ORDER = [
    "آذرشهر", "اسکو", "اهر", "بستان‌آباد", "بناب", "تبریز",
    "ترکمانچای", "جلفا", "چاراویماق", "خداآفرین", "سراب", "شبستر",
    "عجب شیر", "عجب‌شیر", "کلیبر", "گوگان", "لیلان", "مراغه",
    "مرند", "ملکان", "میانه", "ورزقان", "هادیشهر", "هریس",
    "هشترود", "هوراند", "یامچی", "Ahar", "Tabriz",
]  # fmt: skip


def test_names_sort_as_in_persian() -> None:
    shuffled = sorted(IN_ORDER, key=len)

    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_a_second_look_decides_only_between_equals() -> None:
    assert sorted(["كب", "کا", "كا", "کب"], key=sort_key) == ["کا", "كا", "کب", "كب"]
    assert sorted(["B", "a", "b", "A"], key=sort_key) == ["a", "A", "b", "B"]


def test_vowel_marks_and_other_scripts_do_not_disturb_the_order() -> None:
    assert sort_key("مَرند") == sort_key("مرند")
    assert sort_key("z") < sort_key("я")


def test_three_spellings_are_one_place() -> None:
    assert search_key("عجب‌شیر") == search_key("عجب شیر") == search_key("عجبشير")
    assert search_key("آذرشهر") == search_key("اذرشهر")
    assert search_key("Tabriz ") == search_key("tabriz")


def test_an_identifier_keeps_its_zeros_and_its_inner_joiner() -> None:
    assert identifier(" ۰۳۱۱\u200f ") == "0311"
    assert identifier("قالي‌بافي\u200c") == "قالی‌بافی"


def test_arabic_letters_are_folded() -> None:
    assert fold_letters("كليبري") == "کلیبری"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_a_column_of_identifiers_is_stored_as_each_one_is(texts: list[str]) -> None:
    column = stored(pl.Series(texts, dtype=pl.String))

    assert column.to_list() == [identifier(text) or None for text in texts]


@given(*[st.text(alphabet="abٱآثصسهحۀعیژ‌ ۱1я")] * 3)
def test_what_stands_within_a_name_stands_within_its_sound(a: str, b: str, c: str) -> None:
    assert sound_key(b) in sound_key(a + b + c)
    assert sound_key(a).isascii()


@given(st.text(alphabet="abcآاأكکييیه‌ ۱1"))
def test_storing_twice_changes_nothing(text: str) -> None:
    assert identifier(identifier(text)) == identifier(text)

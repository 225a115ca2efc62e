"""The rule book as of a date."""

from datetime import date

import pytest

from kargosha.analysis.rules import Rule, Rulebook, UnknownRule

SPRING, AUTUMN = date(2026, 3, 21), date(2026, 9, 23)


def rule(key: str, value: float | str, valid_from: date = SPRING) -> Rule:
    return Rule(key, value, "share", valid_from, "the call")


def test_the_version_that_holds_on_the_day_is_taken() -> None:
    versions = [rule("share.women", 0.4, AUTUMN), rule("share.women", 0.3)]

    assert Rulebook.on(date(2026, 5, 1), versions).number("share.women") == 0.3
    assert Rulebook.on(AUTUMN, versions).number("share.women") == 0.4


def test_an_approved_change_of_the_same_day_holds_over_the_shipped_value() -> None:
    book = Rulebook.on(AUTUMN, [rule("share.women", 0.3), rule("share.women", 0.35)])

    assert book.rule("share.women").value == 0.35


def test_a_rule_that_does_not_hold_yet_is_unknown() -> None:
    book = Rulebook.on(date(2026, 1, 1), [rule("share.women", 0.3)])

    with pytest.raises(UnknownRule, match=r"share\.women"):
        book.rule("share.women")


def test_a_text_is_no_number() -> None:
    book = Rulebook.on(AUTUMN, [rule("index.version", "1395")])

    assert book.text("index.version") == "1395"
    with pytest.raises(UnknownRule, match="not a number"):
        book.number("index.version")


def test_rules_below_a_prefix_come_in_the_order_of_their_keys() -> None:
    book = Rulebook.on(AUTUMN, [rule("need.b", 1), rule("need.a", 2), rule("needle", 3)])

    assert [found.key for found in book.below("need")] == ["need.a", "need.b"]

"""What the shipped rules rest on reads in Persian too, with what a reader can look up."""

import re

from click.testing import CliRunner

from kargosha.files.doors.rules import command
from kargosha.files.rulebook import shipped_rules
from kargosha.files.sources import cited, persian_sources

LOOKED_UP = re.compile(r"[a-z-]+(?:[._/][a-z0-9-]+)+(?: \d+)?|--[a-z]+")
"""A site with the number of its article, a rule's key, an option."""

PERSIAN = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")


def figures(source: str) -> set[str]:
    """Return the figures of a source in Persian digits, without what stays as it is."""
    said = re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"article \d+|et al. \d+", "", bare(source)))
    return {figure.translate(PERSIAN) for figure in said}


def bare(source: str) -> str:
    return LOOKED_UP.sub("", source)


def test_every_source_of_a_rule_is_said_in_persian() -> None:
    assert {rule.source for rule in shipped_rules()} - set(persian_sources()) == set()


def test_no_source_is_said_that_no_rule_rests_on() -> None:
    assert set(persian_sources()) - {rule.source for rule in shipped_rules()} == set()


def test_persian_keeps_each_figure_and_what_is_looked_up() -> None:
    for english, persian in persian_sources().items():
        assert set(LOOKED_UP.findall(english)) == set(LOOKED_UP.findall(persian))
        assert figures(english) <= set(re.findall(r"[۰-۹]+(?:[٫٬][۰-۹]+)*", persian)), persian
        assert re.search(r"[آ-ی]", persian)
        assert not re.search(r"[كي;,]", persian)


def test_a_source_is_said_in_the_language_and_a_typed_one_as_it_was_typed() -> None:
    assert cited("Base year of the chain", "fa") == "سال پایهٔ زنجیرهٔ شاخص"
    assert cited("Base year of the chain", "en") == "Base year of the chain"
    assert cited("committee of 1408", "fa") == "committee of 1408"


def test_the_command_says_on_what_a_rule_rests_in_its_language() -> None:
    line = ["show", "price_index.1398", "--shipped", "--language"]

    assert "سال پایهٔ زنجیرهٔ شاخص" in CliRunner().invoke(command, [*line, "fa"]).output
    assert "Base year of the chain" in CliRunner().invoke(command, [*line, "en"]).output

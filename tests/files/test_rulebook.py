from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.errors import BadTable
from kargosha.analysis.rules import Rule, Rulebook, UnknownRule
from kargosha.files.doors.rules import command
from kargosha.files.prices import at_prices_of, price_factor
from kargosha.files.rule_entries import parsed
from kargosha.files.rulebook import headings, read_rules, rulebook, rules_text, shipped_rules
from kargosha.files.words import LANGUAGES, say

TODAY = date(2026, 11, 23)
RULE = """
household.weight:
  unit: weight
  meaning: {fa: وزن, en: weight}
  values:
    - {from: 2024-03-20, value: 0.25, low: 0, high: 0.5, source: the call}
"""


def rules_file(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(BadTable) as caught:
        read_rules(rules_file(folder, text))
    for fault in caught.value.faults:
        assert all(say(fault.code, fault.values, language) for language in LANGUAGES)
    return [(fault.code, fault.row, fault.column) for fault in caught.value.faults]


def test_the_shipped_rules_hold_what_this_part_needs() -> None:
    book = rulebook(TODAY)

    assert book.number("keep_probability.base") == 0.65
    assert book.number("loss.price") == 0
    assert book.number("cost_per_job.general") == 400_000_000
    assert len(list(book.below("cost_per_job"))) == 21
    assert book.number("quota.provincial_share") + book.number("quota.national_share") == 1
    assert sum(rule.value for rule in book.below("quota.sector")) == pytest.approx(1)


def test_every_shipped_rule_has_its_meaning_and_its_source() -> None:
    for rule in shipped_rules():
        assert set(headings()[rule.key].meaning) == set(LANGUAGES)
        assert rule.source
        assert (rule.low is None) == (rule.high is None)


def test_a_rule_holds_from_its_first_day() -> None:
    with pytest.raises(UnknownRule):
        rulebook(date(2017, 8, 21)).number("quota.national_share")
    assert rulebook(date(2017, 8, 22)).number("quota.national_share") == 0.5


def test_prices_are_brought_from_year_to_year() -> None:
    book = rulebook(TODAY)

    assert price_factor(book, 1398, 1403) == pytest.approx(5.198)
    assert at_prices_of(book, "cost_per_job.general", 1398) == 400_000_000
    assert at_prices_of(book, "cost_per_job.general", 1403) == 2_079_200_000


def test_rules_survive_their_file(tmp_path: Path) -> None:
    path = rules_file(tmp_path, rules_text(shipped_rules()))

    assert read_rules(path) == shipped_rules()
    assert rulebook(TODAY, path) == rulebook(TODAY)


def test_a_rule_without_a_known_meaning_survives_too(tmp_path: Path) -> None:
    rule = Rule("new.rule", "text", "code", TODAY, "a decision")

    assert read_rules(rules_file(tmp_path, rules_text([rule]))) == (rule,)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: weight", "", "fault.rule_parts"),
        ("unit: weight", "unit: weight\n  colour: red", "fault.rule_unknown_part"),
        ("{fa: وزن, en: weight}", "وزن", "fault.rule_meaning"),
        ("{fa: وزن, en: weight}", "{de: Gewicht}", "fault.rule_meaning"),
        ("source: the call", "sourse: the call", "fault.rule_version_parts"),
        ("source: the call", "source: ''", "fault.rule_source"),
        ("source: the call", "source: the call, sign: me", "fault.rule_unknown_part"),
        ("2024-03-20", "soon", "fault.rule_day"),
        ("value: 0.25", "value: .nan", "fault.rule_value"),
        ("value: 0.25", "value: yes", "fault.rule_value"),
        ("low: 0", "low: 0.3", "fault.rule_interval"),
        ("low: 0, ", "", "fault.rule_interval"),
        ("value: 0.25", "value: much", "fault.rule_interval"),
    ],
)
def test_a_fault_names_line_and_rule(tmp_path: Path, old: str, new: str, code: str) -> None:
    found = faults_of(tmp_path, RULE.replace(old, new))

    assert (code, 2, "household.weight") in found


def test_two_values_of_one_day_contradict(tmp_path: Path) -> None:
    twice = RULE + "    - {from: 2024-03-20, value: 0.3, source: another}\n"

    assert faults_of(tmp_path, twice) == [("fault.rule_same_day", 2, "household.weight")]


def test_a_rule_stands_once(tmp_path: Path) -> None:
    assert faults_of(tmp_path, RULE + RULE) == [("fault.rule_twice", 8, "household.weight")]


def test_a_rule_without_values_is_refused(tmp_path: Path) -> None:
    text = "household.weight: {unit: weight, values: []}\n"

    assert faults_of(tmp_path, text) == [("fault.rule_no_values", 1, "household.weight")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "fault.rules_empty"),
        ("- a\n", "fault.rules_empty"),
        ("a: [1\n", "fault.rules_shape"),
        ("[" * 5000, "fault.rules_shape"),
        ("a: {b: 2024-13-45}\n", "fault.rules_shape"),
        ("a: !!python/name:os.system x\n", "fault.rules_shape"),
    ],
)
def test_what_is_no_rules_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert [fault[0] for fault in faults_of(tmp_path, text)] == [code]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    entries, faults = parsed(text, "rules")

    assert entries or faults


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, [*arguments, "--language", "en"], obj=rulebook)
    return result.exit_code, result.output


def test_the_command_shows_a_rule_with_interval_and_source() -> None:
    code, said = run("show", "keep_probability.base", "--on", "1405/09/02")

    assert code == 0
    assert said.startswith("keep_probability.base = 0.65 (0.45 to 0.8) share, since 2024-03-20\n")
    assert "no source measures 24-month survival" in said


def test_an_unknown_rule_is_said_to_be_unknown() -> None:
    assert run("show", "no.such.rule")[0] == 2


def test_what_is_exported_is_taken_again(tmp_path: Path) -> None:
    out = tmp_path / "rules.yaml"

    code, said = run("export", "--on", "2026-11-23", "--out", str(out))

    assert (code, f"written to {out}" in said) == (0, True)
    assert rulebook(TODAY, out) == rulebook(TODAY)
    assert run("show", "need", "--rules", str(out))[0] == 0


def test_a_broken_rules_file_is_bad_input(tmp_path: Path) -> None:
    code, said = run("show", "--rules", str(rules_file(tmp_path, RULE.replace("0.25", "much"))))

    assert code == 2
    assert said.startswith("rules.yaml, row 2, column household.weight: the interval")


def test_a_day_that_is_none_is_refused() -> None:
    assert run("show", "--on", "yesterday") == (
        2,
        "--on: “yesterday” is not a day. Write year, month and day, Gregorian (2026-03-21) or "
        "Persian (1405/01/01).\n",
    )


def changed(day: date) -> Rulebook:
    rule = Rule("allocation.gap", 0.5, "share", date(2024, 3, 20), "a decision")
    return Rulebook.on(day, [*shipped_rules(), rule])


def test_approved_changes_are_shown_where_they_are_known() -> None:
    def shown(source: object, *more: str) -> str:
        line = ["show", "allocation.gap", "--language", "en", *more]
        return CliRunner().invoke(command, line, obj=source).output

    assert shown(changed).startswith("allocation.gap = 0.5 share")
    assert shown(changed, "--shipped").startswith("allocation.gap = 0.0001 share")


@pytest.mark.parametrize("source", [None, lambda day: None])
def test_without_a_database_the_shipped_rules_are_written_and_it_is_said(
    tmp_path: Path, source: object
) -> None:
    out = tmp_path / "rules.yaml"
    line = ["export", "--on", "2026-11-23", "--out", str(out), "--language", "en"]

    result = CliRunner().invoke(command, line, obj=source)

    assert result.exit_code == 0
    assert result.stderr.startswith("No database answers, so these are the shipped rules")
    assert rulebook(TODAY, out) == rulebook(TODAY)

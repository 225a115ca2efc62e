"""What `kargosha allocate` says besides its result: doubts, advice, options that do not fit."""

from pathlib import Path

import pytest

from tests.files.test_allocate import TABLES, rows, run

QUOTA = "quota_id,class,measure,floor,ceiling,relative\n"
FLOOR = QUOTA + "women,tag:women,amount,1000,,no\n"
ADVICE = "add --least-missed"


def test_a_slip_in_a_code_is_bad_input(tmp_path: Path) -> None:
    result = run(tmp_path, quotas=QUOTA + "w,tag:wommen,amount,,50,no\n")

    assert result.exit_code == 2
    assert result.stderr.startswith(
        "quotas.csv, row 2, column class: no candidate has “tag:wommen”. Was tag:women meant?"
    )


def test_a_code_that_matches_nobody_is_a_doubt_in_terminal_and_report(tmp_path: Path) -> None:
    funds = "fund_id,budget,places\nF1,70,9999;03\n"

    result = run(tmp_path, quotas=QUOTA + "n,tag:nomads,count,,1,no\n", funds=funds)

    assert result.exit_code == 0, result.output
    doubt = "column class: no candidate belongs to class tag:nomads, so the quota counts nobody."
    assert f"quotas.csv, row 2, {doubt}" in result.stderr
    assert "funds.csv, row 2, column places: no candidate has “9999”" in result.stderr
    assert doubt in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_round_without_doubt_says_nothing_of_them(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.stderr == ""
    assert "Codes that match nobody" not in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_floor_for_nobody_is_a_conflict(tmp_path: Path) -> None:
    result = run(tmp_path, quotas=QUOTA + "n,tag:nomads,count,1,,no\n")

    assert result.exit_code == 3, result.output
    assert rows(tmp_path / "out" / "conflict.csv")[0]["condition"] == "floor:n"


@pytest.mark.parametrize(
    ("option", "value", "mend"),
    [
        ("--gap", "nan", "a number that is 0 or more"),
        ("--gap", "inf", "a number that is 0 or more"),
        ("--gap", "-1", "a number that is 0 or more"),
        ("--gap", "small", "a number that is 0 or more"),
        ("--seconds", "nan", "a number above 0 and at most 604,800"),
        ("--seconds", "inf", "a number above 0"),
        ("--seconds", "0", "a number above 0"),
        ("--seconds", "-1", "a number above 0"),
        ("--verify", "-1", "a whole number that is 0 or more"),
        ("--verify", "1.5", "a whole number that is 0 or more"),
        ("--seed", "-1", "a whole number from 0 to 2,147,483,647"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(
    tmp_path: Path, option: str, value: str, mend: str
) -> None:
    result = run(tmp_path, option, value)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{option}: “{value}” does not fit. Write {mend}")
    assert not (tmp_path / "out").exists()


def test_options_are_refused_in_the_language_that_was_asked(tmp_path: Path) -> None:
    gap = run(tmp_path, "--gap", "nan", "--language", "fa")
    day = run(tmp_path, "--on", "yesterday", "--language", "fa")

    assert gap.stderr == "--gap: «nan» پذیرفتنی نیست. عددی ۰ یا بیشتر بنویسید.\n"
    assert day.stderr.startswith("--on: «yesterday» روز نیست.")


def test_the_least_missed_is_advised_where_it_helps(tmp_path: Path) -> None:
    floor = run(tmp_path, quotas=FLOOR)
    money = run(tmp_path, "--require-all", quotas="")
    given = run(tmp_path, "--require-all", "--least-missed", quotas="")

    assert (floor.exit_code, money.exit_code, given.exit_code) == (3, 3, 3)
    assert ADVICE in floor.stderr
    assert ADVICE not in money.stderr + given.stderr


def test_an_earlier_result_is_not_taken_for_this_one(tmp_path: Path) -> None:
    run(tmp_path)

    again = run(tmp_path, candidates="candidate_id,amount,value\nA,-5,1\n")
    elsewhere = run(tmp_path / "out", candidates="candidate_id,amount,value\nA,-5,1\n", quotas="")

    assert (again.exit_code, elsewhere.exit_code) == (2, 2)
    assert "still holds the result of an earlier run" in again.stderr
    assert "earlier run" not in elsewhere.stderr


@pytest.mark.parametrize(
    ("table", "text", "english", "persian"),
    [
        ("funds", "fund_id,budget,max_share\nF,1,2\n", "from 0 to 1; 40 % is 0.4", "۴۰٪ یعنی ۰٫۴"),
        ("candidates", "candidate_id,amount,value,max_funds\nA,1,1,3\n", "Write 1 or 2", "۱ یا ۲"),
        ("candidates", "candidate_id,amount,value\n", "row for each candidate", "هر نامزد"),
        ("candidates", "candidate_id,amount,value\nA,0,1\n", "Write 1 or more", "۱ یا بیشتر"),
    ],
)
def test_a_fault_says_what_to_write(
    tmp_path: Path, table: str, text: str, english: str, persian: str
) -> None:
    tables = TABLES | {"quotas": "", table: text}

    assert english in run(tmp_path, **tables).stderr
    assert persian in run(tmp_path, "--language", "fa", **tables).stderr


def test_a_rule_that_is_missing_is_said_in_persian_alone(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("a.b: {unit: days, values: [{from: 2024-03-20, value: 1, source: x}]}")

    result = run(tmp_path, "--rules", str(rules), "--on", "1405/01/01", "--language", "fa")

    assert result.stderr.startswith("قاعدهٔ لازمِ allocation.gap در ۱۴۰۵/۰۱/۰۱ نیست یا عدد نیست.")

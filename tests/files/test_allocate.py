import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kargosha.files.doors.allocate import command

TABLES = {
    "candidates": (
        "candidate_id,amount,value,place_code,tags\n"
        "A,60,3.0,0302,women\nB,50,2.0,0303,\nC,40,1.9,0303,women;youth\nD,30,0,0302,\n"
    ),
    "funds": "fund_id,budget,max_share\nF1,70,\nF2,40,0.5\n",
    "quotas": "quota_id,class,measure,floor,ceiling,relative\nwomen,tag:women,amount,50,,no\n",
}


def run(folder: Path, *options: str, **tables: str) -> Result:
    """Write the tables, run the command on them in English, return what came of it."""
    arguments = ["--out", str(folder / "out"), "--language", "en", *options]
    for name, text in (TABLES | tables).items():
        if text:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
            arguments += [f"--{name}", str(folder / f"{name}.csv")]
    return CliRunner().invoke(command, arguments)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_round_is_decided_and_handed_over(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "awards.csv", "prices.csv", "provenance.json", "reasons.csv", "report.html",
    ]  # fmt: skip
    awards = rows(out / "awards.csv")
    granted = {row["candidate_id"] for row in awards}
    assert granted == {"A", "B"} or granted == {"A", "C"}
    assert [row["candidate_id"] for row in rows(out / "reasons.csv")] == ["A", "B", "C", "D"]
    assert {row["outcome"] for row in rows(out / "reasons.csv")} == {
        "granted", "refused", "ineligible",
    }  # fmt: skip
    assert "are granted" in result.output


def test_the_best_plan_by_hand_is_found(tmp_path: Path) -> None:
    run(tmp_path)

    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))

    # F1 and F2 hold 110 together; A and B ask for 110, of which F2 may give half of each.
    assert provenance["objective"] == 5.0
    assert provenance["bound"] >= provenance["objective"]
    assert provenance["gap"] <= 1e-4
    assert provenance["reproducible"] is True
    assert set(provenance["inputs"]) == {"candidates", "funds", "quotas"}
    assert {"solver", "seed", "seconds", "rule_date", "version", "stopped_by"} <= set(provenance)


def test_the_same_files_give_the_same_result(tmp_path: Path) -> None:
    run(tmp_path)
    first = (tmp_path / "out" / "awards.csv").read_bytes()

    result = run(tmp_path)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "awards.csv").read_bytes() == first


def test_reasons_can_be_left_out(tmp_path: Path) -> None:
    result = run(tmp_path, "--explain", "none")

    assert result.exit_code == 0, result.output
    reasons = rows(tmp_path / "out" / "reasons.csv")
    assert len(reasons) == 4
    assert {(row["code"], row["detail"]) for row in reasons} == {("", "")}


def test_without_funds_the_fund_is_empty(tmp_path: Path) -> None:
    only = "candidate_id,amount,value\nA,5,1\n"

    result = run(tmp_path, "--require-all", funds="", quotas="", candidates=only)

    assert result.exit_code == 0, result.output
    assert rows(tmp_path / "out" / "awards.csv") == [
        {"candidate_id": "A", "fund_id": "", "amount": "5"}
    ]


def test_all_faults_of_all_files_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        candidates="candidate_id,amount,value,colour\nA,-5,1,red\nA,1e9,1,red\n",
        funds="fund_id,budget\nF1,\n",
    )

    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith("candidates.csv, row 1, column colour: no column of this name")
    assert lines[1].startswith("candidates.csv, row 2, column amount: −5 is below zero.")
    assert lines[2].startswith("candidates.csv, row 3, column amount: “1e9” is a shortened number")
    assert lines[3].startswith("funds.csv, row 2, column budget: the value is missing.")
    assert not (tmp_path / "out").exists()


def test_faults_between_rows_are_told_too(tmp_path: Path) -> None:
    result = run(tmp_path, candidates="candidate_id,amount,value\nA,5,1\nA,6,1\n", quotas="")

    assert result.exit_code == 2
    assert (
        "candidates.csv, row 3, column candidate_id: “A” stands already in row 2" in result.stderr
    )


def test_columns_that_mean_nothing_can_be_ignored(tmp_path: Path) -> None:
    candidates = "candidate_id,amount,value,colour\nA,5,1,red\n"

    result = run(tmp_path, "--extra-columns", "ignore", candidates=candidates, quotas="")

    assert result.exit_code == 0, result.output


def test_faults_are_told_in_persian_when_asked(tmp_path: Path) -> None:
    result = run(tmp_path, "--language", "fa", candidates="candidate_id,amount,value\nA,-5,1\n")

    assert result.stderr.startswith("candidates.csv، ردیف ۲، ستون amount: −۵ کمتر از صفر است.")


def test_floors_above_the_money_are_a_conflict_in_words(tmp_path: Path) -> None:
    quotas = "quota_id,class,measure,floor,ceiling,relative\nwomen,tag:women,amount,1000,,no\n"

    result = run(tmp_path, quotas=quotas)

    assert result.exit_code == 3, result.output
    assert "No portfolio meets all conditions." in result.stderr
    assert "The floor of quota women asks for 1,000 rials" in result.stderr
    conflict = rows(tmp_path / "out" / "conflict.csv")
    assert [row["condition"] for row in conflict] == ["floor:women"]
    assert conflict[0]["code"] == "infeasible.floor.amount"
    assert not (tmp_path / "out" / "awards.csv").exists()


def test_the_portfolio_that_misses_the_floors_least_can_be_had(tmp_path: Path) -> None:
    quotas = "quota_id,class,measure,floor,ceiling,relative\nwomen,tag:women,amount,1000,,no\n"

    result = run(tmp_path, "--least-missed", quotas=quotas)

    assert result.exit_code == 0, result.output
    assert "The floor of quota women asks for 1,000 rials; 100 are reached." in result.output
    assert {row["candidate_id"] for row in rows(tmp_path / "out" / "awards.csv")} == {"A", "C"}


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")

    result = run(tmp_path)

    assert result.exit_code == 2
    assert "holds other files (thesis.docx)" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    result = run(tmp_path)

    assert (result.exit_code, (tmp_path / "out").read_text()) == (2, "mine")


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    run(tmp_path, quotas=TABLES["quotas"].replace("50", "1000"))

    result = run(tmp_path)

    assert result.exit_code == 0, result.output
    assert not (tmp_path / "out" / "conflict.csv").exists()


def test_rules_and_day_can_be_given(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("a.b: {unit: days, values: [{from: 2024-03-20, value: 1, source: x}]}")

    lacking = run(tmp_path, "--rules", str(rules))
    enough = run(
        tmp_path, "--rules", str(rules), "--on", "1405/01/01",
        "--gap", "0", "--seconds", "60", "--verify", "0",
    )  # fmt: skip

    assert lacking.exit_code == 2
    assert "allocation.gap" in lacking.stderr
    assert enough.exit_code == 0, enough.output
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["rule_date"] == "2026-03-21"


def test_a_missing_rules_file_is_bad_input(tmp_path: Path) -> None:
    result = run(tmp_path, "--rules", str(tmp_path / "absent.yaml"))

    assert result.exit_code == 2
    assert result.stderr.startswith("absent.yaml: there is no file of this name")


def test_the_report_stands_alone_in_both_languages(tmp_path: Path) -> None:
    run(tmp_path)

    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href)=|url\(|@import|<script""", page)
    assert '<main lang="fa" dir="rtl">' in page
    assert '<main lang="en" dir="ltr">' in page
    assert 'id="en" class="tongue" checked' in page
    assert "سبد" in page


def test_a_name_cannot_smuggle_html_into_the_report(tmp_path: Path) -> None:
    candidates = "candidate_id,amount,value\n<script>alert(1)</script>,5,1\n"

    result = run(tmp_path, candidates=candidates, quotas="")

    assert result.exit_code == 0, result.output
    assert "<script>" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def started(tmp_path: Path) -> subprocess.Popen[str]:
    """A round that takes long, decided by the real command in a process of its own."""
    lines = [f"{i:05d},{10**9 + 7919 * i % 10**7},{1 + i * 0.37 % 1}" for i in range(20_000)]
    (tmp_path / "candidates.csv").write_text("candidate_id,amount,value\n" + "\n".join(lines))
    funds = [f"F{i},{10**12 + i * 333},0.5" for i in range(8)]
    (tmp_path / "funds.csv").write_text("fund_id,budget,max_share\n" + "\n".join(funds))
    program = "import sys; from kargosha.files.doors.allocate import command; command(sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", program, "--candidates", "candidates.csv", "--funds", "funds.csv",
         "--out", "out", "--language", "en", "--gap", "0"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def child_of(pid: int) -> int:
    """Return the process that the command has started for solving."""
    while True:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        solving = [int(each) for each in listed if b"spawn_main" in command_line(int(each))]
        if solving:
            return solving[0]
        time.sleep(0.05)


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_killed_solve_leaves_a_sentence_and_nothing_else(
    started: subprocess.Popen[str], tmp_path: Path
) -> None:
    os.kill(child_of(started.pid), signal.SIGKILL)

    said = started.communicate(timeout=120)[1]

    assert started.returncode == 4
    assert said.startswith("The solver was stopped from outside")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["candidates.csv", "funds.csv"]


def test_a_killed_command_leaves_nothing_and_no_child(
    started: subprocess.Popen[str], tmp_path: Path
) -> None:
    child = child_of(started.pid)

    started.kill()
    started.communicate(timeout=120)

    for _ in range(200):
        if command_line(child) == b"":
            break
        time.sleep(0.05)
    assert command_line(child) == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["candidates.csv", "funds.csv"]

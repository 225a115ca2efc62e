"""`kargosha index`: a ranking of places from files."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kargosha.files.doors.index import command
from kargosha.files.index import read_method
from tests.files.test_allocate import child_of, rows

DATA = (
    "place_code,indicator,value,margin,name_fa,name_en\n"
    "0301,jobless,9,0.5,اهر,Ahar\n0301,schooling,5,,,\n"
    "0302,jobless,6,1,مرند,Marand\n0302,schooling,,,,\n"
    "0303,jobless,4,,,\n0304,schooling,,,جلفا,Jolfa\n"
)
METHOD = """
terms:
  - {indicator: jobless, worst: high, weight: 3, least: 2, most: 4}
  - {indicator: schooling, worst: low, weight: 1, least: 0, most: 2}
"""
FILES = ["contributions.csv", "index.csv", "method.yaml", "provenance.json", "report.html"]


def run(folder: Path, *options: str, data: str = DATA, method: str = METHOD) -> Result:
    """Write the files, run the command on them in English, return what came of it."""
    (folder / "figures.csv").write_text(data, encoding="utf-8")
    (folder / "method.yaml").write_text(method, encoding="utf-8")
    arguments = [
        str(folder / "figures.csv"), "--method", str(folder / "method.yaml"),
        "--out", str(folder / "out"), "--draws", "300", "--language", "en",
    ]  # fmt: skip
    return CliRunner().invoke(command, [*arguments, *options])


def test_places_are_ranked_and_handed_over(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("3 of 4 places are ranked; 300 draws, intervals of 90%.")
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == FILES
    ranking = rows(out / "index.csv")
    assert [(row["place_code"], row["rank"]) for row in ranking] == [
        ("0301", "1"), ("0302", "2"), ("0303", "3"), ("0304", ""),
    ]  # fmt: skip
    assert (ranking[0]["name_fa"], ranking[0]["name_en"]) == ("اهر", "Ahar")
    assert ranking[3]["value"] == ""
    assert [row["known_share"] for row in ranking] == ["1.0", "0.75", "0.75", "0.0"]
    for row in ranking[:3]:
        assert int(row["rank_low"]) <= int(row["rank"]) <= int(row["rank_high"])
        assert float(row["value_low"]) <= float(row["value"]) <= float(row["value_high"])


def test_contributions_sum_to_the_value(tmp_path: Path) -> None:
    run(tmp_path)

    parts = rows(tmp_path / "out" / "contributions.csv")
    ahar = [float(row["contribution"]) for row in parts if row["place_code"] == "0301"]
    assert sum(ahar) == pytest.approx(float(rows(tmp_path / "out" / "index.csv")[0]["value"]))
    assert len(parts) == 8


def test_the_same_files_give_the_same_result(tmp_path: Path) -> None:
    run(tmp_path)
    first = (tmp_path / "out" / "index.csv").read_bytes()

    result = run(tmp_path)
    other = run(tmp_path, "--seed", "5", "--level", "0.5")

    assert (result.exit_code, other.exit_code) == (0, 0)
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert (provenance["seed"], provenance["level"]) == (5, 0.5)
    assert (tmp_path / "out" / "index.csv").read_bytes() != first


def test_the_method_is_handed_over_as_used(tmp_path: Path) -> None:
    run(tmp_path)

    assert read_method(tmp_path / "out" / "method.yaml") == read_method(tmp_path / "method.yaml")


def test_a_shipped_method_is_found_by_its_name(tmp_path: Path) -> None:
    data = "place_code,indicator,value\n" + "".join(
        f"{place},{indicator},{place}\n"
        for place in (1, 2)
        for indicator in ("population_change", "population_rural_change", "rainfall")
    )

    result = run(tmp_path, "--method", "emigration", data=data)

    assert result.exit_code == 0, result.output
    assert [row["place_code"] for row in rows(tmp_path / "out" / "index.csv")] == ["1", "2"]
    assert "1 indicators that the method does not name are left aside: rainfall" in result.stderr


def test_an_indicator_known_for_nobody_is_told(tmp_path: Path) -> None:
    data = "place_code,indicator,value\na,jobless,1\nb,jobless,2\na,schooling,\n"

    result = run(tmp_path, data=data)

    assert result.exit_code == 0, result.output
    assert "indicator schooling is known for no place" in result.stderr
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "indicator schooling is known for no place" in page


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"data": DATA.replace("0303,jobless,4", "0302,jobless,4")},
            "figures.csv, row 6, column indicator: place 0302 has a figure",
        ),
        ({"data": DATA.replace(",9,", ",NaN,")}, "row 2, column value: “NaN” is not a number"),
        ({"data": DATA.replace(",0.5,", ",-0.5,")}, "row 2, column margin: −0.5 is below zero"),
        (
            {"method": METHOD.replace("jobless", "joblessness")},
            "method.yaml, column joblessness: no row of the figures has this indicator. Was jobless",
        ),
        (
            {"method": METHOD.replace("jobless", "x")},
            "method.yaml, column x: no row of the figures has this indicator. Correct its code",
        ),
        (
            {"method": METHOD + "unknown: refuse\n"},
            "figures.csv, column schooling: the figure of place 0302 is unknown",
        ),
        ({"method": "terms: ["}, "method.yaml, row 1: this is not readable YAML"),
        ({"data": "place_code,indicator,value\n"}, "figures.csv: the table has a first row"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    result = run(tmp_path, **files)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_method_is_bad_input(tmp_path: Path) -> None:
    result = run(tmp_path, "--method", str(tmp_path / "absent.yaml"))

    assert result.exit_code == 2
    assert result.stderr.startswith("absent.yaml: there is no file of this name")


@pytest.mark.parametrize(
    ("option", "value"), [("--draws", "0"), ("--seed", "-1"), ("--level", "1"), ("--level", "x")]
)
def test_options_that_do_not_fit_are_told(tmp_path: Path, option: str, value: str) -> None:
    result = run(tmp_path, option, value)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{option}: “{value}” does not fit.")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")

    result = run(tmp_path)

    assert result.exit_code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


def test_a_folder_that_cannot_be_filled_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, "--out", "/proc/index-of-places")

    assert result.exit_code == 2
    assert "/proc/index-of-places cannot be written" in result.stderr


PROGRAM = "import sys; from kargosha.files.doors.index import command; command(sys.argv[1:])"


def start(folder: Path, stderr: int) -> subprocess.Popen[str]:
    """Start the command on many places, in a process of its own."""
    lines = [
        f"{i},{name},{i * 37 % 101},1" for i in range(3_000) for name in ("jobless", "schooling")
    ]
    (folder / "figures.csv").write_text(
        "place_code,indicator,value,margin\n" + "\n".join(lines), encoding="utf-8"
    )
    (folder / "method.yaml").write_text(METHOD, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "figures.csv", "--method", "method.yaml", "--out", "out",
         "--draws", "2000", "--language", "en"],
        cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE, stderr=stderr, text=True,
    )  # fmt: skip


def test_a_computation_that_is_killed_leaves_the_earlier_result_and_says_so(tmp_path: Path) -> None:
    run(tmp_path)
    before = (tmp_path / "out" / "index.csv").read_bytes()
    started = start(tmp_path, subprocess.PIPE)
    os.kill(child_of(started.pid), signal.SIGKILL)

    said = started.communicate(timeout=120)[1]

    assert started.returncode == 4
    assert said.startswith("The computation was stopped from outside")
    assert "still holds the result of an earlier run" in said
    assert (tmp_path / "out" / "index.csv").read_bytes() == before


def test_progress_is_seen_at_a_terminal(tmp_path: Path) -> None:
    ours, theirs = os.openpty()

    started = start(tmp_path, theirs)

    started.communicate(timeout=120)
    assert started.returncode == 0
    seen = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)
    assert "100% of the draws" in seen


def test_the_report_stands_alone_in_both_languages(tmp_path: Path) -> None:
    run(tmp_path)

    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href)=|url\(|@import|<script""", page)
    assert "Ahar" in page
    assert "اهر" in page
    assert "The draws choose evenly" in page
    assert "unknown" in page


def test_a_name_cannot_smuggle_html_into_the_report(tmp_path: Path) -> None:
    result = run(tmp_path, data=DATA.replace("Ahar", "<script>alert(1)</script>"))

    assert result.exit_code == 0, result.output
    assert "<script>" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

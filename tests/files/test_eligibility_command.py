"""`kargosha eligibility`: who may be funded, from files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kargosha.files.doors.eligibility import command
from tests.files.test_allocate import rows

PROPOSALS = (
    "proposal_id,kind,amount,member_count,record_member_count,jobs_pledged,place_kind,open_commitments\n"
    "looms,group,8000000000,5,2,3,village,0\n"
    "dairy,cooperative,9000000000,6,,0,,0\n"
    "=cmd,group,1000000,2,2,1,village,1\n"
)
MEMBERS = "proposal_id,person_id,production_years\nlooms,n1,3\nlooms,n2,\nlooms,n3,\nlooms,n4,\n"


def run(
    folder: Path, *options: str, proposals: str = PROPOSALS, members: str | None = None
) -> Result:
    """Write the files, run the command on them in English, return what came of it."""
    (folder / "proposals.csv").write_text(proposals, encoding="utf-8")
    given = ["--proposals", str(folder / "proposals.csv"), "--out", str(folder / "out")]
    if members is not None:
        (folder / "members.csv").write_text(members, encoding="utf-8")
        given += ["--members", str(folder / "members.csv")]
    return CliRunner().invoke(command, [*given, "--language", "en", *options])


def test_each_proposal_is_told_every_rule_that_it_fails(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("3 proposals judged: 1 may be funded, 2 may not; of 1 ")
    found = rows(tmp_path / "out" / "eligibility.csv")
    assert [(each["proposal_id"], each["outcome"], each["code"]) for each in found] == [
        ("'=cmd", "ineligible", "eligibility.members"),
        ("'=cmd", "ineligible", "eligibility.commitments"),
        ("dairy", "ineligible", "eligibility.members"),
        ("dairy", "ineligible", "eligibility.pledges"),
        ("dairy", "ineligible", "eligibility.record.unknown"),
        ("looms", "eligible", ""),
    ]
    assert found[2]["rule"] == "eligibility.cooperative_members"
    assert "By-law of articles 6 and 20" in found[2]["source"]
    assert found[2]["sentence"].startswith("6 members; 7 are needed.")
    assert json.loads(found[2]["detail"]) == {"found": 6, "least": 7, "more": 1}
    told = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert told["rules"]["eligibility.group_members"] == 3
    assert set(told["inputs"]) == {"proposals"}


def test_the_members_table_counts_where_it_names_a_group(tmp_path: Path) -> None:
    result = run(tmp_path, "--on", "1405/09/02", "--language", "fa", members=MEMBERS)

    assert result.exit_code == 0, result.output
    (looms,) = (
        each
        for each in rows(tmp_path / "out" / "eligibility.csv")
        if each["proposal_id"] == "looms"
    )
    assert (looms["outcome"], looms["state"]) == ("eligible", "unknown")
    assert looms["code"] == "eligibility.record.unknown"


def test_what_no_proposal_says_is_warned_of_once(tmp_path: Path) -> None:
    result = run(tmp_path, proposals="proposal_id,kind,amount\na,group,1\nb,group,1\n")

    assert result.exit_code == 0, result.output
    assert result.stderr.count("so nobody was judged by it") == 4
    assert [each["code"] for each in rows(tmp_path / "out" / "eligibility.csv")] == ["", ""]


@pytest.mark.parametrize(
    ("proposals", "members", "said"),
    [
        ("proposal_id,kind,amount\na,empire,1\n", None, "no kind of borrower"),
        ("proposal_id,kind,amount\na,group,-1\n", None, "proposals.csv"),
        ("proposal_id,kind,amount,colour\na,group,1,red\n", None, "--extra-columns ignore"),
        ("proposal_id,kind,amount\n", None, "nothing below"),
        (PROPOSALS, MEMBERS.replace("looms,n4", "lost,n4"), "members.csv"),
    ],
)
def test_bad_input_is_told_with_file_and_row(
    tmp_path: Path, proposals: str, members: str | None, said: str
) -> None:
    result = run(tmp_path, proposals=proposals, members=members)

    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_an_earlier_result_is_left_alone_and_told_of(tmp_path: Path) -> None:
    run(tmp_path)

    result = run(tmp_path, proposals="proposal_id,kind,amount\na,empire,1\n")
    assert result.exit_code == 2
    assert "earlier" in result.stderr

    (tmp_path / "out" / "own work.txt").write_text("mine", encoding="utf-8")
    assert run(tmp_path).exit_code == 2
    assert (tmp_path / "out" / "own work.txt").exists()


def test_rules_that_lack_one_and_folders_that_cannot_be_filled_are_said(tmp_path: Path) -> None:

    assert run(tmp_path, "--on", "1990-01-01").exit_code == 2
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(tmp_path, "--out", str(tmp_path / "file")).exit_code == 2

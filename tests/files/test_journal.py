import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kargosha.files.doors.journal import command
from kargosha.files.journal import NOTHING, canonical, leaf_hash, merkle_root, seal_hash
from kargosha.files.journal_lines import Seal, entry_line, seal_line, verified

# Leaves and roots of the test tree of RFC 6962's reference implementation.
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
ENTRIES = [
    {"id": n, "event": "run.proposed", "subject": f"run:{n}", "detail": {"نام": n}}
    for n in range(1, 6)
]


@pytest.mark.parametrize("size", range(9))
def test_the_tree_is_that_of_the_standard(size: int) -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in INPUTS[:size]]

    assert merkle_root(leaves).hex() == ROOTS[size]


def test_an_entry_has_one_writing() -> None:
    assert canonical({"b": 1, "a": ["ی", None]}) == '{"a":["ی",null],"b":1}'.encode()
    assert leaf_hash({"b": 1, "a": 2}) == leaf_hash({"a": 2, "b": 1})


def test_a_seal_is_of_its_parts() -> None:
    root = merkle_root([leaf_hash(entry) for entry in ENTRIES])
    parts = b"\x02" + NOTHING + root + (1).to_bytes(8, "big") + (5).to_bytes(8, "big")

    assert seal_hash(NOTHING, root, 1, 5) == hashlib.sha256(parts).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_another_leaf_gives_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = bytes([leaves[place][0] ^ 1]) + leaves[place][1:]

    assert merkle_root([*leaves[:place], other, *leaves[place + 1 :]]) != merkle_root(leaves)
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)


def exported(batches: list[list[dict[str, object]]]) -> list[str]:
    """Return the lines of a journal with a seal after each batch."""
    lines, previous, first = [], NOTHING, 1
    for batch in batches:
        root = merkle_root([leaf_hash(entry) for entry in batch])
        last = first + len(batch) - 1
        seal = Seal(previous, root, first, last, seal_hash(previous, root, first, last))
        lines += [*map(entry_line, batch), seal_line(seal)]
        previous, first = seal.hash, last + 1
    return lines


GOOD = exported([ENTRIES[:2], ENTRIES[2:]])


def rewritten(line: str, **changes: object) -> str:
    return json.dumps(json.loads(line) | changes)


def test_a_journal_fits() -> None:
    verdict = verified([*GOOD, "", entry_line({"id": 6})])

    assert (verdict.entries, verdict.sealed, len(verdict.seals)) == (6, 5, 2)
    assert verdict.misfit is None
    assert verdict.seals[-1] == json.loads(GOOD[-1])["seal"]


@pytest.mark.parametrize(
    ("lines", "line", "code"),
    [
        ([GOOD[0], "{", *GOOD[2:]], 2, "journal.unreadable"),
        (["[]", *GOOD], 1, "journal.unreadable"),
        (['{"other": 1}', *GOOD], 1, "journal.unreadable"),
        ([rewritten(GOOD[0], entry={"id": 1}), *GOOD[1:]], 1, "journal.entry_changed"),
        ([entry_line({"id": 9}), *GOOD[1:]], 3, "journal.batch_changed"),
        ([*GOOD[:3], GOOD[4], GOOD[3], *GOOD[5:]], 6 + 1, "journal.batch_changed"),
        (GOOD[1:], 2, "journal.batch_changed"),
        (GOOD[3:], 4, "journal.seal_out_of_chain"),
        ([*GOOD[:2], rewritten(GOOD[2], last=3), *GOOD[3:]], 3, "journal.seal_changed"),
    ],
)
def test_the_first_line_that_does_not_fit_is_named(lines: list[str], line: int, code: str) -> None:
    misfit = verified(lines).misfit

    assert misfit is not None
    assert (misfit.line, misfit.code) == (line, code)


def run(folder: Path, lines: list[str], *options: str) -> tuple[int, str]:
    file = folder / "journal.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, ["verify", str(file), "--language", "en", *options])
    return result.exit_code, result.output


def test_the_command_says_what_fits(tmp_path: Path) -> None:
    code, said = run(tmp_path, [*GOOD, entry_line({"id": 6})])

    assert code == 0
    assert "5 entries under 2 seals fit" in said
    assert "1 entries at the end are not sealed yet" in said


def test_the_command_names_what_does_not_fit(tmp_path: Path) -> None:
    code, said = run(tmp_path, [entry_line({"id": 9}), *GOOD[1:]])

    assert code == 1
    assert said.startswith("journal.jsonl, line 3: the entries in lines 1 to 2 do not fit")


def test_a_seal_known_from_elsewhere_must_occur(tmp_path: Path) -> None:
    seal = json.loads(GOOD[2])["seal"]

    assert run(tmp_path, GOOD, "--seal", seal.upper())[0] == 0
    assert run(tmp_path, GOOD, "--seal", "00" * 32)[0] == 1


def test_what_is_no_journal_is_bad_input(tmp_path: Path) -> None:
    assert run(tmp_path, [])[0] == 2
    assert CliRunner().invoke(command, ["verify", str(tmp_path / "absent")]).exit_code == 2

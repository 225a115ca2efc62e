import stat
from pathlib import Path

import pytest

from kargosha.files.whole import whole_file, whole_folder


def broken_off(draft: Path) -> None:
    (draft / "first.csv" if draft.is_dir() else draft).write_text("half")
    raise KeyboardInterrupt


def test_a_file_appears_whole(tmp_path: Path) -> None:
    with whole_file(tmp_path / "new" / "a.csv") as draft:
        draft.write_text("all")
        assert not (tmp_path / "new" / "a.csv").exists()

    assert (tmp_path / "new" / "a.csv").read_text() == "all"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.csv"]


def test_a_file_that_is_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("earlier")

    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "a.csv") as draft:
        broken_off(draft)

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "earlier")]


def test_a_folder_appears_whole_and_readable(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as draft:
        (draft / "a.csv").write_text("all")
        assert not (tmp_path / "out").exists()

    assert (tmp_path / "out" / "a.csv").read_text() == "all"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) & 0o500 == 0o500
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_broken_off_is_absent(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "out") as draft:
        broken_off(draft)

    assert list(tmp_path.iterdir()) == []


def test_an_earlier_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "earlier.csv").write_text("earlier")

    with whole_folder(tmp_path / "out") as draft:
        (draft / "a.csv").write_text("all")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]

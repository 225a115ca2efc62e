"""The example of the environment names every variable that is read, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\bKARGOSHA_[A-Z_]+\b")
SET = re.compile(r"^#?(KARGOSHA_[A-Z_]+)=", re.MULTILINE)


def test_the_example_is_complete() -> None:
    read = {
        name
        for place in ("src/kargosha", "scripts")
        for pattern in ("*.py", "*.sh")
        for path in (ROOT / place).rglob(pattern)
        for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    shown = set(SET.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    assert shown == read

"""Run every check of the house, two at a time, and stop at the first that fails, by its name."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
AT_ONCE = 2
HOUSE = "tests/architecture/test_the_house_stands.py"


@dataclass(frozen=True)
class Check:
    """One question that a program answers with its exit code."""

    name: str
    command: Sequence[str]
    mend: str


@dataclass(frozen=True)
class Answer:
    """What the program said."""

    check: Check
    code: int
    text: str
    seconds: float


def checks() -> list[Check]:
    """Return the checks, the longest first."""
    python = str(BIN / "python")
    templates = _tracked("*.html")
    guards = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", HOUSE]
    return [
        Check("types", [_tool("mypy")], "see the lines above"),
        Check("lint", [_tool("ruff"), "check", "."], "make fix"),
        Check("format", [_tool("ruff"), "format", "--check", "."], "make fix"),
        Check(
            "contracts", [_tool("lint-imports"), "--no-cache"], "the import is against the rules"
        ),
        Check(
            "migrations",
            [python, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
            "kargosha's models changed: python -m django makemigrations",
        ),
        Check(
            "templates",
            [_tool("djade"), "--check", "--target-version", "5.2", *templates],
            "make fix",
        ),
        Check("spelling", [_tool("typos")], "correct it, or teach the word in pyproject.toml"),
        Check("locks", [python, "scripts/check_locks.py"], "make lock"),
        Check("guards of the house, translations, docs", guards, "see the lines above"),
    ]


def main() -> int:
    """Run them all; return 0 when every one passes."""
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(_ask, check) for check in checks()]
        for answered in as_completed(asked):
            answer = answered.result()
            if answer.code == 0:
                _say(f"{answer.check.name:<41} passes  {answer.seconds:5.1f} s")
                continue
            pool.shutdown(wait=False, cancel_futures=True)
            _say(answer.text.rstrip())
            _say(f"{answer.check.name:<41} FAILS   mend: {answer.check.mend}")
            return 1
    _say(f"all checks pass in {time.monotonic() - began:.0f} s")
    return 0


def _ask(check: Check) -> Answer:
    began = time.monotonic()
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "kargosha.portal.settings"}
    done = subprocess.run(  # noqa: S603  (the commands stand above)
        check.command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    return Answer(check, done.returncode, done.stdout + done.stderr, time.monotonic() - began)


def _tool(name: str) -> str:
    return str(BIN / name)


def _tracked(pattern: str) -> list[str]:
    listed = subprocess.run(  # noqa: S603
        ["git", "ls-files", pattern],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Say whether the lock files hold a fitting version of every dependency of pyproject.toml."""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def faults() -> list[str]:
    """Return a line for each dependency without a fitting version, and each address in a lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    core = project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"]
    wanted = {
        "requirements.lock": core,
        "requirements-test.lock": [*core, *extras["test"], *extras["statistics"]],
        "requirements-build.lock": project["build-system"]["requires"],
    }
    return [line for lock, needs in wanted.items() for line in _faults_of(lock, needs)]


def _faults_of(lock: str, needs: Iterable[str]) -> Iterable[str]:
    text = (ROOT / lock).read_text()
    pinned = {canonicalize_name(name): version for name, version in PINNED.findall(text)}
    for need in map(Requirement, needs):
        version = pinned.get(canonicalize_name(need.name))
        if version is None:
            yield f"{lock} lacks {need}"
        elif version not in need.specifier:
            yield f"{lock} holds {need.name} {version}, and pyproject.toml asks for {need}"
    if "://" in text:
        yield f"{lock} names an address"


if __name__ == "__main__":
    found = faults()
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(bool(found))

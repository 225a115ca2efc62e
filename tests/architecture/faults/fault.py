"""What a deliberate fault is, and the places where faults are planted.

A fault is text put at the end of a file of the tree (which comes to be when it is not there), or
put in the place of other text. `test_the_guards_catch` plants each in a copy.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.checks import Check

AREAS = "src/kargosha/areas"
METHODS = "src/kargosha/analysis"
ACTIONS = f"{AREAS}/funding/actions.py"
QUERIES = f"{AREAS}/funding/queries.py"
MODELS = f"{AREAS}/funding/models/terms.py"
METHOD = f"{METHODS}/allocation/planted.py"
PAGE = "src/kargosha/portal/templates/planted.html"
WORDS = "src/kargosha/files/words"


@dataclass(frozen=True)
class Fault:
    """One deliberate fault: what it is, where it stands, what it says, and who must catch it."""

    name: str
    caught_by: Check
    says: str
    place: str
    text: str
    instead_of: str = ""

    @contextmanager
    def planted(self, root: Path) -> Iterator[None]:
        """Put the fault into a tree, and take it out again."""
        path = root / self.place
        before = path.read_text(encoding="utf-8") if path.exists() else None
        missing = [each for each in path.parents if not each.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._grown(before or ""), encoding="utf-8")
        try:
            yield
        finally:
            path.unlink()
            for folder in missing:
                shutil.rmtree(folder)
            if before is not None:
                path.write_text(before, encoding="utf-8")

    def _grown(self, standing: str) -> str:
        if not self.instead_of:
            return standing + self.text
        if self.instead_of not in standing:
            raise LookupError(f"{self.place} does not hold {self.instead_of!r}")
        return standing.replace(self.instead_of, self.text)

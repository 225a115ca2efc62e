"""What a deliberate fault is, and the places where faults are planted.

A fault is text put at the end of a file of the tree (which comes to be when it is not there), or
put in the place of other text. `test_the_guards_catch` plants each in a copy of its own.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.architecture.checks import Check

AREAS = "src/kargosha/areas"
METHODS = "src/kargosha/analysis"
ACTIONS = f"{AREAS}/funding/actions.py"
QUERIES = f"{AREAS}/funding/queries.py"
MODELS = f"{AREAS}/funding/models.py"
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

    def plant(self, root: Path) -> None:
        """Put the fault into a tree."""
        path = root / self.place
        path.parent.mkdir(parents=True, exist_ok=True)
        standing = path.read_text(encoding="utf-8") if path.exists() else ""
        if self.instead_of:
            if self.instead_of not in standing:
                raise LookupError(f"{self.place} does not hold {self.instead_of!r}")
            path.write_text(standing.replace(self.instead_of, self.text, 1), encoding="utf-8")
        else:
            path.write_text(standing + self.text, encoding="utf-8")

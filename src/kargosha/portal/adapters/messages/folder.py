from dataclasses import dataclass
from pathlib import Path

from kargosha.files.whole import whole_file
from kargosha.kernel.ports import NotSent


@dataclass(frozen=True)
class Folder:
    """Writes one file a message; the same key again is the same file."""

    path: Path

    def send(self, *, key: str, mobile: str, text: str) -> None:
        try:
            with whole_file(self.path / f"{key}.txt") as draft:
                draft.write_text(f"{mobile}\n{text}\n", encoding="utf-8")
        except OSError as error:
            raise NotSent(str(error)) from error

"""What a start has been asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StartPlan:
    """One start of the whole programme on one data folder."""

    folder: Path
    """KARGOSHA_DATA: the database, the logs and the secret key."""
    database_url: str | None = None
    """An outside PostgreSQL as the application's role; without it the embedded one is started."""
    owner_url: str | None = None
    """The same as the owner's role, which migrates."""
    port: int = 0
    """0 lets the kernel choose a free one."""
    empty: bool = False
    """Real work: no made-up row is loaded."""
    with_parent: bool = False
    """Stop when the process that started this one dies, as under `make`."""

    @property
    def logs(self) -> Path:
        """Where every process writes its lines."""
        return self.folder / "logs"

    @property
    def database_folder(self) -> Path:
        """The folder of the embedded server."""
        return self.folder / "postgres"

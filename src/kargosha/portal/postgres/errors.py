"""Why the embedded server did not start, each as a sentence that says what to do."""

from pathlib import Path


class PostgresError(Exception):
    """The embedded database is not to be had."""


class FolderInUse(PostgresError):
    """Another start holds the same data folder."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__(
            f"Another kargosha already runs on {folder} (process {process or 'unknown'}). "
            "Stop it first, or set KARGOSHA_DATA to another folder."
        )


class Unreachable(PostgresError):
    """No operating-system user can run the server on the folder."""


class NotStarted(PostgresError):
    """The server ended before it was ready."""

    def __init__(self, log: Path) -> None:
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        last = "\n".join(f"    {line}" for line in lines[-5:])
        super().__init__(f"PostgreSQL did not start. The end of its log {log}:\n{last}")

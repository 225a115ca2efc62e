"""What the pages show of a round, as files for a spreadsheet that bear its number."""

from collections.abc import Iterable, Mapping

from kargosha.analysis.tables import Table
from kargosha.kernel.exports import TakenAlong as RunFile
from kargosha.kernel.exports import taken_along

__all__ = ["RunFile", "run_file"]


def run_file(
    rows: Iterable[Mapping[str, object]], table: Table, *, name: str, ending: str
) -> RunFile:
    """Return rows of a table as a CSV that Excel knows as UTF-8, or as an XLSX, under a name.

    Raises
    ------
    NotFound
        There are no files of that kind.
    """
    return taken_along(rows, Table(name, table.columns), ending)

"""Faults against the habits that ruff and the clock keep."""

from tests.architecture.checks import dependency
from tests.architecture.faults.fault import METHOD, QUERIES, Fault

HABITS = (
    Fault(
        "an own import inside a function",
        dependency.broken_lint,
        "files/planted.py:5:5: PLC0415",
        "src/kargosha/files/planted.py",
        '"""Planted."""\n\n\ndef late() -> None:\n    from kargosha.files import clock\n\n'
        "    clock.now()\n",
    ),
    Fault(
        "a heavy package at the top",
        dependency.broken_lint,
        "TID253",
        "src/kargosha/files/planted.py",
        "import openpyxl\n",
    ),
    Fault(
        "a reader of settings",
        dependency.broken_lint,
        "nobody imports settings",
        QUERIES,
        "\nfrom kargosha.portal.settings import DATA\n",
    ),
    Fault(
        "global dice in a method",
        dependency.broken_lint,
        "numpy.random.seed",
        METHOD,
        '"""Planted."""\n\nimport numpy as np\n\nnp.random.seed(1)\n',
    ),
    Fault(
        "a connection in a method",
        dependency.broken_lint,
        "the caller owns the connection",
        METHOD,
        '"""Planted."""\n\nimport duckdb\n\nduckdb.connect()\n',
    ),
    Fault(
        "a file read in a method",
        dependency.broken_lint,
        "the file doors read the disk",
        METHOD,
        '"""Planted."""\n\nimport polars as pl\n\npl.read_csv("planted.csv")\n',
    ),
    Fault(
        "today in a method",
        dependency.broken_lint,
        "a method is handed its day",
        METHOD,
        '"""Planted."""\n\nfrom datetime import date\n\ndate.today()\n',
    ),
    Fault(
        "an undocumented method",
        dependency.broken_lint,
        "planted.py:4:5: D103",
        METHOD,
        '"""Planted."""\n\n\ndef weight(share: float) -> float:\n    return share\n',
    ),
    Fault(
        "an error swallowed whole",
        dependency.broken_lint,
        "files/planted.py:5:12: BLE001",
        "src/kargosha/files/planted.py",
        "def deaf() -> None:\n    try:\n        deaf()\n\n    except Exception:\n        deaf()\n",
    ),
    Fault(
        "a second clock",
        dependency.broken_clock,
        "only the clock reads the time",
        QUERIES,
        "\n\nNOW = datetime.now(UTC)\n",
    ),
)

"""Faults of size, one beyond each limit."""

from tests.architecture.checks import size
from tests.architecture.faults.fault import METHOD, PAGE, Fault


def a_function(lines: int = 1, arguments: int = 0) -> str:
    """Return a function of so many code lines, its signature one of them."""
    listed = ", ".join(f"argument_{number}" for number in range(arguments))
    return f"\n\ndef planted({listed}):\n" + "    planted()\n" * (lines - 1)


SIZES = (
    Fault(
        "a function of 61 code lines",
        size.broken_sizes,
        "::planted: 61 code lines",
        METHOD,
        a_function(lines=61),
    ),
    Fault(
        "nine arguments",
        size.broken_sizes,
        "::planted: 9 arguments",
        METHOD,
        a_function(lines=2, arguments=9),
    ),
    Fault(
        "a file of 401 lines",
        size.broken_sizes,
        "planted.py: 401 lines (at most 400 a file)",
        METHOD,
        "1\n" * 401,
    ),
    Fault("21 imports", size.broken_sizes, "planted.py: 21 imports", METHOD, "import ast\n" * 21),
    Fault(
        "a class of 251 lines",
        size.broken_sizes,
        "::Planted: 251 lines",
        METHOD,
        "class Planted:\n" + "    1\n" * 250,
    ),
    Fault(
        "a template of 201 lines",
        size.broken_sizes,
        "planted.html: 201 lines (at most 200 a template)",
        PAGE,
        "<p>\n" * 201,
    ),
)

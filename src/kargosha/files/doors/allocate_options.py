"""What can be asked of `kargosha allocate`: its options, and what the rules say where none is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.allocation.explain import Depth
from kargosha.analysis.rules import Rulebook
from kargosha.files.allocation import DecideOptions
from kargosha.files.doors.options import Number, Whole
from kargosha.files.tables.headers import ExtraColumns
from kargosha.files.words import Language

TABLE_FILE = click.Path(path_type=Path)
MOST_SECONDS = 604_800
"""A week; beyond it the system's own waiting overflows."""


@dataclass(frozen=True)
class Asked:
    """What stands on the command line."""

    candidates: Path
    funds: Path | None
    options: Path | None
    quotas: Path | None
    capacities: Path | None
    uses: Path | None
    out: Path
    seconds: float | None
    gap: float | None
    seed: int
    explain: Depth
    verify: int | None
    require_all: bool
    least_missed: bool
    extra_columns: ExtraColumns
    rules_file: Path | None
    day: date | None
    language: Language

    @property
    def tables(self) -> dict[str, Path]:
        """The files that were given, by the name of their table."""
        named = {
            "candidates": self.candidates,
            "funds": self.funds,
            "options": self.options,
            "quotas": self.quotas,
            "capacities": self.capacities,
            "uses": self.uses,
        }
        return {table: path for table, path in named.items() if path is not None}

    def by_rules(self, book: Rulebook) -> DecideOptions:
        """Return what was asked, and by the rules what was not.

        Raises `UnknownRule` when a rule is needed that the rule book does not hold.
        """

        def ruled(given: float | None, key: str) -> float:
            return book.number(key) if given is None else given

        return DecideOptions(
            rule_date=book.day,
            gap=ruled(self.gap, "allocation.gap"),
            seconds=ruled(self.seconds, "allocation.seconds"),
            seed=self.seed,
            require_all=self.require_all,
            least_missed=self.least_missed,
            depth=self.explain,
            verify=int(ruled(self.verify, "allocation.verify")),
        )


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--candidates",
        type=TABLE_FILE,
        required=True,
        help="Who asks for how much, and for what gain.",
    ),
    click.option(
        "--funds", type=TABLE_FILE, help="The money; without it only capacities and quotas bind."
    ),
    click.option(
        "--options",
        type=TABLE_FILE,
        help="Pairs of candidate and fund, instead of who may pay for whom.",
    ),
    click.option("--quotas", type=TABLE_FILE, help="Floors and ceilings of classes of candidates."),
    click.option("--capacities", type=TABLE_FILE, help="What besides money runs out."),
    click.option(
        "--uses", type=TABLE_FILE, help="Which candidate uses how much of which capacity."
    ),
    click.option(
        "--out",
        type=TABLE_FILE,
        required=True,
        help="Folder for the results: new, empty, or of an earlier run.",
    ),
    click.option(
        "--seconds",
        type=Number("option.above_zero", min=0, min_open=True, max=MOST_SECONDS),
        help="Safety stop; by default the rule allocation.seconds.",
    ),
    click.option(
        "--gap",
        type=Number("option.not_negative", min=0),
        help="Relative gap to prove; by default the rule allocation.gap.",
    ),
    click.option(
        "--seed",
        type=Whole("option.seed", min=0, max=2**31 - 1),
        default=0,
        show_default=True,
        help="Seed of the solver.",
    ),
    click.option(
        "--explain",
        type=click.Choice(["none", "all"]),
        default="all",
        show_default=True,
        help="Whether reasons get codes and details.",
    ),
    click.option(
        "--verify",
        type=Whole("option.count", min=0),
        help="How many smallest changes to verify; by default the rule allocation.verify.",
    ),
    click.option("--require-all", is_flag=True, help="Fund every candidate."),
    click.option(
        "--least-missed",
        is_flag=True,
        help="If floors cannot be met, give the portfolio that misses them least.",
    ),
    click.option(
        "--extra-columns",
        type=click.Choice(["error", "ignore"]),
        default="error",
        show_default=True,
        help="What to do with columns that mean nothing here.",
    ),
)


def allocate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `kargosha allocate`, in the order in which its help lists them."""
    return reduce(lambda inner, option: option(inner), reversed(_OPTIONS), command)

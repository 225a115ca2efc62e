from kargosha.areas.allocation.pages.borderline import (
    borderline,
    borderline_list,
    my_borderlines,
    ordered_run,
)
from kargosha.areas.allocation.pages.letters import letter, letters, letters_file, my_letters
from kargosha.areas.allocation.pages.rounds import (
    against,
    case,
    change_search,
    comparisons,
    decision,
    export,
    instruments,
    instruments_file,
    portfolio,
    publication,
    round_page,
    rounds,
)

__all__ = [
    "against",
    "borderline",
    "borderline_list",
    "case",
    "change_search",
    "comparisons",
    "decision",
    "export",
    "instruments",
    "instruments_file",
    "letter",
    "letters",
    "letters_file",
    "my_borderlines",
    "my_letters",
    "ordered_run",
    "portfolio",
    "publication",
    "round_page",
    "rounds",
]

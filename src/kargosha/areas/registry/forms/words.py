"""The words of choices, in the language of whoever looks."""

from collections.abc import Callable, Sequence

from kargosha.files.words import say
from kargosha.kernel.asking import current_language


def worded(
    family: str, values: Sequence[str], *, empty: bool = False
) -> Callable[[], list[tuple[str, str]]]:
    """Return choices that are said anew for each reader, from a family of the vocabulary."""

    def choices() -> list[tuple[str, str]]:
        said = [(value, say(f"word.{family}.{value}", {}, current_language())) for value in values]
        return [("", "–"), *said] if empty else said

    return choices

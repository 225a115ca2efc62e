"""Money rules brought from the prices of their year to those of another."""

from kargosha.analysis.rules import Rulebook
from kargosha.files.jalali import jalali_year


def price_factor(book: Rulebook, from_year: int, to_year: int) -> float:
    """Return how many rials of one Persian year buy what a rial of another bought.

    Raises `UnknownRule` when the rule book holds no price index of either year.
    """
    return book.number(f"price_index.{to_year}") / book.number(f"price_index.{from_year}")


def at_prices_of(book: Rulebook, key: str, year: int) -> int:
    """Return a money rule in whole rials of a Persian year.

    A money rule stands at the prices of the Persian year in which its first day lies.
    """
    rule = book.rule(key)
    return round(book.number(key) * price_factor(book, jalali_year(rule.valid_from), year))

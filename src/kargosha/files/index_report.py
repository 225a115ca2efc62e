"""The report of an index: figures, ranking with intervals, the method in words, origin."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.files.faults import all_told
from kargosha.files.index import IndexResult
from kargosha.files.markup import Markup, element
from kargosha.files.report_parts import MOST_ROWS, Page, whole_page
from kargosha.files.words import Language


def report(
    result: IndexResult, table: pl.DataFrame, language: Language, warnings: Sequence[Fault] = ()
) -> str:
    """Return the page of an index, given its ranking; it opens in the given language."""

    def content(page: Page) -> list[Markup]:
        return list(_content(result, table, warnings, page))

    return whole_page("index.title", content, language)


def _content(
    result: IndexResult, table: pl.DataFrame, warnings: Sequence[Fault], page: Page
) -> Iterator[Markup]:
    """Yield the parts of the page from the top."""
    yield element("h1", page.say("index.title"))
    yield element("p", page.say("index.lead"), class_="soft")
    yield _figures(result, page)
    if warnings:
        lines = [element("li", line) for line in all_told(warnings, {}, page.language)]
        yield page.section("index.warnings", element("ul", *lines))
    yield _ranking(table, page)
    yield _method(result, page)
    yield _origin(result, page)


def _figures(result: IndexResult, page: Page) -> Markup:
    """Show how much was ranked, and how sure that is."""
    doubt = result.uncertainty
    ranked = int(np.isfinite(result.composite.rank).sum())
    width = float(np.nanmedian(doubt.rank_high - doubt.rank_low))
    count = len(result.places)
    known = "places_all" if ranked == count else "places_of"
    figures = [
        ("places", page.show(ranked), page.say(f"index.figure.{known}", count=count)),
        ("draws", page.show(doubt.draws), page.say("index.figure.draws_note")),
        ("level", page.show(doubt.level, ".0%"), page.say("index.figure.level_note")),
        ("width", page.show(width, "g"), page.say("index.figure.width_note")),
    ]
    boxes = [
        element(
            "div",
            element("dt", page.say(f"index.figure.{name}")),
            element("dd", figure, element("small", note)),
        )
        for name, figure, note in figures
    ]
    return element("dl", *boxes, class_="figures")


def _ranking(table: pl.DataFrame, page: Page) -> Markup:
    """Show each place with its rank and value, and the interval of both."""
    rows = [
        [
            element("td", _interval(row, "rank", "", page), class_="number"),
            element("td", row[f"name_{page.language}"] or row["place_code"]),
            element("td", _interval(row, "value", ".3f", page), class_="number"),
            element("td", _share(row["worst_fifth_probability"], page), class_="number"),
            element("td", _share(row["known_share"], page), class_="number"),
        ]
        for row in table.head(MOST_ROWS).iter_rows(named=True)
    ]
    numbers = ["index.rank", "index.value", "index.worst_fifth", "index.known"]
    shown = page.table(["index.rank", "index.place", *numbers[1:]], rows, numbers)
    note = f"{page.say('index.ranking.note')} {page.more(table.height, 'index.csv')}".strip()
    return page.section("index.ranking", shown, note=note)


def _interval(row: dict[str, float | None], name: str, spec: str, page: Page) -> str:
    """Return a number with its interval."""
    if row[name] is None:
        return page.say("index.unknown_place")
    middle, low, high = (
        page.show(row[each], spec) for each in (name, f"{name}_low", f"{name}_high")
    )
    return page.say("index.interval", middle=middle, low=low, high=high)


def _share(share: float | None, page: Page) -> str:
    return page.say("index.unknown_place") if share is None else page.show(share, ".0%")


def _method(result: IndexResult, page: Page) -> Markup:
    """Say in words how figures became values."""
    method = result.method
    total = sum(term.weight for term in method.terms)
    rows = [
        [
            element("td", element("code", term.indicator)),
            element("td", page.say(f"index.worst.{term.worst}")),
            page.number(term.weight / total, ".0%"),
            element(
                "td",
                page.say(
                    "index.bounds_of",
                    least=page.show(term.least / total, ".0%"),
                    most=page.show(term.most / total, ".0%"),
                ),
                class_="number",
            ),
        ]
        for term in method.terms
    ]
    numbers = ["index.weight", "index.bounds"]
    terms = page.table(["index.indicator", "index.worst", *numbers], rows, numbers)
    said = [
        page.say(f"index.normalisation.{method.normalisation}"),
        page.say(f"index.aggregation.{method.aggregation}"),
        page.say(f"index.unknown.{method.unknown}"),
        page.say(
            "index.tried",
            normalisations=_choices(method.normalisations, page),
            aggregations=_choices(method.aggregations, page),
        ),
    ]
    return page.section("index.method", terms, note=" ".join(said))


def _choices(choices: Sequence[str], page: Page) -> list[str]:
    return [page.say(f"index.choice.{choice}") for choice in choices]


def _origin(result: IndexResult, page: Page) -> Markup:
    """Show what the index was made from and how."""
    made = result.provenance
    origins: list[tuple[str, str]] = [
        (page.say("origin.version"), element("code", made.version)),
        (page.say("index.origin.numpy"), element("code", made.numpy)),
        (page.say("index.origin.draws"), page.show(made.draws)),
        (page.say("origin.seed"), element("code", str(made.seed))),
        (page.say("index.origin.level"), page.show(made.level, ".0%")),
        (page.say("origin.started"), page.show(made.started)),
    ]
    origins += [
        (page.say("origin.input", name=name), element("code", found))
        for name, found in sorted(made.inputs.items())
    ]
    rows = [[element("th", label, scope="row"), element("td", value)] for label, value in origins]
    note = "provenance.note" if made.reproducible else "index.origin.stopped"
    return page.section("provenance", element("table", page.body(rows)), note=page.say(note))

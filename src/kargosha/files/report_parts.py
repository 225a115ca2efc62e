"""The parts of which a report is made: one page without outside hosts, in both languages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from kargosha.files.markup import Markup, element, joined, void
from kargosha.files.words import LANGUAGES, Language, say, shown

MOST_ROWS = 300
"""Rows of a table on the page; all stand in the file beside it."""

DIRECTIONS = {"fa": "rtl", "en": "ltr"}

Row = Sequence[Markup]


@dataclass(frozen=True)
class Page:
    """One report in one language; its sentences stand under ``report.`` in the words."""

    language: Language

    def say(self, name: str, /, **values: object) -> str:
        """Return a sentence of reports."""
        return say(f"report.{name}", values, self.language)

    def show(self, value: object, spec: str = "") -> str:
        """Return a value as the language has it."""
        return shown(value, self.language, spec)

    def number(self, value: float, spec: str = "") -> Markup:
        """Return a cell that holds a number."""
        return element("td", self.show(value, spec), class_="number")

    def section(self, title: str, content: Markup, note: str = "") -> Markup:
        """Return a sheet under its heading."""
        label = self.say(title)
        notes = [element("p", note, class_="soft")] if note else []
        # A table wider than a phone is scrolled, so the keyboard must reach it.
        sheet = element(
            "div", content, class_="sheet", tabindex="0", role="region", aria_label=label
        )
        return element("section", element("h2", label), *notes, sheet)

    def table(
        self, columns: Sequence[str], rows: Sequence[Row], numbers: Sequence[str] = ()
    ) -> Markup:
        """Return a table; the columns named in ``numbers`` hold numbers."""
        heads = [
            element("th", self.say(name), scope="col", class_="number" if name in numbers else "")
            for name in columns
        ]
        return element("table", element("thead", element("tr", *heads)), self.body(rows))

    def body(self, rows: Sequence[Row]) -> Markup:
        """Return the rows of a table."""
        return element("tbody", *(element("tr", *row) for row in rows))

    def more(self, count: int, file: str) -> str:
        """Say that rows are left out, and where they stand; nothing when all are shown."""
        if count <= MOST_ROWS:
            return ""
        return self.say("more", shown=MOST_ROWS, count=count, file=file)


def whole_page(title: str, content: Callable[[Page], Sequence[Markup]], language: Language) -> str:
    """Return the page in both languages; it opens in one, and is switched without a script."""
    style = files("kargosha.files").joinpath("report.css").read_text(encoding="utf-8")
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", say(f"report.{title}", {}, language)),
        element("style", Markup(style)),
    )
    switches = [
        void(
            "input", type="radio", name="tongue", id=each, class_="tongue", checked=each == language
        )
        for each in LANGUAGES
    ]
    labels = [
        element("label", say("report.language", {}, each), for_=each, lang=each)
        for each in LANGUAGES
    ]
    mains = [
        element("main", *content(Page(each)), lang=each, dir=DIRECTIONS[each]) for each in LANGUAGES
    ]
    body = joined(*switches, element("div", *labels, class_="tongues"), *mains)
    page = joined(element("head", head), element("body", body))
    return f"<!DOCTYPE html>\n{element('html', page, lang=language, dir=DIRECTIONS[language])}\n"

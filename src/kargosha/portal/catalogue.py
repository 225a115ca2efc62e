"""The Persian catalogue of the pages: what they say is found, kept here, compiled at start.

Sentences for codes stand in ``files/words``; this is for all other text of templates and code.
``python -m kargosha.portal.catalogue`` brings the catalogue up to date: new text comes in without
a translation, text that nobody says any more goes, and what was translated stays.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "portal" / "locale"
PERSIAN = Path("fa/LC_MESSAGES/django.po")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def compile_catalogues(locale: Path = LOCALE) -> None:
    """Compile each catalogue that is newer than what was compiled of it.

    The compiled file takes its place in one step, so two processes that start together, or one
    that is killed, leave no half-written file.
    """
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with NamedTemporaryFile(dir=source.parent, suffix=".part", delete=False) as part:
            write_mo(part, read_catalogue(source))
        Path(part.name).chmod(0o644)
        Path(part.name).replace(compiled)


def said(package: Path = PACKAGE) -> Catalog:
    """Return all that templates and code say through gettext, each with the files that say it."""
    catalogue = Catalog(locale="fa", charset="utf-8", fuzzy=False)
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        place = path.relative_to(package).as_posix()
        for line, message, _, context in _messages(path):
            catalogue.add(message, locations=[(place, line)], context=context)
    return catalogue


def refresh(package: Path = PACKAGE, source: Path = LOCALE / PERSIAN) -> None:
    """Bring a catalogue up to date with what is said."""
    catalogue = read_catalogue(source) if source.exists() else said(package)
    catalogue.update(said(package), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.header_comment = "# What the pages of kargosha say, in Persian."
    written = BytesIO()
    write_po(
        written, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True
    )
    lines = written.getvalue().decode().splitlines(keepends=True)
    source.parent.mkdir(parents=True, exist_ok=True)
    # Headers that change by themselves would make every refresh look like a change.
    source.write_text("".join(each for each in lines if not each.startswith(_CHANGING)), "utf-8")


def read_catalogue(source: Path) -> Catalog:
    """Return a catalogue as it stands on disk."""
    with source.open("rb") as file:
        return read_po(file, locale="fa", charset="utf-8")


_CHANGING = (
    '"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team',
    '"Report-Msgid-Bugs-To', '"Project-Id-Version', '"Generated-By',
)  # fmt: skip


def _messages(
    path: Path,
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py" and "gettext" not in text:
        return iter(())
    if path.suffix == ".html":
        # What Django leaves of a template keeps its indentation, which is not Python's.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return extract("python", BytesIO(text.encode()), keywords=KEYWORDS)


if __name__ == "__main__":
    refresh()

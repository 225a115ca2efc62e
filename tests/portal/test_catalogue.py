"""The Persian catalogue: what is found, what a refresh keeps, what is compiled."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from kargosha.portal.catalogue import (
    LOCALE,
    PERSIAN,
    compile_catalogues,
    read_catalogue,
    refresh,
    said,
)

TEMPLATE = """\
<h1>{% translate "Portfolio" %}</h1>
  {% blocktranslate count number=awards|length trimmed %}
      {{ number }} award
  {% plural %}
      {{ number }} awards
    {% endblocktranslate %}
{% translate "Order" context "to put in order" %} {% include "note.html" with title=_("Note") %}
"""
CODE = """\
from django.utils.translation import gettext_lazy as _

TITLE = _("Places")
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one template and one module that speak."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(TEMPLATE, "utf-8")
    (tmp_path / "menu.py").write_text(CODE, "utf-8")
    return tmp_path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "locale" / PERSIAN


def test_everything_that_is_said_is_found(package: Path) -> None:
    found = said(package)

    assert {message.id for message in found if message.id} == {
        "Portfolio",
        ("%(number)s award", "%(number)s awards"),
        "Order",
        "Note",
        "Places",
    }
    assert found.get("Order", context="to put in order").locations == [("templates/page.html", 7)]


def test_a_refresh_adds_what_is_new_keeps_what_is_translated_and_drops_the_rest(
    package: Path, source: Path
) -> None:
    refresh(package, source)
    translate(source, "Portfolio", "سبد")
    translate(source, "Places", "مکان‌ها")
    (package / "menu.py").write_text(CODE.replace("Places", "Counties"), "utf-8")

    refresh(package, source)

    kept = {message.id: message.string for message in read_catalogue(source) if message.id}
    assert kept["Portfolio"] == "سبد"
    assert kept["Counties"] == ""
    assert "Places" not in kept


def test_a_refresh_without_news_changes_no_letter(package: Path, source: Path) -> None:
    refresh(package, source)
    before = source.read_bytes()

    refresh(package, source)

    assert source.read_bytes() == before


def test_the_compiled_catalogue_speaks_persian(package: Path, source: Path) -> None:
    refresh(package, source)
    translate(source, "Portfolio", "سبد")

    compile_catalogues(package / "locale")

    assert spoken(source, "Portfolio") == "سبد"


def test_a_catalogue_is_compiled_again_only_when_it_changed(package: Path, source: Path) -> None:
    refresh(package, source)
    compile_catalogues(package / "locale")
    compiled = source.with_suffix(".mo")
    compiled.write_bytes(b"untouched")

    compile_catalogues(package / "locale")

    assert compiled.read_bytes() == b"untouched"
    assert {each.suffix for each in source.parent.iterdir()} == {".mo", ".po"}


def test_the_programmes_own_catalogue_compiles(tmp_path: Path) -> None:
    source = tmp_path / PERSIAN
    source.parent.mkdir(parents=True)
    source.write_bytes((LOCALE / PERSIAN).read_bytes())

    compile_catalogues(tmp_path)

    assert spoken(source, "Territory") == "سرزمین"


def translate(source: Path, message: str, persian: str) -> None:
    """Write a translation into a catalogue, as a translator does."""
    text = source.read_text("utf-8")
    empty = f'msgid "{message}"\nmsgstr ""'
    assert empty in text
    source.write_text(text.replace(empty, f'msgid "{message}"\nmsgstr "{persian}"'), "utf-8")


def spoken(source: Path, message: str) -> str:
    """Return what the compiled catalogue beside a source says for a message."""
    with source.with_suffix(".mo").open("rb") as compiled:
        return GNUTranslations(compiled).gettext(message)

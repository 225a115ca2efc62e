"""What stands in the parts of an XLSX file that a reader of values does not tell.

A formula's stored value may be stale or absent, and a cell in error reads as empty; both are found
here, in the sheet's own XML, before any value is believed. The same look keeps a small file that
unpacks into gigabytes, or whose last cell is at the far corner, from taking the memory.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from kargosha.files.tables.grid import MOST_ROWS, of_file

MOST_UNPACKED = 2 * 1024**3
"""Bytes of all parts together, unpacked."""

MOST_CELLS = 100_000_000
"""Rows times columns of the smallest rectangle that holds every cell."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br=["\']([A-Z]+[0-9]+)["\'][^>]*>\s*<(?:\w+:)?f[\s/>]')
_ERROR = re.compile(rb'<(?:\w+:)?c\s[^>]*?\bt=["\']e["\'][^>]*>')
_PLACE = re.compile(rb'\sr=["\']([A-Z]+)([0-9]+)["\']')
_COLUMN = re.compile(rb'\sr=["\']([A-Z]{1,3})[0-9]{1,7}["\']')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br=["\']([0-9]{1,7})["\']')


@dataclass(frozen=True)
class SheetParts:
    """Cells of a sheet whose value cannot be believed, as ``B7``."""

    formulas: tuple[str, ...]
    errors: tuple[str, ...]


def refuse_other_files(raw: bytes, table: str) -> None:
    """Refuse what bears the name of an XLSX file and is none, or would not fit in memory."""
    if raw.startswith(_COMPOUND):
        code = "fault.xlsx_encrypted" if _ENCRYPTED in raw else "fault.xls"
        raise of_file(code, table)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = parts.namelist()
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise of_file("fault.not_xlsx", table) from error
    if "xl/workbook.xml" not in names:
        raise of_file("fault.not_xlsx", table)
    if unpacked > MOST_UNPACKED:
        raise of_file("fault.xlsx_unpacks_too_large", table, most=MOST_UNPACKED // 1024**2)


def sheet_parts(raw: bytes, sheet: str, table: str) -> SheetParts:
    """Look through the XML of one sheet; `BadTable` when it is broken or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            xml = parts.read(_path(parts, sheet))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, StopIteration, OSError) as error:
        raise of_file("fault.not_xlsx", table) from error
    _refuse_far_corner(xml, table)
    errors = []
    for cell in _ERROR.finditer(xml):
        place = _PLACE.search(cell.group())
        if place is not None:
            errors.append((place.group(1) + place.group(2)).decode())
    return SheetParts(tuple(place.decode() for place in _FORMULA.findall(xml)), tuple(errors))


def _path(parts: zipfile.ZipFile, sheet: str) -> str:
    """Return the path of a sheet's part within the file."""
    sheets = _tree(parts.read("xl/workbook.xml"))
    found = next(
        element
        for element in sheets.iter()
        if element.tag.endswith("}sheet") and element.get("name") == sheet
    )
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _tree(parts.read("xl/_rels/workbook.xml.rels"))
    }
    target = relations[found.get(_RELATION)]
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _tree(xml: bytes) -> ElementTree.Element:
    """Parse one small part; a document type, which Excel never writes, is not expanded."""
    if b"<!DOCTYPE" in xml:
        raise ElementTree.ParseError("a document type")
    return ElementTree.fromstring(xml)  # noqa: S314 - no document type, hence no entities


def _refuse_far_corner(xml: bytes, table: str) -> None:
    """Refuse a sheet whose cells span more than memory holds."""
    columns = max(map(_number, set(_COLUMN.findall(xml))), default=0)
    rows = max(map(int, _ROW.findall(xml)), default=0)
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise of_file("fault.xlsx_far_cell", table, rows=rows, columns=columns)


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

"""A sheet of Excel written column by column: a hundred thousand rows in seconds.

The smallest workbook that Excel, LibreOffice and their readers open: one sheet, texts within their
cells, one format for dates. Because every cell's type is written out, no text becomes a formula and
no number is rounded on the way.
"""

import zipfile
from pathlib import Path

import polars as pl

from kargosha.files.tables.grid import cell_letters
from kargosha.files.tables.xlsx_grid import LARGEST_EXACT

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE_STYLE = 1

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_NAMESPACE}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def write_sheet(frame: pl.DataFrame, path: Path, name: str) -> None:
    """Write a frame of texts, numbers and dates as the only sheet of a workbook."""
    parts = _PARTS | {"xl/workbook.xml": _workbook(name)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for part, xml in parts.items():
            book.writestr(part, _HEAD + xml)
        book.writestr("xl/worksheets/sheet1.xml", _HEAD + _sheet(frame))


def _workbook(name: str) -> str:
    """Return the part that names the sheet."""
    return (
        f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(frame: pl.DataFrame) -> str:
    """Return the part that holds the cells; the first row stays in sight."""
    header = pl.DataFrame({name: [name] for name in frame.columns})
    rows = [*_rows(header, first=1), *_rows(frame, first=2)]
    return (
        f'<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _rows(frame: pl.DataFrame, first: int) -> list[str]:
    """Return the rows of a frame as XML, numbered from ``first``."""
    if frame.is_empty():
        return []
    row = pl.int_range(first, first + frame.height, dtype=pl.Int64).cast(pl.String)
    cells = [
        _cell(pl.col(name), dtype, pl.lit(cell_letters(position)) + row)
        for position, (name, dtype) in enumerate(frame.schema.items())
    ]
    content = pl.concat_str(cells, ignore_nulls=True)
    return frame.select(pl.format('<row r="{}">{}</row>', row, content)).to_series().to_list()


def _cell(value: pl.Expr, dtype: pl.DataType, place: pl.Expr) -> pl.Expr:
    """Return a column's cells as XML; an empty value has none."""
    if dtype.is_integer():
        # Excel would drop the last digits of a longer number; as text they stay.
        return (
            pl.when(value.abs() < LARGEST_EXACT)
            .then(_number(value.cast(pl.String), place))
            .otherwise(_text(value.cast(pl.String), place))
        )
    if dtype.is_float():
        return _number(value.cast(pl.String), place)
    if dtype == pl.Date:
        # Excel counts days from 1899-12-30 and knows none before 1900-03-01.
        serial = (value - pl.date(1899, 12, 30)).dt.total_days().cast(pl.String)
        return (
            pl.when(value >= pl.date(1900, 3, 1))
            .then(pl.format('<c r="{}" s="{}"><v>{}</v></c>', place, pl.lit(_DATE_STYLE), serial))
            .otherwise(_text(value.cast(pl.String), place))
        )
    return _text(value, place)


def _number(figures: pl.Expr, place: pl.Expr) -> pl.Expr:
    """Return cells of numbers."""
    return pl.format('<c r="{}"><v>{}</v></c>', place, figures)


def _text(text: pl.Expr, place: pl.Expr) -> pl.Expr:
    """Return cells of text; signs that XML cannot hold are shown as missing."""
    escaped = text.str.replace_all(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]", "\ufffd"
    ).str.replace_many(["&", "<", ">", "\r"], ["&amp;", "&lt;", "&gt;", "&#13;"])
    return pl.format(
        '<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', place, escaped
    )

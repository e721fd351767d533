import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from foundation.exports.formula_guard import is_suspicious
from foundation.exports.one_page import heights_of
from foundation.exports.table import Cell, ColumnKind, LongTable, Table, local
from foundation.japanese.dates import wareki

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_A4 = 9
_SHEET_NAME_BYTES = 62  # 31 units of UTF-16
_PAGE_HEADER_CHARACTERS = 100  # of 255, which also hold the date and doubled &
_FIRST_YEAR_IN_EXCEL = 1900
_ABOUT = "この表について"
_ABOUT_WIDTHS = (20, 80)

_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    # the apostrophe that Excel keeps beside a cell and does not show
    "suspicious": {"num_format": "@", "quote_prefix": True},
    "whole": {"num_format": "#,##0"},
    "fraction": {"num_format": "#,##0.0##"},
    "date": {"num_format": '[$-411]ggge"年"m"月"d"日"'},
    "datetime": {"num_format": '[$-411]ggge"年"m"月"d"日" h"時"mm"分"'},
}
_CELL = {
    "font_name": "BIZ UDPゴシック",
    "valign": "top",
    "text_wrap": True,
    "bottom": 4,
    "bottom_color": "#7A8785",
}
_HEADING = {"font_name": "BIZ UDPゴシック", "valign": "vcenter", "text_wrap": True, "bold": True, "bottom": 1}
_BAND = {"bg_color": "#E1EFED", "font_color": "#0A4545"}


def write_xlsx(table: Table | LongTable, *, printed_on: date, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return `table` as a workbook of one sheet that also prints: A4 landscape, one page wide, numbered.

    `about`, names and words of what a reader has to know, makes a second sheet 「この表について」.
    The headings stay in view, repeat on each page and filter; title and `printed_on` stand above each page.
    Only numbers and dates in columns of their kind are numbers and dates; all else is text, with leading
    zeros, and never a formula (`formula_guard`). Dates before 1900, which Excel does not know, are text.
    Raises ValueError for what no sheet holds: 1,048,576 rows, or a text above 32,767 characters.
    """
    content = io.BytesIO()
    # A long table is kept in a file while it is written, row by row.
    ways = {"constant_memory": True} if isinstance(table, LongTable) else {"in_memory": True}
    with xlsxwriter.Workbook(content, ways) as workbook:
        sheet, heading, formats, rows = _written(workbook, table, printed_on)
        _lay_out(sheet, table, printed_on, rows=rows)
        if about:
            _tell(workbook.add_worksheet(_ABOUT), about, name_look=heading, words_look=formats["text"])
    return content.getvalue()


def _write(
    sheet: Worksheet, place: tuple[int, int], value: Cell, kind: ColumnKind, formats: dict[str, Format]
) -> None:
    if kind == "date" and isinstance(value, datetime):
        value = value.date()
    text = "" if value is None else str(value)
    if kind in {"date", "datetime"} and isinstance(value, date) and value.year >= _FIRST_YEAR_IN_EXCEL:
        look = "datetime" if isinstance(value, datetime) else "date"
        status = sheet.write_datetime(*place, value, formats[look])
    elif kind == "number" and isinstance(value, int | float | Decimal):
        status = sheet.write_number(*place, value, formats["whole" if isinstance(value, int) else "fraction"])
    elif text:
        status = sheet.write_string(*place, text, formats["suspicious" if is_suspicious(text) else "text"])
    else:
        status = sheet.write_blank(*place, None, formats["text"])
    _require(status)


def write_one_page_xlsx(table: Table, *, printed_on: date, about: Sequence[tuple[str, str]]) -> bytes:
    """Return `table` as a workbook of one sheet that prints on one A4 landscape, with `about` below it.

    The rows are as high as their words, so that none covers the next. All else is as `write_xlsx` says.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet, heading, formats, _ = _written(workbook, table, printed_on)
        _lay_out(sheet, table, printed_on, rows=len(table.rows))
        last = len(table.columns) - 1
        for line, (name, words) in enumerate(about, start=len(table.rows) + 1):
            _require(sheet.write_string(line, 0, name, heading))
            if last > 1:
                sheet.merge_range(line, 1, line, last, "", formats["text"])
            _require(sheet.write_string(line, 1, words, formats["text"]))
        for line, height in enumerate(heights_of(table, about)):
            sheet.set_row(line, height)
        sheet.fit_to_pages(1, 1)
    return content.getvalue()


def _written(
    workbook: xlsxwriter.Workbook, table: Table | LongTable, printed_on: date
) -> tuple[Worksheet, Format, dict[str, Format], int]:
    """Return the sheet of a table as written, the look of headings, those of cells, and how many rows."""
    workbook.set_properties(
        {"title": table.title, "created": datetime.combine(printed_on, datetime.min.time())}
    )
    sheet = workbook.add_worksheet(_sheet_name(table.title))
    heading = workbook.add_format(_HEADING | _BAND)
    formats = {name: workbook.add_format(_CELL | look) for name, look in _FORMATS.items()}
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        _require(sheet.write_string(0, place, column.heading, heading))
    line = 0
    for line, row in enumerate(table.rows, start=1):
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, (line, place), local(cell), column.kind, formats)
    return sheet, heading, formats, line


def _tell(
    sheet: Worksheet, about: Sequence[tuple[str, str]], *, name_look: Format, words_look: Format
) -> None:
    for place, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(place, place, width)
    for line, (name, words) in enumerate(about):
        _require(sheet.write_string(line, 0, name, name_look))
        _require(sheet.write_string(line, 1, words, words_look))
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _lay_out(sheet: Worksheet, table: Table | LongTable, printed_on: date, *, rows: int) -> None:
    last = (rows, len(table.columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, *last)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, *last)})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    title = table.title[:_PAGE_HEADER_CHARACTERS].replace("&", "&&")
    sheet.set_header(f"&L{title}&R{wareki(printed_on)}作成")
    sheet.set_footer("&C&P / &Nページ")


def _sheet_name(title: str) -> str:
    name = (
        re.sub(r"[\[\]:*?/\\]", "・", title)
        .encode("utf-16-le")[:_SHEET_NAME_BYTES]
        .decode("utf-16-le", "ignore")
    )
    return name.strip("' ") or "一覧"


def _require(status: int) -> None:
    if status != 0:
        raise ValueError("Excelの表に入りきらない行または文章があります。条件を絞ってください。")

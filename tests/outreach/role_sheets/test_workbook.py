"""The workbook of a sheet prints on one A4 landscape that can be read, with the agreement on it."""

import io
from datetime import date

import openpyxl
import pytest

from foundation.exports.one_page import heights_of, scale_of
from outreach.role_sheets.demo_sheets import COORDINATION, PREVENTION, exit_support
from outreach.role_sheets.enums import VersionState
from outreach.role_sheets.models import RoleSheet, SheetVersion
from outreach.role_sheets.papers import STAGE_WIDTHS, sheet_table, sheet_xlsx

TODAY = date(2026, 11, 28)
SHEETS = [PREVENTION, COORDINATION, exit_support("七尾市", "窓口", meeting="会う", tells="答える")]
NAMES = ["seed 002", "seed 004 Q3 and Q4", "exit"]
# What is printed at 11 points is then at least 6.
SMALLEST = 0.55


def version_with(content):
    sheet = RoleSheet(title="役割分担表", slug="x", plan_name="=1+1")
    agreed = {"state": VersionState.AGREED, "agreed_on": TODAY, "agreed_post": "七尾市 福祉課"}
    return SheetVersion(sheet=sheet, number=1, content=content, **agreed)


@pytest.mark.parametrize("content", SHEETS, ids=NAMES)
def test_one_landscape_page_bears_the_table_and_below_it_the_agreement(content):
    book = openpyxl.load_workbook(io.BytesIO(sheet_xlsx(version_with(content), today=TODAY)))
    (page,) = book.worksheets
    setup = page.page_setup
    # What the file does not say is one page.
    assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight or 1) == ("landscape", 1, 1)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    below = {row[0].value: row[1] for row in page.iter_rows() if row[0].value}
    assert below["合意"].value == "令和8年11月28日　七尾市 福祉課"
    assert (below["もとになる計画"].value, below["もとになる計画"].data_type) == ("=1+1", "s")
    assert below["合意"].coordinate in {str(each).partition(":")[0] for each in page.merged_cells.ranges}


@pytest.mark.parametrize("content", SHEETS, ids=NAMES)
def test_each_row_is_as_high_as_its_words_and_the_letters_stay_readable(content):
    version = version_with(content)
    (page,) = openpyxl.load_workbook(io.BytesIO(sheet_xlsx(version, today=TODAY))).worksheets
    tables = [sheet_table(version, stage_width=width) for width in STAGE_WIDTHS]
    width = round(page.column_dimensions["E"].width - 0.71)
    best = next(each for each in tables if each.columns[4].width == width)
    heights = [page.row_dimensions[at].height for at in range(1, len(best.rows) + 2)]
    assert heights == heights_of(best, [])
    about = [(row[0].value, row[1].value) for row in page.iter_rows(min_row=len(best.rows) + 2)]
    assert scale_of(best, about) == max(scale_of(each, about) for each in tables) >= SMALLEST

"""A list that staff take away, in the form that they chose."""

from datetime import date

from django.http import HttpResponse

from content import desk
from directory.finding.enums import ExportForm
from foundation.exports.delimited import Encoding
from foundation.exports.table import Table

_FORMS: dict[ExportForm, tuple[str, Encoding]] = {
    ExportForm.WORKBOOK: ("xlsx", "utf-8-sig"),
    ExportForm.CSV_UTF8: ("csv", "utf-8-sig"),
    ExportForm.CSV_CP932: ("csv", "cp932"),
}


def handed_out(table: Table, kind: ExportForm, *, printed_on: date) -> HttpResponse:
    """Return a table as a file of this kind under its own title; who takes it is for the caller to record."""
    form, encoding = _FORMS[kind]
    return desk.table_file(table, name=table.title, form=form, printed_on=printed_on, encoding=encoding)

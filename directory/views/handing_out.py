"""A list that staff take away, in the form that they chose."""

from datetime import date

from django.http import HttpResponse

from content import desk
from directory.finding.enums import ExportForm
from foundation.exports.table import Table

_FORMS = {ExportForm.WORKBOOK: "xlsx", ExportForm.CSV_UTF8: "csv", ExportForm.CSV_CP932: "csv_cp932"}


def handed_out(table: Table, kind: ExportForm, *, printed_on: date) -> HttpResponse:
    """Return a table as a file of this kind under its own title; who takes it is for the caller to record."""
    return desk.table_file(table, name=table.title, form=_FORMS[kind], printed_on=printed_on)

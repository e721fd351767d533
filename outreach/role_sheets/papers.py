"""A sheet on one A4 landscape, as a picture of it, as a workbook, and as a role table for other systems."""

import io
import json
from datetime import date
from typing import Any

import pypdfium2
from django.conf import settings

from events.paper_facts import letterhead
from foundation.exports.one_page import scale_of
from foundation.exports.spreadsheet import write_one_page_xlsx
from foundation.exports.table import Column, Table
from foundation.japanese.dates import wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from .content import LISTS
from .enums import VersionState
from .models import RoleSheet, SheetVersion
from .queries import SideBySide
from .shaping import Sheet

TEMPLATE = "role_sheets/paper/sheet.html"
# A picture 1,600 pixels wide of a page of 842 points.
PICTURE_SCALE = 1.9
# How wide the column of a stage in a workbook may be, in half-width characters.
STAGE_WIDTHS = range(12, 49, 3)
# The form in which a role table leaves: `handoff` and others read it, with a preview.
FORMAT = "tsunagu.role_table"
FORMAT_VERSION = 1


def sheet_pdf(version: SheetVersion, *, today: date) -> bytes:
    """Return a version on one A4 landscape. Raises PaperDoesNotFit, which no published version does."""
    return render_pdf(
        TEMPLATE,
        paper_context(version) | {"centre": letterhead(), "printed_on": wareki(today)},
        title=paper_title(version),
        landscape=True,
        fits=1,
    )


def fits(version: SheetVersion) -> bool:
    """Return whether a version goes on one page, by setting it."""
    try:
        sheet_pdf(version, today=date.max.replace(year=2099))
    except PaperDoesNotFit:
        return False
    return True


def sheet_png(version: SheetVersion, *, today: date) -> bytes:
    """Return the page of a version as a picture, 1,600 pixels wide."""
    with pypdfium2.PdfDocument(sheet_pdf(version, today=today)) as document:
        picture = document[0].render(scale=PICTURE_SCALE).to_pil()
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def paper_context(version: SheetVersion) -> dict[str, Any]:
    """Return what the page of a version needs, on screens and on paper.

    On a screen `centre` is the frame's, which says more of it than a paper does.
    """
    return {
        "sample_world": settings.DEMO,
        "confidential": False,
        "role": Sheet(version.content),
        "sheet": version.sheet,
        "version": version,
        "paper_title": paper_title(version),
    }


def paper_title(version: SheetVersion) -> str:
    """Return what stands above the table: （案） until somebody has agreed, 前の版 once another followed."""
    sheet = version.sheet
    if sheet.keeper_id is not None:
        return f"{sheet.title}（控え）"
    if version.is_proposed:
        return f"{sheet.title}（案）"
    return f"{sheet.title}（前の版）" if version.state == VersionState.SUPERSEDED else sheet.title


def sheet_table(version: SheetVersion, *, stage_width: int) -> Table:
    """Return the table of a version: a line for each body, a column of this width for each stage."""
    role = Sheet(version.content)
    columns = (
        Column("区分", width=9),
        Column("だれが", width=16),
        Column("窓口", width=18),
        Column("連絡先", width=14),
        *(
            Column(f"{each.name}（{each.when}）" if each.when else each.name, width=stage_width)
            for each in role.stages
        ),
    )
    rows = [
        [
            body.level_label,
            body.name,
            "、".join(body.offices),
            body.contact,
            *(cell.words for cell in body.cells),
        ]
        for body in role.bodies
    ]
    return Table(paper_title(version), columns, rows)


def comparison_table(left: SheetVersion, right: SheetVersion, stages: SideBySide) -> Table:
    """Return two sheets beside each other as a table: stage, body, both sides, and whether they differ."""
    names = [f"{each.sheet.place}　{each.sheet.title}" for each in (left, right)]
    columns = (
        *(Column(word, width=24) for word in ("時期", "だれが")),
        *(Column(name, width=40) for name in names),
        Column("ちがい", width=10),
    )
    rows = [
        [stage, body, ours, theirs, "ちがいます" if differs else "同じ"]
        for stage, lines in stages
        for body, ours, theirs, differs in lines
    ]
    return Table("役割分担表の比較", columns, rows)


def sheet_xlsx(version: SheetVersion, *, today: date) -> bytes:
    """Return a version as a workbook that prints on one A4 landscape, with all that stands below the table.

    The columns are as wide as the page shows them largest.
    """
    role = Sheet(version.content)
    about = [("ひとことで言うと", role.lead)] if role.lead else []
    for kind, lines in zip(LISTS, (role.notes, role.issues, role.policies), strict=True):
        about += [(f"{LINES[kind]}{at}", line) for at, line in enumerate(lines, start=1)]
    for each in role.tables:
        words = "、".join(f"{label} {value}{each.unit}" for label, value in each.rows)
        about.append((each.title, f"{words}（数えたもの：{each.definition}。出典：{each.source}）"))
    about += state_lines(version)
    tables = [sheet_table(version, stage_width=width) for width in STAGE_WIDTHS]
    best = max(tables, key=lambda table: scale_of(table, about))
    return write_one_page_xlsx(best, printed_on=today, about=about)


LINES = {"note": "注", "issue": "課題", "policy": "方針"}


def state_lines(version: SheetVersion) -> list[tuple[str, str]]:
    """Return which version this is and who agreed when, as names and words."""
    lines = [("版", f"第{version.number}版（{version.get_state_display()}）")]
    if version.agreed_on is not None:
        lines.append(("合意", f"{wareki(version.agreed_on)}　{version.agreed_post}"))
    if version.sheet.plan_name:
        lines.append(("もとになる計画", version.sheet.plan_name))
    return lines


def role_table(version: SheetVersion) -> str:
    """Return who does what as JSON: stages, bodies, and for each pair the part, the words and until when.

    No person is in it: names of whoever agreed stay behind.
    """
    role = Sheet(version.content)
    table = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "title": version.sheet.title,
        "address": version.sheet.get_absolute_url(),
        "version": version.number,
        "state": version.state,
        "agreed_on": version.agreed_on.isoformat() if version.agreed_on else None,
        "stages": [{"id": each.id, "name": each.name, "when": each.when} for each in role.stages],
        "bodies": [
            {
                "id": each.id,
                "level": each.level,
                "name": each.name,
                "offices": list(each.offices),
                "contact": each.contact,
            }
            for each in role.bodies
        ],
        "tasks": [
            {
                "stage": cell.stage.id,
                "body": body.id,
                "part": str(cell.part),
                "task": cell.text,
                "until": cell.until,
            }
            for body in role.bodies
            for cell in body.cells
            if not cell.is_nothing
        ],
    }
    return json.dumps(table, ensure_ascii=False, indent=2)


def file_name(sheet: RoleSheet, ending: str) -> str:
    """Return a name for a file of a sheet, which says nothing that its title does not."""
    return f"役割分担表_{sheet.title}.{ending}"

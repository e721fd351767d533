"""Certificates on paper, one or many; a ZIP with one PDF for each agency; the register."""

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse

from foundation.centre.queries import current_centre
from foundation.exports.table import Column, Table
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .enums import CertificateOrigin
from .models import Certificate
from .seals import seal_png

WITHOUT_AGENCY = "個人"
LONGEST_FILE_NAME = 60
# What file systems do not take, or take for something else.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f.]')
# The first day that ZIP knows: the files tell no other.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_COLUMNS_BEFORE = (
    Column("番号", "code", 28),
    Column("状態", width=16),
    Column("お名前", width=18),
    Column("所属", width=30),
    Column("修了証の名前", width=14),
    Column("研修", width=44),
    Column("研修番号", "code", 12),
)
_COLUMNS_BEHIND = (
    Column("時間（分）", "number", 10),
    Column("備考", width=30),
    Column("発行日", "date", 12),
    Column("無効になった日", "date", 14),
    Column("わけ", width=26),
    Column("新しい番号", "code", 28),
)


def check_address(certificate: Certificate) -> str:
    """Return the address where everybody can check a certificate, for the QR code."""
    query = {"number": certificate.printed_number}
    return settings.OWN_URL + reverse("certificates:check", query=query)


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """Return certificates on A4, a page each, with the centre's seal where there is one."""
    seal = seal_png()
    context = {
        "pages": [(each, check_address(each), wareki(each.issued_on)) for each in certificates],
        "seal": f"data:image/png;base64,{base64.b64encode(seal).decode()}" if seal else "",
        "check_address": settings.OWN_URL + reverse("certificates:check"),
        "centre": current_centre(),
        "sample_world": settings.DEMO,
    }
    title = certificates[0].title if certificates else "修了証"
    return render_pdf("certificates/paper/certificate.html", context, title=title, fits=len(certificates))


def zip_by_agency(certificates: Sequence[Certificate]) -> bytes:
    """Return a ZIP with a PDF for each agency; names of files are those of agencies, never of people."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (agency, group) in enumerate(_by_agency(certificates), start=1):
            name = f"{number:03d}_{_file_name(agency)}.pdf"
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), certificates_pdf(group))
    return made.getvalue()


def register(
    certificates: Iterable[Certificate], *, title: str, origin: CertificateOrigin = CertificateOrigin.EVENT
) -> Table:
    """Return all certificates, of one origin, as a table, those that hold no more too."""
    columns = (*_COLUMNS_BEFORE, Column(origin.dates_name, width=22), *_COLUMNS_BEHIND)
    return Table(title, columns, [_row(each) for each in certificates])


def _row(each: Certificate) -> list[str | int | date | None]:
    replaced = each.replaced_by.printed_number if each.replaced_by else ""
    why = each.get_revoke_reason_display() or each.get_reissue_reason_display()
    return [
        *(each.printed_number, each.get_state_display(), each.holder_name, each.agency_name),
        *(each.title, each.course, each.course_number, each.held_on, each.minutes),
        each.remark,
        *(each.issued_on, each.ended_on, why, replaced),
    ]


def _by_agency(certificates: Sequence[Certificate]) -> list[tuple[str, list[Certificate]]]:
    ordered = sorted(certificates, key=_agency_key)
    return [
        (group[0].agency_name or WITHOUT_AGENCY, group)
        for _, members in groupby(ordered, key=_agency_key)
        for group in [list(members)]
    ]


def _agency_key(certificate: Certificate) -> tuple[str, int]:
    """Two agencies of one name are two; one that was only typed is known by its name."""
    return certificate.agency_name, certificate.agency_id or 0


def _file_name(agency: str) -> str:
    return _NOT_IN_A_NAME.sub("_", agency)[:LONGEST_FILE_NAME]

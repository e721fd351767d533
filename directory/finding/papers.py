"""Lists on paper: the list itself, labels for envelopes, the matrix of areas."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import batched
from typing import Any

from django.conf import settings

from directory.models import Agency
from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf
from foundation.public_papers import kept_paper

from .exports import TITLE
from .listing import Row
from .matrix import AreaMatrix

LABELS_A_SHEET = 12
KEPT_SECONDS = 60 * 10


def list_pdf(rows: Sequence[Row], *, asked: str, total: int, is_for_staff: bool, today: date) -> bytes:
    """Return a list on A4, as long as it is; what only staff see makes it confidential."""
    context = {"rows": rows, "asked": asked, "total": total, "confidential": is_for_staff}
    return _paper("directory/finding/paper/list.html", context, title=TITLE, today=today)


def labels_pdf(rows: Sequence[Row], *, total: int) -> bytes:
    """Return labels for envelopes, twelve on a sheet; who has no address that may be seen has none.

    Labels hold nothing else: where there are more than `rows`, the title of the document says so.
    """
    title = f"宛名ラベル（{total}件のうち、はじめの{len(rows)}件）" if total > len(rows) else "宛名ラベル"
    return address_labels_pdf([each.hit for each in rows if each.hit["address"]], title=title)


def address_labels_pdf(addressed: Sequence[Mapping[str, Any] | Agency], *, title: str) -> bytes:
    """Return a label for each: name, postal code and address."""
    pairs = batched(addressed, 2, strict=False)
    sheets = list(batched(pairs, LABELS_A_SHEET // 2, strict=False))
    return render_pdf("directory/finding/paper/labels.html", {"sheets": sheets}, title=title)


def matrix_pdf(matrix: AreaMatrix, *, today: date) -> bytes:
    """Return the matrix of areas on one landscape sheet; more kinds than fit take a second one."""
    template, title = "directory/finding/paper/matrix.html", "圏域ごとの事業所の数"
    try:
        return _paper(template, {"matrix": matrix}, title=title, today=today, landscape=True, fits=1)
    except PaperDoesNotFit:
        return _paper(template, {"matrix": matrix}, title=title, today=today, landscape=True)


def kept_list(name: str, asked: str, make: Callable[[], bytes]) -> bytes:
    """Return a paper of what everybody may read as it was laid out last for the same question."""
    digest = blake2b(asked.encode(), digest_size=16).hexdigest()
    return kept_paper(f"directory.{name}.{digest}", make, seconds=KEPT_SECONDS)


def _paper(template: str, context: dict[str, Any], *, title: str, today: date, **layout: Any) -> bytes:
    frame = {"centre": current_centre(), "sample_world": settings.DEMO, "printed_on": wareki(today)}
    return render_pdf(template, frame | context, title=title, **layout)

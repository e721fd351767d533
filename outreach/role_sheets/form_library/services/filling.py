"""A form is filled for a fiscal year; what was given out is kept for a time and then forgotten."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.form_marks import Period
from foundation.incoming.refusal import FileRefused
from foundation.japanese.dates import fiscal_year as fiscal_year_of
from foundation.limits.queries import limit
from outreach.role_sheets.form_library.answering import answers_for
from outreach.role_sheets.form_library.filling.engine import Outcome, fill, marks_in
from outreach.role_sheets.form_library.limits import FILLED_KEPT
from outreach.role_sheets.form_library.models import Filling, FormVersion
from outreach.role_sheets.form_library.rules import may_fill


@transaction.atomic(durable=True)
def fill_version(*, version: FormVersion, fiscal_year: int, actor: User, now: datetime) -> Filling:
    """Fill the marked file of a version for a fiscal year, and keep it with the rows behind each number.

    All numbers are read in one transaction. Raises NotAllowed with what stands in the way.
    """
    found = FormVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    this_year = fiscal_year_of(timezone.localdate(now))
    insist(may_fill(has_marked=bool(found.marked), fiscal_year=fiscal_year, this_year=this_year))
    with found.marked.open("rb") as file:
        content = file.read()
    try:
        _, marks = marks_in(content)
        answered = answers_for([each.name for each in marks], Period(fiscal_year, now))
        outcome = fill(content, answered.answers)
    except FileRefused as refused:
        raise NotAllowed(refused.message) from None
    made = Filling(
        version=found,
        fiscal_year=fiscal_year,
        filled_by=actor,
        filled_at=now,
        digest=hashlib.sha256(outcome.content).hexdigest(),
        cells=_cells(outcome),
        behind=answered.behind(),
        unknown=_unknown(outcome),
    )
    made.file.save(f"{secrets.token_hex(8)}.{outcome.suffix}", ContentFile(outcome.content), save=False)
    made.save()
    chain.record("form_library.filled", actor=actor, subject=made, now=now)
    return made


@transaction.atomic(durable=True)
def forget_fillings(*, now: datetime) -> int:
    """Delete files that were filled long ago with the rows behind them; return how many."""
    until = now - timedelta(days=limit(FILLED_KEPT, on=timezone.localdate(now)))
    old = Filling.objects.select_for_update(of=("self",)).filter(filled_at__lt=until, removed_at=None)
    rows = list(old.order_by("pk"))
    for each in rows:
        transaction.on_commit(partial(each.file.storage.delete, str(each.file.name)))
        each.file, each.cells, each.behind, each.removed_at = "", None, None, now
    Filling.objects.bulk_update(rows, ["file", "cells", "behind", "removed_at"])
    if rows:
        fields = [f"fillings:{len(rows)}"]
        chain.record("form_library.forgotten", actor=None, subject=rows[0], now=now, fields=fields)
    return len(rows)


def _cells(outcome: Outcome) -> Sequence[Sequence[object]]:
    return [[each.place, each.name, each.words, each.row] for each in outcome.written]


def _unknown(outcome: Outcome) -> list[str]:
    """Return each unknown mark once; one whose signs stand for many letters is cut to what is kept."""
    field = Filling._meta.get_field("unknown")
    assert isinstance(field, ArrayField)
    longest = field.base_field.max_length
    return list(dict.fromkeys(each.name[:longest] for each in outcome.unknown))

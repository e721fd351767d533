"""Staff change what orders the line, and say why: who stands before whom, and when a paper arrived."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import deciding_rules, queries, rules
from events.enums import LINE_STATES, CorrectionKind, EntryKind
from events.exceptions import ChangeRefused
from events.models import Application, Correction
from foundation.audit import chain

from .changing import locked_in_transaction
from .seats import write_fact_in_transaction
from .serving import serve_line_in_transaction


@transaction.atomic(durable=True)
def move_in_line(
    *, application: Application, before: Application, reason: str, actor: User, now: datetime
) -> None:
    """Let an application stand directly before another one of the same line.

    Raises ChangeRefused without a reason, and when one of them waits no more.
    """
    application = locked_in_transaction(application)
    other = Application.objects.filter(session=application.session, pk=before.pk).first()
    decision = deciding_rules.may_stand_before(
        reason=reason,
        is_itself=other == application,
        both_wait=other is not None and {application.state, other.state} <= LINE_STATES,
    )
    if other is None or not decision.allowed:
        raise ChangeRefused(decision.reason)
    place = queries.position_in_line(application)
    _stand_before(application, other)
    _note(
        application,
        CorrectionKind.LINE,
        f"{place}番目",
        f"{queries.position_in_line(application)}番目",
        reason,
        actor=actor,
        now=now,
    )
    write_fact_in_transaction(application, EntryKind.MOVED, now=now)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.line_moved", actor=actor, subject=application, now=now, fields=["line_step"])


def _stand_before(application: Application, other: Application) -> None:
    """Give those who stand at the other's moment steps anew, with the application before the other."""
    alike = Application.objects.filter(session=other.session_id, line_at=other.line_at)
    order = [each for each in alike.order_by("line_step", "id") if each.pk != application.pk]
    order.insert(order.index(other), application)
    for step, each in enumerate(order):
        each.line_at, each.line_step = other.line_at, step
    Application.objects.bulk_update(order, ["line_at", "line_step"])


@transaction.atomic(durable=True)
def correct_received_at(
    *, application: Application, received_at: datetime, reason: str, actor: User, now: datetime
) -> None:
    """Correct the moment at which a paper or call arrived; it orders the line of whoever still waits.

    Raises ChangeRefused without a reason, for what came by web, and for a moment after it was typed in.
    """
    application = locked_in_transaction(application)
    decision = rules.may_correct_receipt(
        application.channel, received_at, typed_at=application.typed_at, reason=reason
    )
    if not decision.allowed:
        raise ChangeRefused(decision.reason)
    before = application.received_at
    if application.line_at == before:
        application.line_at = received_at
    application.received_at = received_at
    application.save(update_fields=["received_at", "line_at"])
    _note(
        application,
        CorrectionKind.RECEIPT,
        timezone.localtime(before).isoformat(timespec="minutes"),
        timezone.localtime(received_at).isoformat(timespec="minutes"),
        reason,
        actor=actor,
        now=now,
    )
    serve_line_in_transaction(application.session, now=now)
    chain.record(
        "events.receipt_corrected", actor=actor, subject=application, now=now, fields=["received_at"]
    )


def _note(
    application: Application,
    kind: CorrectionKind,
    before: str,
    after: str,
    reason: str,
    *,
    actor: User,
    now: datetime,
) -> None:
    Correction.objects.create(
        application=application, kind=kind, before=before, after=after, reason=reason, by=actor, at=now
    )

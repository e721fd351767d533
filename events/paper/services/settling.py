"""What becomes of a paper that came in: linked to what was typed from it, not for us, erased, forgotten."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.on_paper import SOURCE
from events.paper import rules
from events.paper.enums import SETTLED_SCANS, ScanState
from events.paper.exceptions import NothingByThisNumber
from events.paper.limits import LETTER_KEPT, SCAN_KEPT
from events.paper.models import OwedLetter, Scan
from events.registries import scan_targets
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction

from .scanning import drop_after_commit

LINKED = ("state", "target", "target_id", "target_number", "settled_at", "settled_by")


@transaction.atomic(durable=True)
def link_scan(*, scan_id: int, target: str, number: str, actor: User, now: datetime) -> Scan:
    """Say what was typed in from a scan, by its number. Raises NotAllowed and NothingByThisNumber."""
    scan = _locked(scan_id)
    insist(rules.may_settle(scan.state))
    found = next((each.find(number) for name, each in scan_targets.items() if name == target), None)
    if found is None:
        raise NothingByThisNumber("この受付番号はありません。番号を確かめてください。")
    scan.target, (scan.target_id, scan.target_number) = target, found
    return _settled(scan, ScanState.LINKED, actor=actor, now=now)


@transaction.atomic(durable=True)
def mark_not_ours(*, scan_id: int, actor: User, now: datetime) -> Scan:
    """Say that a scan is not for the centre: an advertisement, a wrong number. Raises NotAllowed."""
    scan = _locked(scan_id)
    insist(rules.may_settle(scan.state))
    return _settled(scan, ScanState.NOT_OURS, actor=actor, now=now)


@transaction.atomic(durable=True)
def reopen_scan(*, scan_id: int, actor: User, now: datetime) -> Scan:
    """Take back what was said of a scan. Raises NotAllowed."""
    scan = _locked(scan_id)
    if scan.state not in SETTLED_SCANS:
        raise NotAllowed("この紙は、まだ片づけていません。")
    scan.state, scan.target, scan.target_id, scan.target_number = ScanState.READ, "", None, ""
    scan.settled_at = scan.settled_by = None
    scan.save(update_fields=LINKED)
    chain.record("events.scan_reopened", actor=actor, subject=scan, now=now, fields=["state"])
    return scan


@transaction.atomic(durable=True)
def erase_scan(*, scan_id: int, actor: User, now: datetime) -> None:
    """Erase a scan with its pictures at once; the audit keeps that somebody did. Raises NotAllowed."""
    scan = _locked(scan_id)
    _erase_in_transaction(scan)
    chain.record("events.scan_erased", actor=actor, subject=scan, now=now)


@transaction.atomic(durable=True)
def forget_paper(*, now: datetime) -> int:
    """Erase scans and copies of letters whose time is over; returns how many."""
    today = timezone.localdate(now)
    old = Scan.objects.filter(arrived_at__lt=now - timedelta(days=limit(SCAN_KEPT, on=today)))
    scans = list(old.select_for_update())
    for scan in scans:
        _erase_in_transaction(scan)
        chain.record("events.scan_forgotten", actor=None, subject=scan, now=now)
    letters = OwedLetter.objects.filter(owed_at__lt=now - timedelta(days=limit(LETTER_KEPT, on=today)))
    return len(scans) + letters.delete()[0]


def forget_applications_in_transaction(applications: Collection[int], now: datetime) -> None:
    """Erase what lies here of applications whose people are forgotten: scans, and letters also unsent."""
    assert_in_transaction("forget_applications")
    scans = Scan.objects.filter(target=SOURCE, target_id__in=applications).order_by("pk")
    for scan in scans.select_for_update():
        _erase_in_transaction(scan)
        chain.record("events.scan_forgotten", actor=None, subject=scan, now=now)
    OwedLetter.objects.filter(source=SOURCE, source_id__in=applications).delete()


def _locked(scan_id: int) -> Scan:
    scan = Scan.objects.select_for_update().filter(pk=scan_id).first()
    if scan is None:
        raise NotAllowed("この紙は、もう消されています。")
    return scan


def _settled(scan: Scan, state: ScanState, *, actor: User, now: datetime) -> Scan:
    scan.state, scan.settled_at, scan.settled_by = state, now, actor
    scan.save(update_fields=LINKED)
    chain.record("events.scan_settled", actor=actor, subject=scan, now=now, fields=[f"state:{state.value}"])
    return scan


def _erase_in_transaction(scan: Scan) -> None:
    assert_in_transaction("erase_scan")
    drop_after_commit(scan.unread_file)
    for page in scan.pages.all():
        drop_after_commit(page.picture)
    key = scan.pk
    scan.delete()
    scan.pk = key  # the audit says which one

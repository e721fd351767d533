"""The paper beside the form into which it is typed, and the link to what came of it."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from accounts.models import User
from events.enums import EVENT_DESK_ROLES
from events.registries import EntryCompanion, Link
from foundation.decision import NotAllowed

from . import queries
from .enums import ScanState
from .models import Scan
from .services.settling import link_scan

FIELD = "scan"


def papers_typed_in(target: str, pk: int) -> list[Link]:
    """Return the papers from which something was typed in, as links for the desk."""
    return [
        (f"届いた紙 {scan.pk}", reverse("paper_desk:scan", args=[scan.pk]))
        for scan in queries.scans().filter(target=target, target_id=pk)
    ]


def paper_beside(request: HttpRequest) -> EntryCompanion | None:
    """Return the paper that an entry names, while nobody has dealt with it."""
    key = request.POST.get(FIELD) or request.GET.get(FIELD, "")
    if not key.isdecimal() or not has_role(request.user, EVENT_DESK_ROLES):
        return None
    scan = Scan.objects.filter(pk=int(key[:12]), state=ScanState.READ).first()
    if scan is None:
        return None

    def link(target: str, number: str, actor: User, now: datetime) -> None:
        try:
            link_scan(scan_id=scan.pk, target=target, number=number, actor=actor, now=now)
        except NotAllowed:  # a colleague has dealt with the paper meanwhile; what was typed stands
            return

    numbers = scan.pages.values_list("number", flat=True)
    return EntryCompanion(
        key=str(scan.pk),
        title=f"届いた紙 {scan.pk}",
        received_at=scan.received_at,
        pictures=tuple(reverse("paper_desk:page", args=[scan.pk, number]) for number in numbers),
        done=link,
    )

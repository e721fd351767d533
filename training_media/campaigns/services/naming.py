"""Agencies name who will watch; names that nobody needs any more go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from foundation.japanese.text import fold
from foundation.limits.queries import limit
from training_media.campaigns.limits import NAMES_KEPT
from training_media.campaigns.models import Invitation, RosterName
from training_media.campaigns.rules import LONGEST_GRACE


@dataclass(frozen=True)
class Named:
    """One name as it was written."""

    name: str
    name_kana: str = ""
    job: str = ""


@transaction.atomic(durable=True)
def write_names(*, agency: Agency, names: Sequence[Named], actor: User, now: datetime) -> int:
    """Let these be the names of an agency, and no other; returns how many. What was watched stays."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    wanted = {fold(each.name): each for each in names}
    RosterName.objects.filter(agency=agency).exclude(folded_name__in=wanted).delete()
    for folded, each in wanted.items():
        RosterName.objects.update_or_create(
            agency=agency,
            folded_name=folded,
            defaults={
                "name": each.name,
                "name_kana": each.name_kana,
                "job": each.job,
                "written_by": actor,
                "written_at": now,
            },
        )
    chain.record("campaigns.names_written", actor=actor, subject=agency, now=now, fields=["names"])
    return len(wanted)


@transaction.atomic(durable=True)
def forget_names(*, now: datetime) -> int:
    """Delete the names of agencies that have had nothing to watch for so long; returns how many."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(NAMES_KEPT, on=today))
    named = RosterName.objects.filter(written_at__date__lt=until)
    cards = Invitation.objects.filter(agency__in=named.values("agency"))
    last = cards.values_list("agency").annotate(Max("campaign__closes_on"), Max("extended_until"))
    # Days of grace count as if all had the most.
    needed = {
        agency
        for agency, closes_on, extended in last
        if max(filter(None, (closes_on + timedelta(days=LONGEST_GRACE), extended))) >= until
    }
    gone = named.exclude(agency__in=needed)
    first = gone.first()
    if first is None:
        return 0
    chain.record("campaigns.names_forgotten", actor=None, subject=first, now=now)
    count, _ = gone.delete()
    return count

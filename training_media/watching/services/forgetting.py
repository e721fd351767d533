"""Names of people who watched long ago go, and what they wrote beside; what was watched stays, of nobody."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.declared import declared
from foundation.limits.queries import limit
from training_media.viewing.models import ERASED, Seat, Viewer
from training_media.watching.limits import CARD_OPENS, NAMES_KEPT, WORDS_KEPT
from training_media.watching.models import EndedVisit, PersonalCard, Statement

AT_ONCE = 500
# After so long each pass of a visit is over, however long a card may open.
VISITS_KNOWN_FOR = timedelta(hours=declared(CARD_OPENS).most)


@transaction.atomic(durable=True)
def forget_words(*, now: datetime) -> int:
    """Empty the words of statements that were made so long ago; returns of how many."""
    until = now - timedelta(days=limit(WORDS_KEPT, on=timezone.localdate(now)))
    old = Statement.objects.filter(said_at__lt=until).exclude(words="")
    first = old.first()
    if first is None:
        return 0
    chain.record("watching.words_forgotten", actor=None, subject=first, now=now)
    return old.update(words="")


def forget_visits(*, now: datetime) -> None:
    """Forget which visits somebody ended, once all their passes would be over by themselves."""
    EndedVisit.objects.filter(ended_at__lt=now - VISITS_KNOWN_FOR).delete()


def forget_names(*, now: datetime) -> int:
    """Erase the names of viewers who have watched and said nothing for so long; returns of how many.

    Their cards and words go along. Whoever bears the same name and comes back begins anew.
    """
    until = now - timedelta(days=limit(NAMES_KEPT, on=timezone.localdate(now)))
    forgotten = 0
    while count := _forget_some(until, now):
        forgotten += count
    return forgotten


@transaction.atomic(durable=True)
def _forget_some(until: datetime, now: datetime) -> int:
    watched = Seat.objects.filter(viewer=OuterRef("pk"), sitting__began_at__gte=until)
    said = Statement.objects.filter(viewer=OuterRef("pk"), said_at__gte=until)
    # Without an agency nothing would be left to belong to.
    named = Viewer.objects.filter(erased_at__isnull=True, agency__isnull=False, known_since__lt=until)
    old = named.exclude(Exists(watched)).exclude(Exists(said)).order_by("pk")
    viewers = list(old.select_for_update(of=("self",))[:AT_ONCE])
    if not viewers:
        return 0
    PersonalCard.objects.filter(viewer__in=viewers).delete()
    Statement.objects.filter(viewer__in=viewers).update(words="")
    Viewer.objects.filter(pk__in=[each.pk for each in viewers]).update(
        name=ERASED, folded_name="", name_kana="", job="", person=None, erased_at=now
    )
    chain.record("watching.names_forgotten", actor=None, subject=viewers[-1], now=now)
    return len(viewers)

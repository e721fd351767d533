"""What was talked about long ago is forgotten, topic by topic."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limits
from outreach.study_groups.board.limits import REPLIES_OPEN, TALK_KEPT
from outreach.study_groups.board.models import Expert, MailedReply, Topic
from outreach.study_groups.models import Delegate


@transaction.atomic(durable=True)
def forget_talk(*, now: datetime) -> int:
    """Delete topics, with all that stands in them, in which nobody wrote for so long; return how many."""
    days = limits(TALK_KEPT, REPLIES_OPEN, on=timezone.localdate(now))
    until = now - timedelta(days=days[TALK_KEPT])
    # After twice as long as its address was open no mail comes again.
    MailedReply.objects.filter(taken_at__lt=now - timedelta(days=2 * days[REPLIES_OPEN])).delete()
    old = Topic.objects.filter(last_at__lt=until)
    first, count = old.first(), old.count()
    if first is not None:
        chain.record("group_board.forgotten", actor=None, subject=first, now=now, fields=[f"topics:{count}"])
        old.delete()
    return count


@transaction.atomic(durable=True)
def forget_experts(*, now: datetime) -> int:
    """Take off the list whoever is forgotten, as a person or as one of a member; return how many."""
    stood = Delegate.objects.filter(member__community=OuterRef("community"), person=OuterRef("person"))
    old = Expert.objects.filter(~Exists(stood) | Q(person__erased_at__isnull=False))
    first, count = old.first(), old.count()
    if first is not None:
        fields = [f"experts:{count}"]
        chain.record("group_board.experts_forgotten", actor=None, subject=first, now=now, fields=fields)
        Expert.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return count

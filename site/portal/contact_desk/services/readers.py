"""Who may read: named by a manager, from a moment on, until somebody ends it."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from foundation.audit import chain
from foundation.decision import NotAllowed
from portal.contact_desk import access, queries
from portal.contact_desk.models import ContactReader


@transaction.atomic(durable=True)
def name_reader(*, user: User, actor: User, now: datetime) -> ContactReader:
    """Let a member of staff read messages from now on. Raises NotAllowed."""
    User.objects.select_for_update().get(pk=user.pk)
    if not access.can_be_reader(user):
        raise NotAllowed("読む人にできるのは、センターの職員とセンター長だけです。")
    if queries.is_reader(user, now):
        raise NotAllowed("この人は、もう読む人に決まっています。")
    reader = ContactReader.objects.create(user=user, since=now, named_by=actor)
    chain.record("contact_desk.reader_named", actor=actor, subject=reader, now=now)
    return reader


@transaction.atomic(durable=True)
def end_reader(*, reader_id: int, actor: User, now: datetime) -> ContactReader:
    """Let somebody read no longer, from this moment on. Raises Http404 when it has ended already."""
    reader = queries.current_readers(now).select_for_update(of=("self",)).filter(pk=reader_id).first()
    if reader is None:
        raise Http404
    reader.until, reader.ended_by = now, actor
    reader.save(update_fields=["until", "ended_by"])
    chain.record("contact_desk.reader_ended", actor=actor, subject=reader, now=now, fields=["until"])
    return reader

"""Verbs of hosts: added, changed, taken away; and the shared roster leaves the portal with a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from events.models import Event, Session
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .enums import HostRole, RosterForm
from .exceptions import HostRefused
from .models import Host
from .queries import has_opened

TWICE = "この機関は、もう加えてあります。"
GONE = "この機関は、もう外してあります。"
NAME_ALONE = "後援の機関とは、名簿を共有せず、実績にも数えません。立場を共催か主催にしてください。"


@transaction.atomic(durable=True)
def add_host(*, event: Event, agency: Agency, role: HostRole, actor: User, now: datetime) -> Host:
    """Name an agency as a host; nothing is shared yet. Raises HostRefused for one that stands there."""
    _lock(event)
    if Host.objects.filter(event=event, agency=agency).exists():
        raise HostRefused(TWICE)
    host = Host.objects.create(event=event, agency=agency, role=role)
    clear_public_pages_in_transaction()
    chain.record("cohosts.added", actor=actor, subject=host, now=now, fields=[f"role:{role.value}"])
    return host


@transaction.atomic(durable=True)
def change_host(
    *, host: Host, role: HostRole, counts_event: bool, shares_roster: bool, actor: User, now: datetime
) -> Host:
    """Say as what an agency stands there, whether it counts the event, and whether it reads the roster.

    Whoever counts takes that over from another host. An agreement keeps the moment at which it was made:
    only whoever applied knowing of it is ever read of. Raises HostRefused.
    """
    if role == HostRole.SUPPORTER and (counts_event or shares_roster):
        raise HostRefused(NAME_ALONE)
    event = _lock(host.event)
    host = _standing_in_transaction(host)
    if counts_event:
        Host.objects.filter(event=host.event_id).exclude(pk=host.pk).update(counts_event=False)
    host.role, host.counts_event = role, counts_event
    changed = [f"role:{role.value}", f"counts:{counts_event}"]
    if shares_roster != host.shares_roster:
        host.agreed_at, host.agreed_by = (now, actor) if shares_roster else (None, None)
        host.had_opened = has_opened(event, now=now) if shares_roster else None
        changed.append("sharing:agreed" if shares_roster else "sharing:ended")
    host.save()
    clear_public_pages_in_transaction()
    chain.record("cohosts.changed", actor=actor, subject=host, now=now, fields=changed)
    return host


@transaction.atomic(durable=True)
def remove_host(*, host: Host, actor: User, now: datetime) -> None:
    """Take a host away; from then on it reads nothing. Raises HostRefused for one that is gone."""
    _lock(host.event)
    host = _standing_in_transaction(host)
    chain.record("cohosts.removed", actor=actor, subject=host, now=now)
    host.delete()
    clear_public_pages_in_transaction()


@transaction.atomic(durable=True)
def record_roster_taken(
    *, host: Host, session: Session, form: RosterForm, columns: Iterable[str], actor: User, now: datetime
) -> None:
    """Write down who of a co-host took the roster of a date, in which form; never what stands in it."""
    fields = [f"host:{host.pk}", f"form:{form.value}", *columns]
    chain.record("cohosts.roster_exported", actor=actor, subject=session, now=now, fields=fields)


def _standing_in_transaction(host: Host) -> Host:
    """Lock and return a host as it stands now: a colleague may have taken it away."""
    assert_in_transaction("standing_host")
    found = Host.objects.select_for_update(of=("self",)).select_related("event", "agency").filter(pk=host.pk)
    standing = found.first()
    if standing is None:
        raise HostRefused(GONE)
    return standing


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)

"""When a hand-off stood on its footing, so that its receiver was told what belongs to no part.

It says the same as `machine.access.is_told` of the past. Of days that were ended it knows the moment from the
chain, of a safeguard also each time that it was held and counted again.
"""

from collections.abc import Iterable

from foundation.audit.models import Entry
from handoff.machine.enums import State
from handoff.machine.models import Handoff

from .rules import Interval, both, open_times
from .standing import morning, night

# Verbs of the chain after which a footing stands, or stands no more.
_STANDS = {
    "safeguards.resumed": True,
    "safeguards.suspended": False,
    "safeguards.ended": False,
    "cases.basis_withdrawn": False,
}


def told_times(handoff: Handoff) -> list[Interval]:
    """Return when the receiver read the request, tasks, meetings and messages of a hand-off."""
    if handoff.sent_at is None:
        return []
    return _shared(Interval(since=handoff.sent_at, until=handoff.ended_at), _footing_times(handoff))


def backup_times(handoff: Handoff) -> list[Interval]:
    """Return when the receiver read what it asked about a hand-off after its end, as was agreed."""
    if handoff.state != State.CLOSED or handoff.backup_until is None or handoff.ended_at is None:
        return []
    agreed = Interval(since=handoff.ended_at, until=night(handoff.backup_until))
    return _shared(agreed, _footing_times(handoff))


def _footing_times(handoff: Handoff) -> list[Interval]:
    basis, safeguard = handoff.basis, handoff.safeguard
    if basis is None or safeguard is None or safeguard.confirmed_at is None:
        return []
    first = max(morning(basis.since), morning(safeguard.since), safeguard.confirmed_at)
    last = [night(basis.until), *([night(safeguard.until)] if safeguard.until else [])]
    agreed = Interval(since=first, until=min(last))
    times = [agreed]
    for subject in (basis.pk, safeguard.pk):
        events = Entry.objects.filter(subject_key=subject, verb__in=_STANDS).order_by("pk")
        said = [(each.at, "", _STANDS[each.verb]) for each in events]
        stood = open_times([(first, "", True), *said]).get("", [])
        times = [shared for each in stood for shared in _shared(each, times)]
    return times


def _shared(one: Interval, others: Iterable[Interval]) -> list[Interval]:
    found = (both(one, other) for other in others)
    return [each for each in found if each is not None]

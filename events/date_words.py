"""What pages say of dates that were called off, put off, moved to another way, or brought back."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.japanese.dates import long_date

from . import letters
from .change_letters import first_words, heading
from .enums import ChangeKind, EventState
from .models import DateChange, Session


@dataclass(frozen=True)
class DateNotice:
    """One notice of a page: what, in a sentence, and why."""

    title: str
    text: str
    reason: str


def notices_of(sessions: Sequence[Session]) -> list[DateNotice]:
    """Return what last became of each of these dates of one event, in their order. One query.

    A cancelled event says so itself, and what was brought back at its own time needs no words.
    """
    found = {session.pk: session for session in sessions if session.event.state == EventState.PUBLISHED}
    last = {
        change.session_id: change for change in DateChange.objects.filter(session__in=found).order_by("id")
    }
    return [
        _notice(session, change)
        for pk, session in found.items()
        if (change := last.get(pk)) is not None and change.kind != ChangeKind.RESTORED
    ]


def _notice(session: Session, change: DateChange) -> DateNotice:
    was = letters.when(Session(starts_at=change.was_starts_at, ends_at=change.was_ends_at))
    reason = f"{change.reason}（{long_date(change.decided_on)}に決定）"
    return DateNotice(heading(change), first_words(session, change, was_when=was), reason)

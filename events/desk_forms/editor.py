"""The whole form of an event: its parts, checked together and against each other."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from events import desk_queries
from events.forms import typed
from events.models import Event
from events.services.publishing import SessionPlan

from .event import EventForm, event_initial
from .sessions import ALL_TAKEN_OVER, MOST_SESSIONS, SessionFormSet, session_initial

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict


class EventEditor:
    """Event, dates and files in one form. Adding a date or taking one away keeps all that was typed."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        event: Event | None = None,
        now: datetime,
    ) -> None:
        self.event, self.now, self.today = event, now, timezone.localdate(now)
        stored = event.sessions.prefetch_related("kept_seats") if event else ()
        self.sessions = {session.pk: session for session in stored}
        self.areas = desk_queries.areas_today(self.today)
        shown = event_initial(event) if event else None
        self.form = EventForm(data, files, event=event, now=now, initial=shown)
        rows = [session_initial(session) for session in self.sessions.values()] or [{}]
        self.rows = self._rows(data, initial=rows)

    def _rows(self, data: QueryDict | None = None, *, initial: list[dict[str, Any]]) -> Any:
        return SessionFormSet(
            data, sessions=self.sessions, today=self.today, areas=self.areas, initial=initial
        )

    def is_valid(self) -> bool:
        """Return whether everything can be saved; afterwards each mistake stands at its field."""
        self.form.full_clean()
        rows_are_valid = self.rows.is_valid()
        self.form.check_moments(min(plan.starts_at for plan in self.plans) if rows_are_valid else None)
        return rows_are_valid and self.form.is_valid()

    @property
    def plans(self) -> list[SessionPlan]:
        """The dates as the services take them."""
        deadline_at = self.form.cleaned_data.get("deadline_at")
        return [row.plan(deadline_at=deadline_at) for row in self.rows.forms]

    @property
    def formsets(self) -> list[Any]:
        """The rows, for the summary of mistakes."""
        return [self.rows]

    @property
    def can_add(self) -> bool:
        return len(self.rows.forms) < MOST_SESSIONS

    def change_rows(self, *, remove: int | None = None) -> None:
        """Add a row, or take row `remove` (from 0) away, unless it is a date that exists already."""
        rows = [typed(row) for row in self.rows.forms]
        if remove is None:
            rows.append({name: rows[-1].get(name) for name in ALL_TAKEN_OVER} if rows else {})
        elif 0 <= remove < len(rows) and len(rows) > 1 and not rows[remove].get("session_id"):
            del rows[remove]
        self.form = EventForm(event=self.event, now=self.now, initial=typed(self.form), held=self.form.held)
        self.rows = self._rows(initial=rows[:MOST_SESSIONS])

    @property
    def media(self) -> forms.Media:
        return self.form.media

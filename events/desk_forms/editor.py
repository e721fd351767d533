"""The whole form of an event: its parts, checked together and against each other."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from content.meanwhile import Meanwhile, Word, changed_meanwhile, mark_of, take_over, words_of
from events import desk_queries
from events.enums import DateState
from events.forms import typed
from events.models import Event
from events.services.publishing import SessionPlan

from .attachments import AttachmentsForm
from .event import EventForm, event_initial
from .sessions import ALL_TAKEN_OVER, MOST_SESSIONS, SessionFormSet, session_initial

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict


# Files are held and taken off one by one: nothing of them is overwritten.
FILES = frozenset(AttachmentsForm.base_fields)
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>')
_BLOCK_ENDS = re.compile(r"</(?:p|li|h3)>|<hr/?>")


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
        self.form.check_moments(self._first_start() if rows_are_valid else None)
        return rows_are_valid and self.form.is_valid()

    def _first_start(self) -> datetime:
        """Return when the first date begins that is still to come; what was held or is off sets no limit."""
        off = {pk for pk, session in self.sessions.items() if session.state != DateState.PLANNED}
        plans = self.plans
        to_come = [each for each in plans if each.starts_at > self.now and each.session_id not in off]
        return min(each.starts_at for each in to_come or plans)

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

    def words(self) -> dict[str, Word]:
        """What stands in the form and in the rows of dates that exist, for whoever changes it meanwhile."""
        found = {name: word for name, word in words_of(self.form).items() if name not in FILES}
        text = self.form["description"].value()
        widget = self.form.fields["description"].widget
        if self.form.is_bound:
            text = widget.value_from_datadict(self.form.data, self.form.files, "description")
        found["description"] = Word(found["description"].label, _plain(text or ""))
        for key, row in self.stored_rows().items():
            found |= {
                _named(key, name): replace(word, label=f"{row.row_name}　{word.label}".strip("　"))
                for name, word in words_of(row).items()
            }
        return found

    def stored_rows(self) -> dict[str, Any]:
        """The rows of dates that exist, by their id."""
        return {str(key): row for row in self.rows.forms if (key := row["session_id"].value())}

    @property
    def mark(self) -> str:
        """The mark of what the form shows."""
        return mark_of(self.words())

    def changed_meanwhile(self, seen: str, *, fresh: "EventEditor", reader: User) -> Meanwhile | None:
        """Return what saving would overwrite unseen, None if nothing; what nobody wrote anew is taken over.

        A date that somebody else has added is not overwritten: it stays.
        """
        assert fresh.event is not None
        typed = self.words()
        now = {name: word for name, word in fresh.words().items() if name in typed}
        changed = changed_meanwhile(seen, typed=typed, now=now, record=fresh.event, reader=reader)
        if changed is not None:
            self._take_over(fresh, set(changed.left))
        return changed

    def _take_over(self, fresh: "EventEditor", names: set[str]) -> None:
        take_over(self.form, fresh.form, [name for name in fresh.form.fields if name in names])
        theirs = fresh.stored_rows()
        for key, row in self.stored_rows().items():
            if key in theirs:
                own = [name for name in row.fields if _named(key, name) in names]
                take_over(row, theirs[key], own)

    @property
    def media(self) -> forms.Media:
        return self.form.media


def _named(key: str, name: str) -> str:
    return f"session{key}-{name}"


def _plain(text: str) -> str:
    """Return a rich text as it is read and compared: its words, line by line, and where its links lead."""
    with_links = _LINK.sub(r"\2（\1）", text)
    return unescape(strip_tags(_BLOCK_ENDS.sub("\n", with_links))).strip()

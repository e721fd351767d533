"""The dates of an event: one row each, added and taken away by submit buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.boundfield import BoundField
from django.utils import timezone

from directory.models import WelfareArea
from events import desk_queries, rules
from events.enums import Way
from events.models import Session
from events.services.publishing import SessionPlan
from foundation.ui.forms import CleanCharField, CleanTextField

from .fields import ClockField, DayField, NumberField, local_moment, tell_today
from .kept import KEPT_LINES, KEPT_TAKEN_OVER, kept_fields, kept_initial, kept_mistakes, kept_plans

MOST_SESSIONS = 30
SPAN_FIELDS = ("day", "starts", "ends")
# What a new row takes over from the row above it: the place seldom changes, the day always does.
TAKEN_OVER = (
    "starts",
    "ends",
    "doors_open",
    "venue",
    "venue_address",
    "venue_route",
    "venue_capacity",
    "online_url",
    "online_note",
    "online_phone",
    "online_capacity",
)
# … besides how many seats are kept for whom.
ALL_TAKEN_OVER = (*TAKEN_OVER, *KEPT_TAKEN_OVER)


@dataclass(frozen=True)
class KeptLine:
    """One line of kept seats as the form shows it."""

    word: str
    area: BoundField | None
    seats: list[BoundField]
    until: list[BoundField]


class SessionForm(forms.Form):
    """One date with its place, its way in on line, or both."""

    session_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = DayField(label="日付")
    starts = ClockField(label="始まり")
    ends = ClockField(label="終わり")
    doors_open = ClockField(label="当日の受付", required=False)
    venue = CleanCharField(label="会場", max_length=100, required=False)
    venue_capacity = NumberField(
        label="会場の席", required=False, help_text="会場を使わないときは、空けておきます。"
    )
    venue_address = CleanCharField(label="会場の住所", max_length=200, required=False)
    venue_route = CleanTextField(
        label="会場までの行き方",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    online_capacity = NumberField(
        label="オンラインの席", required=False, help_text="オンラインがないときは、空けておきます。"
    )
    online_url = forms.URLField(
        label="オンラインの入口",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "「https://」から始まる入口を書いてください。"},
        help_text="席のある方だけに見えます。あとから書くこともできます。",
    )
    online_note = CleanCharField(label="オンラインの案内", max_length=200, required=False)
    online_phone = CleanCharField(
        label="電話での参加の案内", max_length=200, required=False, help_text="入口と同じときに見えます。"
    )
    online_opens_day = DayField(
        label="入口を見せ始める日", required=False, help_text="空けておくと、当日の、始まる前に見えます。"
    )
    online_opens_time = ClockField(label="入口を見せ始める時刻", required=False)

    def __init__(self, *args: Any, today: date, areas: Sequence[WelfareArea], **options: Any) -> None:
        # A row is there because somebody asked for it: what it lacks is said, not passed over.
        super().__init__(*args, **options | {"empty_permitted": False})
        self.kept_fields = kept_fields(areas)
        self.fields.update(self.kept_fields)
        tell_today(self, today)

    is_series = False

    def show_series(self, session: Session) -> None:
        """Leave day and times to the parts of a series: here they are only shown."""
        self.is_series = True
        shown = session_initial(session)
        for name in SPAN_FIELDS:
            self.fields[name].disabled = True
            self.initial[name] = shown[name]
        self.fields[
            "day"
        ].help_text = f"全{session.part_count}回です。日時は「何回かに分けて開く」で変えます。"

    def clean(self) -> dict[str, Any]:
        """Say what does not go together, at the field where it is mended."""
        given = self.cleaned_data
        starts, ends, doors = given.get("starts"), given.get("ends"), given.get("doors_open")
        if starts and ends and ends <= starts and not self.is_series:
            self.add_error("ends", "終わりの時刻は、始まりの時刻よりあとにしてください。")
        if starts and doors and doors > starts:
            self.add_error("doors_open", "受付は、始まりの時刻より前にしてください。")
        if bool(given.get("online_opens_day")) != bool(given.get("online_opens_time")):
            self.add_error("online_opens_day", "見せ始める日と時刻は、両方書くか、両方空けてください。")
        self._check_ways(given)
        if not self.errors.keys() & {"venue_capacity", "online_capacity", *self.kept_fields}:
            starts_at = local_moment(given["day"], starts) if given.get("day") and starts else None
            for name, words in kept_mistakes(given, starts_at):
                self.add_error(name, words)
        return given

    def _check_ways(self, given: Mapping[str, Any]) -> None:
        if self.errors.keys() & {"venue_capacity", "online_capacity"}:
            return
        venue_seats, online_seats = given.get("venue_capacity"), given.get("online_capacity")
        if venue_seats and not given.get("venue"):
            self.add_error("venue", "会場の名前を書いてください。")
        if given.get("venue") and not venue_seats:
            self.add_error("venue_capacity", "会場の席の数を書いてください。")
        if given.get("online_url") and not online_seats:
            self.add_error("online_capacity", "オンラインの席の数を書いてください。")
        if not (venue_seats or online_seats or self.errors):
            self.add_error(
                "venue_capacity", "参加の方法がありません。会場かオンラインの、席の数を書いてください。"
            )

    @property
    def kept_lines(self) -> list[KeptLine]:
        """The lines of seats that are kept for some, to be shown as a table."""
        return [
            KeptLine(
                kept_for.label,
                self[f"{line}_area"] if f"{line}_area" in self.fields else None,
                [self[f"{line}_{way.value}"] for way in Way],
                [self[f"{line}_day"], self[f"{line}_time"]],
            )
            for line, kept_for in KEPT_LINES
        ]

    @property
    def keeps_seats(self) -> bool:
        """Whether the lines are open: something stands there, or is wrong."""
        return any(self[name].value() not in (None, "") or self[name].errors for name in self.kept_fields)

    def plan(self, *, deadline_at: datetime | None = None) -> SessionPlan:
        """What the services take; unwritten, seats are kept until the deadline."""
        given = self.cleaned_data
        starts_at = local_moment(given["day"], given["starts"])
        return SessionPlan(
            starts_at=starts_at,
            ends_at=local_moment(given["day"], given["ends"]),
            doors_open_at=given["doors_open"],
            **{name: given[name] for name in TAKEN_OVER if name not in ("starts", "ends", "doors_open")},
            online_opens_at=local_moment(given["online_opens_day"], given["online_opens_time"])
            if given["online_opens_day"]
            else None,
            session_id=given["session_id"],
            kept=kept_plans(given, usual=deadline_at or starts_at),
        )


class SessionRows(BaseFormSet):  # type: ignore[type-arg]  # -- takes none at run time
    """The rows with what one row alone cannot know: whose they are, and how many seats are taken."""

    def __init__(
        self,
        *args: Any,
        sessions: Mapping[int, Session],
        today: date,
        areas: Sequence[WelfareArea],
        **options: Any,
    ) -> None:
        given = {"today": today, "areas": areas}
        super().__init__(*args, **options | {"prefix": "sessions", "form_kwargs": given})
        self.sessions = sessions
        for number, form in enumerate(self.forms, start=1):
            form.row_name = f"{number}日目" if len(self.forms) > 1 else ""
            session = sessions.get(_number(form["session_id"].value()))
            if session is not None and session.part_count:
                form.show_series(session)

    def clean(self) -> None:
        """Refuse an event without dates, dates of other events, and seats below those taken."""
        if not self.forms:
            raise forms.ValidationError("開催日を1つ以上書いてください。")
        taken_of = desk_queries.taken_seats_of(self.sessions)
        for form in self.forms:
            session_id = form.cleaned_data.get("session_id")
            if session_id is None or form.errors:
                continue
            if session_id not in self.sessions:
                raise forms.ValidationError("この開催日は、別の研修・行事のものです。")
            fields = {Way.VENUE.value: "venue_capacity", Way.ONLINE.value: "online_capacity"}
            wanted = {way: form.cleaned_data.get(field) or 0 for way, field in fields.items()}
            for way, seats in taken_of[session_id].items():
                decision = rules.may_set_capacity(wanted, {way: seats})
                if not decision.allowed:
                    form.add_error(fields[way], decision.reason)


def _number(value: object) -> int:
    return int(text) if (text := str(value)).isdecimal() else 0


SessionFormSet: Any = formset_factory(
    SessionForm,
    formset=SessionRows,
    extra=0,
    max_num=MOST_SESSIONS,
    absolute_max=MOST_SESSIONS,
)


def session_initial(session: Session) -> dict[str, Any]:
    """Return what a row shows of a session that exists."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    plain = {name: getattr(session, name) for name in TAKEN_OVER if hasattr(session, name)}
    return plain | {
        "session_id": session.pk,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "doors_open": session.doors_open_at,
        **_opens_initial(session),
        **kept_initial(session),
    }


def _opens_initial(session: Session) -> dict[str, Any]:
    if session.online_opens_at is None:
        return {}
    opens = timezone.localtime(session.online_opens_at)
    return {"online_opens_day": opens.date(), "online_opens_time": opens.time()}

"""What is decided about dates: called off, put off, moved to another way, or brought back."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from events import date_rules, letters
from events.enums import ChangeKind, DateState
from events.models import Event, Session
from events.services.rescheduling import Decided, facts_of, first_starts, period_of
from foundation.ui.forms import CleanCharField

from .deeds import session_choices
from .fields import ClockField, DayField, NumberField, local_moment, offer, tell_today

KINDS = (
    (ChangeKind.CANCELLED, "中止する"),
    (ChangeKind.POSTPONED, "延期する（新しい日を書く。空けておくと「日は未定」）"),
    (ChangeKind.ONLINE, "オンラインに変える"),
    (ChangeKind.VENUE, "会場に変える"),
    (ChangeKind.RESTORED, "中止・延期を取り消して、もとの日に行う"),
)


# What has to be right before it can be said until when people may apply.
MOMENTS = frozenset({"day", "starts", "ends", "deadline_day", "deadline_time", "opens_day", "opens_time"})


def _clock(moment: datetime) -> time:
    return timezone.localtime(moment).time()


def _state_words(session: Session) -> str:
    return "" if session.state == DateState.PLANNED else f"　{session.get_state_display()}"


def _may_be_off(session: Session, now: datetime) -> bool:
    return date_rules.may_become(facts_of(session), ChangeKind.CANCELLED, now).allowed


class DatesForm(forms.Form):
    """Which dates, what, why, and when it was decided; then what only some decisions need."""

    sessions = forms.TypedMultipleChoiceField(
        label="どの日程を",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "日程を選んでください。"},
    )
    kind = forms.ChoiceField(
        label="どうするか",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "どうするかを選んでください。"},
    )
    reason = CleanCharField(
        label="理由",
        max_length=200,
        help_text="申し込んだ方への知らせと、公開のページに、このまま出ます。例：大雪のため",
    )
    decided_on = DayField(label="決めた日", bare_day="last")
    day = DayField(label="新しい日付", required=False)
    starts = ClockField(label="始まり", required=False)
    ends = ClockField(label="終わり", required=False)
    deadline_day = DayField(label="新しい締切の日", required=False)
    deadline_time = ClockField(label="締切の時刻", required=False)
    opens_day = DayField(label="受付を始める日", required=False)
    opens_time = ClockField(label="受付を始める時刻", required=False)
    seats = NumberField(
        label="席の数", required=False, help_text="空けておくと、いまの会場とオンラインの席を合わせた数です。"
    )
    venue = CleanCharField(label="会場", max_length=100, required=False)
    venue_address = CleanCharField(label="会場の住所", max_length=200, required=False)
    online_url = forms.URLField(
        label="オンラインの入口",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "「https://」から始まる入口を書いてください。"},
        help_text="当日、席のある方だけに見えます。あとから書くこともできます。",
    )

    def __init__(
        self, *args: Any, sessions: Sequence[Session], now: datetime, kind: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        today = timezone.localdate(now)
        self.by_id, self.now = {session.pk: session for session in sessions}, now
        self.period: date_rules.Period | None = None
        self.initial.setdefault("decided_on", today)
        offer(
            self,
            "sessions",
            [(pk, f"{words}{_state_words(self.by_id[pk])}") for pk, words in session_choices(sessions)],
        )
        if kind == ChangeKind.CANCELLED:
            self.initial |= {
                "kind": kind,
                "sessions": [each.pk for each in sessions if _may_be_off(each, now)],
            }
        if len(sessions) == 1:
            self.initial["sessions"] = [sessions[0].pk]
        is_off = any(each.state != DateState.PLANNED for each in sessions)
        offer(self, "kind", [each for each in KINDS if is_off or each[0] != ChangeKind.RESTORED])
        self._ask_for_period(sessions[0].event if sessions else None)
        tell_today(self, today)

    def _ask_for_period(self, event: Event | None) -> None:
        """Say what becomes of deadline and opening where nothing is written; a past opening asks nothing."""
        if event is None or event.opens_at <= self.now:
            del self.fields["opens_day"], self.fields["opens_time"]
        else:
            opens = (
                f"いまは{letters.moment_words(event.opens_at)}です。空けておくと、締切より前に決まります。"
            )
            self.fields["opens_day"].help_text = opens
        if event is not None:
            closes = (
                f"いまの締切は{letters.deadline(event)}です。空けておくと、日程と同じ日数だけ動かします。"
            )
            self.fields["deadline_day"].help_text = closes

    def clean(self) -> dict[str, Any]:
        """Say what the chosen decision lacks, at the field where it is mended."""
        given = self.cleaned_data
        kind, chosen = given.get("kind"), given.get("sessions") or []
        if kind == ChangeKind.POSTPONED and given.get("day"):
            self._check_new_date(given, chosen)
        if (
            kind == ChangeKind.VENUE
            and not given.get("venue")
            and any(not self.by_id[pk].venue for pk in chosen)
        ):
            self.add_error("venue", "会場の名前を書いてください。")
        return given

    def _check_new_date(self, given: dict[str, Any], chosen: Sequence[int]) -> None:
        if len(chosen) > 1:
            self.add_error("day", "新しい日付は、日程を1つだけ選んだときに書けます。")
        starts, ends = given.get("starts"), given.get("ends")
        if starts is None and chosen:
            starts = _clock(self.by_id[chosen[0]].starts_at)
        if starts and ends and ends <= starts:
            self.add_error("ends", "終わりの時刻は、始まりの時刻よりあとにしてください。")
        if starts and len(chosen) == 1 and not self.errors.keys() & MOMENTS:
            self._settle_period(self.by_id[chosen[0]], local_moment(given["day"], starts))

    def _settle_period(self, session: Session, starts_at: datetime) -> None:
        """Work out until when people may apply for the new day, and show it in the boxes as if typed."""
        before, first = first_starts(session, starts_at, now=self.now)
        period = date_rules.moved_period(
            period_of(session.event),
            timezone.localdate(first) - timezone.localdate(before),
            deadline_at=self._moment("deadline", session.event.deadline_at),
            opens_at=self._moment("opens", session.event.opens_at),
        )
        decision = date_rules.may_have_period(period, first)
        if not decision.allowed:
            self.add_error("deadline_day", decision.reason)
            return
        self.period, data = period, self.data.copy()
        deadline = timezone.localtime(period.deadline_at)
        data["deadline_day"] = self.fields["deadline_day"].prepare_value(deadline.date())
        data["deadline_time"] = self.fields["deadline_time"].prepare_value(deadline.time())
        self.data = data

    def _moment(self, name: str, usual: datetime) -> datetime | None:
        """Return what is written of a moment; where only the day is, at the time of before."""
        day, clock = (self.cleaned_data.get(f"{name}_{part}") for part in ("day", "time"))
        if day is None:
            if clock is not None:
                self.add_error(f"{name}_day", "時刻を書いたときは、日も書いてください。")
            return None
        return local_moment(day, clock or _clock(usual))

    @property
    def chosen(self) -> list[Session]:
        return [self.by_id[pk] for pk in self.cleaned_data["sessions"]]

    @property
    def decided(self) -> Decided:
        """What the service takes: only what this decision needs."""
        given = self.cleaned_data
        kind = ChangeKind(given["kind"])
        names = {
            ChangeKind.ONLINE: ("seats", "online_url"),
            ChangeKind.VENUE: ("seats", "venue", "venue_address"),
        }.get(kind, ())
        fields: dict[str, Any] = {name: given[name] for name in names}
        if kind == ChangeKind.POSTPONED and given["day"]:
            was = self.chosen[0]
            starts = given["starts"] or _clock(was.starts_at)
            fields["starts_at"] = local_moment(given["day"], starts)
            if given["ends"]:
                fields["ends_at"] = local_moment(given["day"], given["ends"])
            if self.period is not None:
                fields |= {"opens_at": self.period.opens_at, "deadline_at": self.period.deadline_at}
        return Decided(kind=kind, reason=given["reason"], decided_on=given["decided_on"], **fields)

"""Series of days, time and place, stages, options of a poll and answers to it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from accounts.models import Person
from events.desk_forms.fields import ClockField, DayField, NumberField, local_moment, offer, tell_today
from foundation.japanese.dates import fiscal_year
from foundation.ui.forms import CleanCharField
from outreach.study_groups.asking_again import AsksAgain
from outreach.study_groups.enums import SessionFormat
from outreach.study_groups.forms import DayForm
from outreach.study_groups.meetings.enums import Nth, PollMark, Weekday
from outreach.study_groups.meetings.rules import Series, is_assembly
from outreach.study_groups.meetings.services.preparing import SeriesOfMeetings, When
from outreach.study_groups.rules import MONTHS, month_of

MOST_MEETINGS, MOST_OPTIONS = 12, 6
OPTION = ("day", "starts", "ends")
TOO_FAR = "来年度の3月までにしてください。そのあとの計画は、まだ開けません。"
ENDS_FIRST = "終わる時刻は、始まる時刻よりあとにしてください。"
EVERY = ((1, "毎月"), (2, "2か月に1回"), (3, "3か月に1回"))
SAID = ((PollMark.YES, "○ 出られる"), (PollMark.MAYBE, "△ たぶん"), (PollMark.NO, "× 出られない"))


class SeriesForm(AsksAgain):
    """The rule for the days of several meetings."""

    looked_through: ClassVar[tuple[str, ...]] = ("theme",)
    theme = CleanCharField(label="会議の名前（テーマ）", max_length=80, help_text="例：定例の検討委員会")
    format = forms.ChoiceField(label="形", choices=SessionFormat, initial=SessionFormat.COMMITTEE_MEETING)
    first_month = forms.ChoiceField(label="はじめの月")
    step = forms.TypedChoiceField(label="どのくらいごとに", choices=EVERY, coerce=int, initial=1)
    nth = forms.TypedChoiceField(label="第何", choices=Nth.choices, coerce=int, initial=2)
    weekday = forms.TypedChoiceField(label="何曜日", choices=Weekday.choices, coerce=int, initial=2)
    count = NumberField(label="何回", initial=6)
    starts = ClockField(label="始まる時刻", help_text="例：13:30")
    ends = ClockField(label="終わる時刻", help_text="例：15:30")
    place = CleanCharField(label="場所", max_length=80, required=False)
    skips_holidays = forms.BooleanField(label="祝日は、前か後の週にずらす", required=False, initial=True)

    def __init__(self, *args: Any, kind: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "format", [each for each in SessionFormat.choices if not is_assembly(kind, each[0])])
        # Plans are open until the end of the next fiscal year.
        self.last_month = month_of(fiscal_year(today) + 1, MONTHS - 1)
        months = [
            month for each in range(2 * MONTHS) if (month := _month_after(today, each)) <= self.last_month
        ]
        offer(self, "first_month", [(each.isoformat(), f"{each.year}年{each.month}月") for each in months])

    def clean_count(self) -> int:
        count: int = self.cleaned_data["count"]
        if count > MOST_MEETINGS:
            raise forms.ValidationError(f"一度に書けるのは、{MOST_MEETINGS}回までです。")
        return count

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ENDS_FIRST)
        if not {"first_month", "step", "count"} & self.errors.keys():
            months = data["step"] * (data["count"] - 1)
            if _month_after(date.fromisoformat(data["first_month"]), months) > self.last_month:
                self.add_error("count", TOO_FAR)
        return data

    @property
    def series(self) -> Series:
        data = self.cleaned_data
        return Series(
            first_month=date.fromisoformat(data["first_month"]),
            step=data["step"],
            nth=Nth(data["nth"]),
            weekday=data["weekday"],
            count=data["count"],
            skips_holidays=data["skips_holidays"],
        )

    @property
    def common(self) -> SeriesOfMeetings:
        data = self.cleaned_data
        return SeriesOfMeetings(
            data["theme"], SessionFormat(data["format"]), data["starts"], data["ends"], data["place"]
        )


def _month_after(today: date, count: int) -> date:
    ahead = today.month - 1 + count
    return date(today.year + ahead // MONTHS, ahead % MONTHS + 1, 1)


class TimeForm(forms.Form):
    """When and where a meeting is meant to be."""

    day = DayField(label="日にち", bare_day="nearest")
    starts = ClockField(label="始まる時刻")
    ends = ClockField(label="終わる時刻")
    place = CleanCharField(label="場所", max_length=80, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ENDS_FIRST)
        return data

    @property
    def when(self) -> When:
        data = self.cleaned_data
        return When(
            local_moment(data["day"], data["starts"]), local_moment(data["day"], data["ends"]), data["place"]
        )


class BriefingForm(DayForm):
    """On which day who went through the agenda with the chair."""

    by = forms.ChoiceField(label="だれが")

    def __init__(self, *args: Any, people: Iterable[tuple[Person, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(each.pk), each, called) for each, called in people]
        self.people = {key: each for key, each, _ in known}
        offer(self, "by", [(key, called) for key, _, called in known])

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["by"]]


class OptionsForm(forms.Form):
    """Up to six days that are asked about; the first two are enough."""

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, MOST_OPTIONS + 1):
            needed = number == 1
            self.fields[f"day_{number}"] = DayField(label=f"候補{number}の日", required=needed)
            self.fields[f"starts_{number}"] = ClockField(label=f"候補{number}の始まり", required=needed)
            self.fields[f"ends_{number}"] = ClockField(label=f"候補{number}の終わり", required=needed)
        tell_today(self, today)
        self.times = list[tuple[datetime, datetime]]()

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The boxes of each option."""
        numbers = range(1, MOST_OPTIONS + 1)
        return [(each, [self[f"{name}_{each}"] for name in OPTION]) for each in numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: dict[datetime, int] = {}
        for number in range(1, MOST_OPTIONS + 1):
            day, starts, ends = (data.get(f"{name}_{number}") for name in OPTION)
            if day and starts and ends and starts < ends:
                begin = local_moment(day, starts)
                if begin in seen:
                    self.add_error(f"day_{number}", f"候補{seen[begin]}と同じです。")
                seen[begin] = number
                self.times.append((begin, local_moment(day, ends)))
            elif day or starts or ends:
                self._say_what_is_odd(number, {"day": day, "starts": starts, "ends": ends})
        return data

    def _say_what_is_odd(self, number: int, values: dict[str, Any]) -> None:
        """Say what is missing of an option, or stands the wrong way round."""
        for name, value in values.items():
            if not value and f"{name}_{number}" not in self.errors:
                self.add_error(f"{name}_{number}", "日と、始まりと終わりの時刻を、そろえて書いてください。")
        if all(values.values()):
            self.add_error(f"ends_{number}", ENDS_FIRST)


class AnswerForm(forms.Form):
    """What somebody says of each option; whoever prepares meetings says for whom."""

    def __init__(
        self,
        *args: Any,
        choices: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offered = [(str(pk), name) for pk, name in people]
        if offered:
            self.fields["person"] = forms.ChoiceField(
                label="だれの返事か", choices=[("", "選んでください"), *offered]
            )
        self.options = list[int]()
        for pk, words in choices:
            self.options.append(pk)
            self.fields[f"mark_{pk}"] = forms.ChoiceField(
                label=words,
                choices=SAID,
                widget=forms.RadioSelect,
                error_messages={"required": "○△×のどれかを選んでください。"},
            )

    @property
    def marks(self) -> dict[int, str]:
        return {pk: self.cleaned_data[f"mark_{pk}"] for pk in self.options}

"""What is written of a community by those who join, stand for an agency, plan and announce."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from accounts.models import Person
from directory.forms.agencies import AgencyField
from directory.models import Agency
from events.desk_forms.attachments import SeveralFilesInput
from events.desk_forms.fields import ClockField, DayField, NumberField, local_moment, offer, tell_today
from events.services.attachments import Upload
from events.uploads import MOST_FILES, TITLE_LENGTH, UploadRefused, proven_suffix
from foundation.japanese.text import clean_line
from foundation.ui.forms import CleanCharField, CleanTextField

from .asking_again import AsksAgain
from .enums import HandoverItem, Place, SessionFormat, ShelfReader
from .rules import months_of
from .services.joining import Named
from .services.sessions import Announcement

SHOWN = "会の名簿に、わたしの名前をのせてよい"
SHOWN_HELP = "しるしがないときは、ほかの機関の方には、機関の名前だけが見えます。"


class JoinForm(forms.Form):
    """An agency asks to become a member."""

    words = CleanCharField(
        label="ひとこと（書かなくてもかまいません）",
        max_length=200,
        required=False,
        help_text="例：高齢の方の受け入れを始めたばかりです。",
    )
    is_shown = forms.BooleanField(label=SHOWN, required=False, help_text=SHOWN_HELP)


class PersonForm(forms.Form):
    """Who of an agency stands for it, and as what."""

    person = forms.ChoiceField(label="だれが", widget=forms.RadioSelect)
    place = forms.ChoiceField(
        label="役割",
        choices=Place,
        initial=Place.COLLEAGUE,
        widget=forms.RadioSelect,
        help_text="代表と代理は、1人ずつです。新しく選ぶと、前の方と入れかわります。",
    )
    is_shown = forms.BooleanField(
        label="会の名簿に、名前をのせてよい（ご本人に確かめました）", required=False, help_text=SHOWN_HELP
    )

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(each.pk): each for each in people}
        offer(self, "person", [(key, each.name) for key, each in self.people.items()])

    @property
    def named(self) -> Named:
        data = self.cleaned_data
        return Named(self.people[data["person"]], Place(data["place"]), is_shown=data["is_shown"])


class PlanForm(AsksAgain):
    """What a community aims at in a year."""

    looked_through: ClassVar[tuple[str, ...]] = ("target",)

    target = CleanCharField(
        label="めあて",
        max_length=200,
        required=False,
        help_text="例：1年を通して、住まいのことで相談できる相手を増やす。",
    )


class RowForm(AsksAgain):
    """One line of a year's plan."""

    looked_through: ClassVar[tuple[str, ...]] = ("theme", "owner")
    may_name_agencies: ClassVar[tuple[str, ...]] = ("owner",)

    month = forms.ChoiceField(label="月")
    format = forms.ChoiceField(label="形", choices=SessionFormat, initial=SessionFormat.CASE_STUDY)
    theme = CleanCharField(label="テーマ", max_length=80, help_text="例：住まいが決まらないとき")
    owner = CleanCharField(label="受け持つ人、機関", max_length=60, required=False)
    people = NumberField(label="めざす人数", required=False)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        months = [(each.isoformat(), f"{each.month}月") for each in months_of(year)]
        offer(self, "month", months)

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])

    @property
    def details(self) -> dict[str, Any]:
        """What is written in the line."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sure"}


class CallOffForm(AsksAgain):
    """Why a line of the plan will not be held."""

    looked_through: ClassVar[tuple[str, ...]] = ("because",)

    because = CleanCharField(label="やめるわけ", max_length=200, help_text="例：台風のため")


class CancelForm(CallOffForm):
    """Why an announced session is called off: whoever applied reads it."""

    because = CleanCharField(
        label="中止のわけ", max_length=200, help_text="申し込んだ方に、そのまま送ります。例：台風のため"
    )


class AnswerForm(forms.Form):
    """What whoever asked to join is answered: admitted, or not and why."""

    accept = forms.BooleanField(required=False)
    reason = CleanCharField(label="お断りするときのわけ", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where an agency is not admitted."""
        data = super().clean() or self.cleaned_data
        if not data.get("accept") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "お断りするときは、わけを書いてください。")
        return data


class DayForm(forms.Form):
    """A day on which something was done: today at the latest."""

    on = DayField(label="日にち", bare_day="last")

    def __init__(self, *args: Any, today: date, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        tell_today(self, today)
        if label:
            self.fields["on"].label = label

    def clean_on(self) -> date:
        """Return the day. Raises ValidationError for one to come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("今日までの日を書いてください。")
        return on


class ApproveForm(forms.Form):
    """When and by whom a plan was approved."""

    on = DayField(label="承認した日", bare_day="last")
    by = CleanCharField(label="承認した人、会議", max_length=60, help_text="例：5月20日の総会")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class CloseForm(AsksAgain):
    """A few words on the year that is over."""

    looked_through: ClassVar[tuple[str, ...]] = ("words",)

    words = CleanTextField(
        label="ふりかえり",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="できたこと、来年したいこと。名前や、だれのことかわかる話は書きません。",
    )


class HandoverForm(forms.Form):
    """What has been handed over."""

    of = forms.IntegerField(widget=forms.HiddenInput)
    done = forms.MultipleChoiceField(label="引き継いだこと", choices=HandoverItem, required=False)
    # What was ticked when the page was opened.
    seen = forms.MultipleChoiceField(choices=HandoverItem, required=False, widget=forms.MultipleHiddenInput)


class GuestForm(forms.Form):
    """An agency that is no member, to be invited to a session."""

    agency = AgencyField(label="機関の名前か番号", help_text="例：青空法律事務所")
    words = CleanCharField(label="ひとこと（書かなくてもかまいません）", max_length=200, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.agencies = Agency.objects.current(today=today)


class ShelfForm(AsksAgain):
    """Files for the shelf: each is looked into; who may open them, and until when.

    A title is taken from the name of its file, and looked through.
    """

    looked_through: ClassVar[tuple[str, ...]] = ("papers",)

    papers = forms.Field(
        label="資料",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx"}),
        help_text="PDF、Word、Excel、PowerPoint。一度に5つまで、1つ20MBまで。ファイルの名前が題名になります。"
        "名前や、だれのことかわかる資料は、置けません。",
    )
    event = forms.ChoiceField(label="どの回の資料か", required=False)
    reader = forms.ChoiceField(
        label="だれが開けるか", choices=ShelfReader, initial=ShelfReader.MEMBERS, widget=forms.RadioSelect
    )
    open_until = DayField(
        label="いつまで開けるか（書かなければ、ずっと）", required=False, help_text="例：2027/3/31"
    )

    def __init__(self, *args: Any, held: Iterable[tuple[int, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "event", [("", "会の全体の資料"), *((str(key), words) for key, words in held)])
        tell_today(self, today)
        self.today, self.uploads = today, list[Upload]()

    def clean(self) -> dict[str, Any]:
        """Look into the files, and say what was refused."""
        chosen = self.files.getlist("papers") if self.files else []
        if not chosen:
            self.add_error("papers", "資料のファイルを選んでください。")
        elif len(chosen) > MOST_FILES:
            self.add_error("papers", f"一度に置けるのは{MOST_FILES}つまでです。")
        for file in chosen[:MOST_FILES]:
            try:
                suffix = proven_suffix(file)
            except UploadRefused as refused:
                self.add_error("papers", str(refused))
            else:
                title = clean_line(PurePath(file.name or "").stem)[:TITLE_LENGTH] or "資料"
                self.uploads.append(Upload(title, suffix, file))
        self.cleaned_data["papers"] = "\n".join(each.title for each in self.uploads)
        data = super().clean()
        if data.get("reader") == ShelfReader.ATTENDEES and not data.get("event"):
            self.add_error("event", "出席した機関だけの資料には、回を選んでください。")
        if data.get("open_until") and data["open_until"] < self.today:
            self.add_error("open_until", "今日か、あとの日にしてください。")
        return data


PAST_DEADLINE = (
    "締切が、もう過ぎています。これから返事ができる日にしてください。締切の時刻は、始まる時刻と同じです。"
)


class AnnounceForm(forms.Form):
    """When and where a session is held."""

    day = DayField(label="日にち")
    starts = ClockField(label="始まる時刻")
    ends = ClockField(label="終わる時刻")
    deadline = DayField(label="出席の返事の締切")
    summary = CleanCharField(label="ひとことで言うと", max_length=200, required=False)
    venue = CleanCharField(label="会場", max_length=80, required=False)
    venue_address = CleanCharField(label="会場の住所", max_length=120, required=False)
    venue_capacity = NumberField(label="会場の定員", required=False)
    online_url = forms.URLField(
        label="オンラインのアドレス", max_length=500, required=False, assume_scheme="https"
    )
    online_capacity = NumberField(label="オンラインの定員", required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        tell_today(self, timezone.localdate(now))

    def clean(self) -> dict[str, Any]:
        """Ask for a place and its seats, for an end after the beginning, for a deadline still to come."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "終わる時刻は、始まる時刻よりあとにしてください。")
        if data.get("day") and data.get("deadline") and data["deadline"] > data["day"]:
            self.add_error("deadline", "締切は、開く日までの日にしてください。")
        elif data.get("deadline") and starts and local_moment(data["deadline"], starts) <= self.now:
            self.add_error("deadline", PAST_DEADLINE)
        if not data.get("venue") and not data.get("online_url"):
            self.add_error("venue", "会場か、オンラインのアドレスを書いてください。")
        for place, seats in (("venue", "venue_capacity"), ("online_url", "online_capacity")):
            if data.get(place) and not data.get(seats) and seats not in self.errors:
                self.add_error(seats, "定員を書いてください。")
        return data

    @property
    def held_as(self) -> Announcement:
        data = self.cleaned_data

        return Announcement(
            starts_at=local_moment(data["day"], data["starts"]),
            ends_at=local_moment(data["day"], data["ends"]),
            deadline_at=local_moment(data["deadline"], data["starts"]),
            summary=data["summary"],
            venue=data["venue"],
            venue_address=data["venue_address"],
            venue_capacity=data["venue_capacity"] if data["venue"] else None,
            online_url=data["online_url"],
            online_capacity=data["online_capacity"] if data["online_url"] else None,
        )

"""What staff write about lectures: how a request came, a date offered, an end, and the registers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person
from content.desk_forms import DeskForm
from events.date_rules import may_have_arrived
from events.desk_forms.entry import PAPER_CHANNELS
from events.desk_forms.event import local_moment
from events.desk_forms.fields import ClockField, DayField, NumberField, offer, tell_today
from events.enums import Channel
from foundation.ui.forms import CleanCharField, CleanTextField, MailField

from . import queries
from .enums import Level, ResourceKind, SlotKind
from .models import Lecturer, LectureRequest, Resource
from .models.menu import LONGEST, SHORTEST
from .rules import WEEKDAYS
from .services.arranging import PlannedLecture
from .services.slots import Team

DAYS = [(str(number), f"{word}曜日") for number, word in enumerate(WEEKDAYS)]


class HowForm(forms.Form):
    """How a request on paper or by phone arrived."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    agency = forms.CharField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="届いた方法",
        choices=[(each.value, each.label) for each in PAPER_CHANNELS],
        widget=forms.RadioSelect,
        initial=Channel.FAX,
    )
    received_day = DayField(label="届いた日", bare_day="last")
    received_time = ClockField(label="届いた時刻")

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = timezone.localtime(now)
        tell_today(self, self.now.date())

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is still to come, as the rules do."""
        given = super().clean() or {}
        if given.get("received_day") and given.get("received_time"):
            given["received_at"] = local_moment(given["received_day"], given["received_time"])
            received = may_have_arrived(given["received_at"], self.now)
            if not received.allowed:
                self.add_error("received_time", received.reason)
        return given


class ProposalForm(forms.Form):
    """A date, who goes, what goes along, and whether it is agreed already."""

    day = DayField(label="日")
    starts = ClockField(label="始まりの時刻")
    minutes = NumberField(
        label="時間（分）", least=SHORTEST, error_messages={"max_value": f"{LONGEST}分までにしてください。"}
    )
    travel = NumberField(label="移動（片道・分）", least=0)
    lead = forms.TypedChoiceField(
        label="主の講師", coerce=int, error_messages={"required": "主の講師を選んでください。"}
    )
    juniors = forms.TypedMultipleChoiceField(
        label="副の講師", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.TypedMultipleChoiceField(
        label="使う部屋・機材・車", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = CleanTextField(
        label="先方へのひとこと",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="お返事のメールとページに出ます。個人のことは書かないでください。",
    )
    despite = forms.BooleanField(label="休みの日や、いつもの時間の外でも行う", required=False)
    agrees = forms.BooleanField(
        label="この日でよいと、先方から聞いている",
        required=False,
        help_text="選ぶと、お返事を待たずに決まります。第1〜第3希望のとおりのときも選べます。",
    )

    def __init__(
        self,
        *args: Any,
        lecturers: Sequence[Lecturer],
        resources: Sequence[Resource],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        self.fields["minutes"].max_value = LONGEST  # type: ignore[attr-defined]  # -- a NumberField
        leads = [(each.pk, str(each)) for each in lecturers if each.can_lead]
        offer(self, "lead", [("", "選んでください"), *leads])
        offer(self, "juniors", [(each.pk, str(each)) for each in lecturers])
        offer(self, "resources", [(each.pk, str(each)) for each in resources])

    def clean(self) -> dict[str, Any]:
        """Nobody goes twice."""
        given = super().clean() or {}
        if given.get("lead") in given.get("juniors", []):
            self.add_error("juniors", "主の講師と同じ人は選べません。")
        return given

    @property
    def offer(self) -> PlannedLecture:
        """What the service takes, of a form that is right."""
        given = self.cleaned_data
        return PlannedLecture(
            starts_at=local_moment(given["day"], given["starts"]),
            minutes=given["minutes"],
            travel=given["travel"],
            team=Team(given["lead"], tuple(given["juniors"]), tuple(given["resources"])),
            words=given["words"],
            despite=given["despite"],
            agrees=given["agrees"],
        )


class ReasonForm(DeskForm):
    """Why a request is declined or called off; the requester reads it."""

    reason = CleanTextField(
        label="わけ",
        max_length=300,
        help_text="先方のページとメールに出ます。個人のことは書かないでください。",
        error_messages={"required": "わけを書いてください。"},
    )


class LetterForm(forms.Form):
    """The number of the letter 講師派遣 in the office's own book."""

    number = CleanCharField(label="文書番号", max_length=40, help_text="例：定着第123号")
    seal_omitted = forms.BooleanField(label="「公印省略」と書く", required=False, initial=True)


class HeldForm(DeskForm):
    """How many came."""

    people = NumberField(label="来た人数")


class ReportForm(DeskForm):
    """How it went."""

    report = CleanTextField(
        label="報告",
        max_length=1000,
        help_text="内容、質問、次につながること。どなたのことか分かる内容は書かないでください。",
        error_messages={"required": "報告を書いてください。"},
    )


class ThemeForm(DeskForm):
    """One line of the lecture menu."""

    code = CleanCharField(label="記号", max_length=6, help_text="例：A1。用紙と電話で使います。")
    title = CleanCharField(label="題目", max_length=60)
    minutes = NumberField(label="時間（分）", least=SHORTEST)
    level = forms.ChoiceField(label="やさしさ", choices=Level.choices)
    audience = CleanCharField(label="だれに", max_length=100)
    aims = CleanTextField(label="ねらい", max_length=400)
    materials = CleanCharField(label="配るもの・使うもの", max_length=150, required=False)
    lecturers = forms.ModelMultipleChoiceField(
        Lecturer.objects.none(), label="話せる人", required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(
        label="案内にのせる", required=False, initial=True, help_text="外すと、新しく頼めなくなります。"
    )

    def __init__(self, *args: Any, lecturers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lecturers"].queryset = lecturers  # type: ignore[attr-defined]  # -- a ModelMultipleChoiceField

    def clean_minutes(self) -> int:
        """A lecture ends on the same day."""
        minutes: int = self.cleaned_data["minutes"]
        if minutes > LONGEST:
            raise forms.ValidationError(f"{LONGEST}分までにしてください。")
        return minutes

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "lecturers"}


class LecturerForm(DeskForm):
    """When somebody goes out, and as what."""

    shown_as = CleanCharField(
        label="案内での書き方", max_length=60, help_text="名前は案内に出ません。例：センターの社会福祉士"
    )
    can_lead = forms.BooleanField(label="主をつとめられる", required=False)
    email = MailField(
        label="予定を送るメール", required=False, help_text="書くと、講座がその人の予定表に入ります。"
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="出られる曜日",
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "出られる曜日を選んでください。"},
    )
    opens = ClockField(label="出られる時刻（から）")
    closes = ClockField(label="出られる時刻（まで）")
    is_active = forms.BooleanField(label="いま頼める", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """The hours end after they begin."""
        given = super().clean() or {}
        if given.get("opens") and given.get("closes") and given["closes"] <= given["opens"]:
            self.add_error("closes", "終わりを、始まりよりあとにしてください。")
        return given


class NewLecturerForm(LecturerForm):
    """Somebody who is no lecturer yet: of the centre, or an expert who may lecture."""

    field_order = ("person",)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="人",
        empty_label="選んでください",
        help_text="センターの職員と、「専門職の名簿」で講師を頼める方から選びます。",
        error_messages={"required": "人を選んでください。"},
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # -- a ModelChoiceField


class ResourceForm(DeskForm):
    """A room or a thing."""

    kind = forms.ChoiceField(label="種類", choices=ResourceKind.choices)
    name = CleanCharField(label="名前", max_length=60)
    note = CleanCharField(label="メモ", max_length=120, required=False)
    is_active = forms.BooleanField(label="いま使える", required=False, initial=True)


class AbsenceForm(forms.Form):
    """When a lecturer is away or sits in a meeting."""

    lecturer = forms.TypedChoiceField(
        label="講師", coerce=int, error_messages={"required": "講師を選んでください。"}
    )
    kind = forms.ChoiceField(
        label="種類",
        choices=[(each.value, each.label) for each in (SlotKind.ABSENCE, SlotKind.MEETING)],
        widget=forms.RadioSelect,
        initial=SlotKind.ABSENCE,
    )
    title = CleanCharField(
        label="何の予定か", max_length=60, required=False, help_text="例：係の会議。個人のことは書きません。"
    )
    day = DayField(label="日")
    starts = ClockField(label="から")
    until_day = DayField(label="終わりの日（同じ日なら書きません）", required=False)
    ends = ClockField(label="まで")

    def __init__(self, *args: Any, lecturers: Sequence[Lecturer], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        offer(self, "lecturer", [("", "選んでください"), *((each.pk, str(each)) for each in lecturers)])

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        given = super().clean() or {}
        if all(given.get(name) for name in ("day", "starts", "ends")):
            given["starts_at"] = local_moment(given["day"], given["starts"])
            given["ends_at"] = local_moment(given.get("until_day") or given["day"], given["ends"])
            if given["ends_at"] <= given["starts_at"]:
                self.add_error("ends", "終わりを、始まりよりあとにしてください。")
        return given


def usual_offer(request: LectureRequest, travel: int) -> dict[str, Any]:
    """Return what a form for a new date begins with: the first wish, on an open day where there is one."""
    wishes = [timezone.localtime(each.starts_at) for each in request.wishes.all()]
    starts = next((each for each in wishes if not queries.days_off([each])), wishes[0] if wishes else None)
    return {
        "day": starts.date() if starts else None,
        "starts": starts.time() if starts else None,
        "minutes": request.minutes,
        "travel": travel,
    }

"""The one form that makes an event: what it is, when and where, who may come."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.rich_text import get_rich_text_editor_widget

from events import date_rules, desk_queries
from events.enums import Admission, Audience, EventKind
from events.limits import USUAL_DEADLINE
from events.models import Event
from events.services.publishing import ADMISSION_STANDS
from foundation.limits.queries import limit
from foundation.ui.forms import CleanCharField

from .attachments import AttachmentsForm
from .fields import ClockField, DayField, NumberField, local_moment, tell_today

OPENING_TIME, CLOSING_TIME = time(9), time(17)
# What each way to decide means, in one sentence.
ADMISSION_MEANS: dict[str, str] = {
    Admission.AFTER_DEADLINE: (
        "締切までに届いた申し込みは、ウェブもFAXも同じ扱いです。締切のあとに、席を渡す人を画面で決めます。"
        "基準で同じなら、届いた順です。"
    ),
    Admission.FIRST_COME: "届いた順に、その場で席が決まります。満席のあとは、空きを待つ列に並びます。",
    Admission.APPROVAL: "届いた申し込みを一件ずつ見て、認めるかどうかを決めます。",
    Admission.LOTTERY: "締切のあとに、くじを引きます。引き方と結果を公開し、だれでも確かめられます。",
}
EDITOR_FEATURES = Event.description.field.features


class EventForm(AttachmentsForm):
    """What an event is, who may apply, and its files. Unwritten opening and deadline are the usual ones."""

    title = CleanCharField(label="名前", max_length=80)
    subtitle = CleanCharField(label="副題", max_length=80, required=False)
    kind = forms.ChoiceField(label="種類", choices=EventKind, initial=EventKind.TRAINING)
    summary = CleanCharField(
        label="ひとことで言うと",
        max_length=200,
        required=False,
        help_text="一覧とチラシに出ます。だれのための、何の会かを一文で。",
    )
    description = forms.CharField(label="くわしい内容", required=False)
    audience = forms.ChoiceField(label="対象", choices=Audience, initial=Audience.PUBLIC)
    audience_text = CleanCharField(
        label="対象の説明", max_length=80, required=False, help_text="例：福祉・医療・行政で働く方"
    )
    fee = CleanCharField(label="費用", max_length=60, initial="無料")
    contact_name = CleanCharField(label="問い合わせの担当", max_length=40, required=False)
    opens_day = DayField(
        label="受付を始める日",
        required=False,
        help_text="空けておくと、いますぐ受け付けます。",
        bare_day="nearest",
    )
    opens_time = ClockField(label="受付を始める時刻", required=False)
    deadline_day = DayField(
        label="締切の日",
        required=False,
    )
    deadline_time = ClockField(label="締切の時刻", required=False)
    admission = forms.ChoiceField(
        label="決め方",
        choices=[
            (value, format_html("<b>{}</b>　{}", label, ADMISSION_MEANS[value]))
            for value, label in Admission.choices
        ],
        initial=Admission.AFTER_DEADLINE,
        widget=forms.RadioSelect,
        error_messages={"required": "決め方を選んでください。"},
    )
    offer_hours = NumberField(
        label="空いた席の返事を待つ時間",
        required=False,
        initial=48,
        help_text="席が空いたら、待っている組に「受けますか」とたずねて、この時間だけ待ちます。空けておくと、たずねずに席を渡します。",
    )
    asks_for_manager = forms.BooleanField(
        label="所属長の了承を確かめる（申込書に、了承した所属長の名前を書いてもらいます）", required=False
    )
    most_people = NumberField(label="一度に申し込める人数", initial=5)
    agency_cap = NumberField(
        label="1事業所の上限", required=False, help_text="決めないときは、空けておきます。"
    )
    most_passes = NumberField(
        label="先を越される回数の上限",
        initial=3,
        least=0,
        help_text="大きな組が、あとの小さな組に何回まで先を越されてよいか。この回数になると、空いた席を大きな組に取り置きます。",
    )
    hold_until_days = NumberField(
        label="席を取り置く期限（何日前まで）",
        initial=3,
        least=0,
        help_text="開催日のこの日数前になったら、取り置きをやめて、入れる組から座ります。",
    )

    def __init__(self, *args: Any, event: Event | None = None, now: datetime, **options: Any) -> None:
        super().__init__(*args, event=event, now=now, **options)
        self.now = timezone.localtime(now).replace(second=0, microsecond=0)
        self.usual_deadline = limit(USUAL_DEADLINE, on=self.now.date())
        unwritten = f"空けておくと、最初の開催日の{self.usual_deadline}日前の午後5時になります。"
        self.fields["deadline_day"].help_text = unwritten
        self.order_fields([name for name in self.fields if name not in AttachmentsForm.base_fields])
        field = self.fields["description"]
        field.widget = get_rich_text_editor_widget(features=EDITOR_FEATURES)
        # The label belongs to a hidden box: the editor that a script draws needs the words themselves.
        field.widget.options["ariaLabel"] = field.label
        tell_today(self, self.now.date())
        self.event = event
        self.is_applied_for = event is not None and desk_queries.is_applied_for(event)
        if self.is_applied_for:
            self.fields["admission"].help_text = ADMISSION_STANDS

    def clean_admission(self) -> str:
        """Refuse another way to decide once somebody has applied."""
        chosen: str = self.cleaned_data["admission"]
        if self.is_applied_for and self.event is not None and chosen != self.event.admission:
            raise forms.ValidationError(ADMISSION_STANDS)
        return chosen

    def check_moments(self, first_start: datetime | None) -> None:
        """Work out opening and deadline, the usual ones where nothing is written, and say where they clash.

        `first_start` is the beginning of the first session, None while it cannot be read.
        """
        opens_at = self._moment("opens", OPENING_TIME) or self.now
        deadline_at = self._moment("deadline", CLOSING_TIME)
        if deadline_at is None and first_start:
            deadline_at = date_rules.usual_deadline(first_start, self.now, days_before=self.usual_deadline)
        self.cleaned_data |= {"opens_at": opens_at, "deadline_at": deadline_at}
        if self.errors.keys() & {"opens_day", "opens_time", "deadline_day", "deadline_time"}:
            return
        if deadline_at and first_start and deadline_at > first_start:
            self.add_error("deadline_day", "締切は、最初の開催日の始まりより前にしてください。")
        elif deadline_at and deadline_at <= opens_at:
            self.add_error("deadline_day", "締切は、受付を始める日時よりあとにしてください。")

    def _moment(self, name: str, usual: time) -> datetime | None:
        day, clock = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if clock and not day and f"{name}_day" not in self.errors:
            self.add_error(f"{name}_day", "時刻を書いたときは、日も書いてください。")
        return local_moment(day, clock or usual) if day else None

    @property
    def details(self) -> dict[str, Any]:
        """The event's own fields, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if hasattr(Event, name)}


def event_initial(event: Event) -> dict[str, Any]:
    """Return what the form shows of an event that exists."""
    plain = {name: getattr(event, name) for name in EventForm.base_fields if hasattr(event, name)}
    opens, deadline = timezone.localtime(event.opens_at), timezone.localtime(event.deadline_at)
    return plain | {
        "opens_day": opens.date(),
        "opens_time": opens.time(),
        "deadline_day": deadline.date(),
        "deadline_time": deadline.time(),
    }

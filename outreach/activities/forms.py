"""What the desk writes of activities, who was there, what proves it, and years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File

from content.desk_forms import DeskForm
from directory.enums import Sector
from directory.forms.agencies import AgencyField
from directory.models import WelfareArea
from events.desk_forms.fields import DayField, NumberField, YenField, tell_today
from events.pictures import NotDrawn, photograph
from events.services.attachments import Upload
from events.uploads import UploadRefused, proven_suffix
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.japanese.dates import short_date
from foundation.ui.forms import CleanCharField

from . import queries
from .models import Activity

NAMES = (
    *("day", "kind", "title", "place", "area", "organisers", "minutes"),
    *("staff_minutes", "cost", "result", "issues", "resources", "next_steps"),
)
LONG_TEXT = 1_000
MOST_YEN, MOST_MINUTES = 50_000_000, 100_000
PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
BLANK_ROWS = 5


def _text(label: str, help_text: str = "") -> CleanCharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return CleanCharField(
        label=label, max_length=LONG_TEXT, required=False, widget=widget, help_text=help_text
    )


class ActivityForm(DeskForm):
    """What is known of an activity; a study meeting has three fields more than the others."""

    day = DayField(
        label="日にち", bare_day="nearest", error_messages={"required": "日にちを書いてください。"}
    )
    kind = forms.ChoiceField(
        label="種類",
        choices=ActivityKind,
        widget=forms.RadioSelect,
        error_messages={
            "required": "種類を選んでください。",
            "invalid_choice": "種類を、出ているものから選んでください。",
        },
    )
    title = CleanCharField(label="名前", max_length=120)
    place = CleanCharField(label="場所", max_length=120, required=False)
    area = forms.ModelChoiceField(
        WelfareArea.objects.none(),
        label="圏域",
        required=False,
        empty_label="選ばない",
        error_messages={"invalid_choice": "圏域を、出ているものから選んでください。"},
    )
    organisers = CleanCharField(label="開いたところ", max_length=200, required=False)
    minutes = NumberField(label="時間（分）", least=0, required=False)
    staff_minutes = NumberField(
        label="職員の時間（のべ・分）",
        least=0,
        most=MOST_MINUTES,
        required=False,
        help_text="例：2人で3時間なら、360",
    )
    cost = YenField(most=MOST_YEN, label="費用（円）", required=False, help_text="会場代、講師料、交通費など")
    result = _text("成果", "どんなつながりができたか。だれのことかわかる話は書きません。")
    issues = _text("話し合った課題（検討会のとき）")
    resources = _text("見つかった社会資源（検討会のとき）")
    next_steps = _text("これからすること（検討会のとき）")

    def __init__(self, *args: Any, today: date, activity: Activity | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = self.fields["area"]
        assert isinstance(areas, forms.ModelChoiceField)
        areas.queryset = queries.areas_to_choose(today)
        if activity is not None:
            self.initial = {name: getattr(activity, name) for name in NAMES}
            areas.queryset |= WelfareArea.objects.filter(pk=activity.area_id)
        tell_today(self, today)

    @property
    def details(self) -> dict[str, Any]:
        """The values by field; no time at all is none."""
        return {name: self.cleaned_data[name] for name in NAMES} | {
            "minutes": self.cleaned_data["minutes"] or 0
        }


class PresenceForm(forms.Form):
    """One body that was there: of the directory, or in words; or people who came for themselves."""

    agency = AgencyField(label="名簿の機関", required=False)
    name = CleanCharField(label="名簿にない機関・団体", max_length=100, required=False)
    sector = forms.ChoiceField(label="分野", choices=[("", "―"), *Sector.choices], required=False, initial="")
    people = NumberField(label="人数", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.agencies = queries.open_agencies(today)

    def clean(self) -> dict[str, Any]:
        """Ask for a number where somebody is named, and for one name."""
        data = super().clean() or self.cleaned_data
        is_named = bool(data.get("agency") or data.get("name") or "agency" in self.errors)
        if data.get("agency") and data.get("name"):
            self.add_error("name", "名簿の機関か、名前の、どちらか1つを書いてください。")
        if is_named and not data.get("people") and "people" not in self.errors:
            self.add_error("people", "人数を書いてください。")
        return data

    @property
    def row(self) -> Mapping[str, Any] | None:
        """What is to be kept, None for an empty line."""
        data = self.cleaned_data
        if not data.get("people"):
            return None
        agency = data.get("agency")
        return {
            "agency": agency,
            "name": agency.name if agency else data["name"],
            "sector": data["sector"] or (agency.sector if agency else ""),
            "people": data["people"],
            "is_by_hand": True,
        }


PresenceRows = forms.formset_factory(PresenceForm, extra=BLANK_ROWS, max_num=200, absolute_max=200)


class EvidenceForm(DeskForm):
    """A file that proves an activity, or where its paper lies."""

    kind = forms.ChoiceField(
        label="種類",
        choices=EvidenceKind,
        widget=forms.RadioSelect,
        error_messages={
            "required": "種類を選んでください。",
            "invalid_choice": "種類を、出ているものから選んでください。",
        },
    )
    title = CleanCharField(label="題名", max_length=100)
    paper = forms.FileField(
        label="ファイル（PDF、Word、Excel、PowerPoint、写真）",
        required=False,
        help_text="20MBまで。写真は、撮った場所などの情報を消して、しまいます。",
    )
    folder = CleanCharField(
        label="または、紙のある場所",
        max_length=100,
        required=False,
        help_text="例：書庫2「R8 検討会」のファイル",
    )
    upload: Upload | None = None

    def clean(self) -> dict[str, Any]:
        """Look into the file; ask for a file or a place."""
        data = super().clean() or self.cleaned_data
        file = data.get("paper")
        if bool(file) == bool(data.get("folder")) and "paper" not in self.errors:
            self.add_error("paper", "ファイルか、紙のある場所の、どちらか1つを入れてください。")
        elif file:
            try:
                self.upload = proven(file, title=data.get("title", ""))
            except (UploadRefused, NotDrawn) as refused:
                self.add_error("paper", str(refused))
        return data


def proven(file: "File[bytes]", *, title: str) -> Upload:
    """Return a file that was looked into; a photograph is written anew. Raises UploadRefused, NotDrawn."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(PICTURES):
        return Upload(title, "jpg", ContentFile(photograph(file.read())))
    return Upload(title, proven_suffix(file), file)


class BecauseForm(DeskForm):
    """A reason."""

    because = CleanCharField(label="わけ", max_length=200)


class ActivityChoice(forms.ModelChoiceField):
    """Activities with their days."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{short_date(obj.day)}　{obj.title}"


class CountInForm(DeskForm):
    """Which activity this one is the same as."""

    other = ActivityChoice(
        Activity.objects.none(),
        label="同じ活動",
        empty_label="選んでください",
        error_messages={
            "required": "活動を選んでください。",
            "invalid_choice": "出ているものから選んでください。",
        },
    )

    def __init__(self, *args: Any, activity: Activity, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.near(activity)

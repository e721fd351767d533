"""What is written of kits for first-time hosts, by the desk and by offices; words are looked through."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from content.desk_forms import DeskForm, KnowsItsWords
from directory.forms.agencies import AgencyField
from events.desk_forms.fields import DayField, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField, PhoneField
from outreach.outside_meetings import host_queries
from outreach.outside_meetings.enums import ItemKind
from outreach.outside_meetings.models import HostKit
from outreach.outside_meetings.services.hosts import Buddy
from outreach.study_groups.asking_again import AsksAgain
from training_media.models import Course

from .meetings import asking, open_agencies

KIT_NAMES = ("title", "greeting", "is_open")
ITEM_NAMES = ("kind", "title", "words", "course", "address", "phone")
STORY_NAMES = ("title", "office", "text")


class KitForm(DeskForm):
    """A kit as offices see its first page."""

    title = CleanCharField(label="名前", max_length=60, help_text="例：はじめて受け入れる事業所のみなさまへ")
    greeting = CleanTextField(
        label="はじめのことば",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="やさしいことばで、ひとりで抱えなくてよいことを伝えます。",
    )
    is_open = forms.BooleanField(label="使っている（新しく渡せる）", required=False, initial=True)

    def __init__(self, *args: Any, kit: HostKit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if kit is not None:
            self.initial = {name: getattr(kit, name) for name in KIT_NAMES}


class ItemForm(DeskForm):
    """One thing of a kit."""

    kind = forms.ChoiceField(
        label="種類", choices=ItemKind, widget=forms.RadioSelect, error_messages=asking("種類")
    )
    title = CleanCharField(label="題", max_length=80, help_text="例：困ったときは、まずセンターへ")
    words = CleanCharField(label="ひとこと", max_length=300, required=False)
    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="研修動画（短い研修のとき）",
        required=False,
        empty_label="選ばない",
        error_messages=asking("研修動画"),
    )
    address = CleanCharField(
        label="このサイトのページ",
        max_length=200,
        required=False,
        help_text="「/」から書きます。例：/guides/",
    )
    phone = PhoneField(label="電話番号（困ったときの連絡先のとき）", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = host_queries.courses_to_choose()

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the kind, and nothing else."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == ItemKind.COURSE and not data.get("course"):
            self.add_error("course", "研修動画を選んでください。")
        if kind == ItemKind.CALL and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "電話番号を書いてください。")
        if kind and kind != ItemKind.COURSE:
            data["course"] = None
        if kind and kind != ItemKind.CALL:
            data["phone"] = ""
        address = data.get("address") or ""
        if address and (not address.startswith("/") or address.startswith("//")):
            self.add_error("address", "このサイトのページを、「/」から書いてください。")
        return data

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ITEM_NAMES}


class StoryForm(KnowsItsWords, AsksAgain):
    """A story of another office, in which nobody can be recognised."""

    looked_through: ClassVar[tuple[str, ...]] = STORY_NAMES

    title = CleanCharField(label="題", max_length=60, help_text="例：はじめの1か月は、毎日電話しました")
    office = CleanCharField(
        label="どんなところか", max_length=60, help_text="名前は書きません。例：町の小さなグループホーム"
    )
    text = CleanTextField(
        label="話",
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="だれのことか、どこのことか、わからないように書きます。心配だったこと、役に立ったこと。",
    )

    @property
    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in STORY_NAMES}


class BuddyForm(DeskForm):
    """Which office can be asked, and since when it agrees."""

    buddy = AgencyField(
        label="相談できる機関（経験のあるところ）",
        required=False,
        help_text="引き受けてくださった機関だけを書きます。",
    )
    buddy_agreed_on = DayField(label="引き受けてくださった日", required=False, bare_day="last")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        open_agencies(self, "buddy", today)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for both or none."""
        data = super().clean() or self.cleaned_data
        if data.get("buddy") and not data.get("buddy_agreed_on") and "buddy_agreed_on" not in self.errors:
            self.add_error("buddy_agreed_on", "引き受けてくださった日を書いてください。")
        return data

    @property
    def named(self) -> Buddy | None:
        data = self.cleaned_data
        return Buddy(data["buddy"], data["buddy_agreed_on"]) if data.get("buddy") else None


class SendForm(BuddyForm):
    """To which office which kit was given on which day."""

    kit = forms.ModelChoiceField(
        HostKit.objects.none(),
        label="渡す受け入れセット",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages=asking("受け入れセット"),
    )
    agency = AgencyField(label="渡した機関", help_text="名前か番号で書きます。")
    sent_on = DayField(label="渡した日", bare_day="last")
    field_order = ("kit", "agency", "sent_on", "buddy", "buddy_agreed_on")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        self.today = today
        field = self.fields["kit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = host_queries.kits_to_give()
        open_agencies(self, "agency", today)

    def clean_sent_on(self) -> date:
        """Return the day. Raises ValidationError for one that is to come."""
        day: date = self.cleaned_data["sent_on"]
        if day > self.today:
            raise forms.ValidationError("きょうか、前の日にしてください。", code="future")
        return day


class QuestionForm(AsksAgain):
    """What an office asks; never about a person."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)

    text = CleanTextField(
        label="聞きたいこと",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="受け入れる方のことは、ここには書きません。お電話ください。",
    )


class AnswerForm(KnowsItsWords, AsksAgain):
    """What the centre answers."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)

    text = CleanTextField(label="答え", max_length=1_000, widget=forms.Textarea(attrs={"rows": 6}))

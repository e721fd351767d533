"""What whoever has seen a course writes: that they would like to hear more, or why not now."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from directory.joining.queries import agencies_found, agencies_to_join
from directory.models import Agency
from foundation.ui.forms import CleanCharField, CleanTextField, MailField, PhoneField
from training_media.models import Chapter, Course, Part

from . import rules
from .access import Asker
from .enums import NOT_NOW, Reason, Wish
from .services.asking import Request

WHOLE = ""
NOT_THERE = "none"
LONGEST_WORDS = 300
type Places = Sequence[tuple[Part, list[Chapter]]]


class AskForm(forms.Form):
    """A wish to hear more; whoever is of no known agency also says where they work."""

    about = forms.ChoiceField(
        label="どの内容について",
        required=False,
        error_messages={"invalid_choice": "どの内容についてかを、もう一度選んでください。"},
    )
    wish = forms.ChoiceField(
        label="ご希望",
        choices=Wish,
        widget=forms.RadioSelect,
        error_messages={"required": "ご希望を選んでください。", "invalid_choice": "ご希望を選んでください。"},
    )
    words = CleanTextField(
        label="聞きたいこと",
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"{LONGEST_WORDS}字まで。利用者や入所者など、人の名前や、その人のことは書かないでください。",
    )
    organisation = CleanCharField(
        label="事業所の名前",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "事業所の名前を書いてください。例：グループホームみなも"},
    )
    agency = forms.ChoiceField(label="名簿の中の、どれですか", required=False, widget=forms.RadioSelect)
    contact_name = CleanCharField(
        label="ご連絡をとる方のお名前", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(label="電話番号", required=False)
    email = MailField(
        label="メールアドレス", required=False, help_text="電話かメールの、どちらかを書いてください。"
    )
    good_time = CleanCharField(
        label="都合のよい曜日や時間",
        max_length=100,
        required=False,
        help_text="例：平日の午後1時から3時",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, places: Places, who: Asker, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.who, self.today = who, today
        self.places: dict[str, tuple[Part | None, Chapter | None]] = {}
        for part, chapters in places:
            self.places[f"p{part.pk}"] = (part, None)
            self.places |= {f"c{each.pk}": (part, each) for each in chapters}
        self._offer_places(places)
        if who.agency is not None:
            del self.fields["organisation"], self.fields["agency"]
            return
        said = self.data if self.is_bound else self.initial
        found = agencies_found(said.get("organisation", ""), today=today)
        self.fields["agency"].choices = [*found, (NOT_THERE, "この中にない")]  # type: ignore[attr-defined]  # -- a ChoiceField

    def _offer_places(self, places: Places) -> None:
        groups = [
            (
                part.title,
                [(f"p{part.pk}", f"{part.title}の全部"), *((f"c{each.pk}", each.title) for each in chapters)],
            )
            for part, chapters in places
        ]
        self.fields["about"].choices = [(WHOLE, "この研修動画の全部"), *groups]  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        given = super().clean() or {}
        has_no_way = given.get("phone") == "" and given.get("email") == ""
        if has_no_way:
            self.add_error("phone", "電話番号かメールアドレスの、どちらかを書いてください。")
        elif given.get("wish") == Wish.PHONE and given.get("phone") == "":
            self.add_error("phone", "電話でお話しするには、電話番号が必要です。")
        return given

    @property
    def chosen(self) -> Agency | None:
        """The agency that was chosen; of a stranger, only one that everybody may find can be."""
        if self.who.agency is not None:
            return self.who.agency
        number = self.cleaned_data["agency"]
        return agencies_to_join(today=self.today).filter(public_id=number).first() if number else None

    def request(self, form_key: UUID, course: Course) -> Request:
        """Return what is asked, from a form that is right."""
        said, agency = self.cleaned_data, self.chosen
        part, chapter = self.places.get(said["about"], (None, None))
        return Request(
            form_key=form_key,
            course=course,
            way=self.who.way,
            agency=agency,
            agency_name=self.who.agency.name if self.who.agency else said["organisation"],
            wish=Wish(said["wish"]),
            part=part,
            chapter=chapter,
            about="　".join(each.title for each in (part, chapter) if each),
            **{name: said[name] for name in ("contact_name", "phone", "email", "good_time", "words")},
        )


class NotNowForm(forms.Form):
    """Why not now: several may be chosen."""

    reasons = forms.MultipleChoiceField(
        label=f"{NOT_NOW}わけ",
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "当てはまるものを、選んでください。"},
        help_text="いくつでも選べます。",
    )
    words = CleanCharField(
        label="その他のわけ",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="「その他」を選んだ方だけ。人の名前や、その人のことは書かないでください。",
    )

    def clean(self) -> dict[str, Any]:
        """Say at its box what does not go together."""
        given = super().clean() or {}
        if not self.errors:
            decision = rules.may_say_not_now(given["reasons"], given["words"])
            if not decision.allowed:
                self.add_error("words", decision.reason)
        return given

"""What staff look for among leads, and what they write down of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from directory.models import Agency
from events.desk_forms.fields import DayField, offer, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.models import Chapter, Course

from . import rules
from .enums import SAYABLE, Move, TakeReason
from .models import Lead
from .queries import Narrowing

TABS = {
    "waiting": "連絡を待っている",
    "open": "対応中",
    "new": "新しい",
    "contacted": "連絡した",
    "visited": "訪問した",
    "result": "結果が出た",
    "all": "すべて",
}
AGES = [("", "いつでも"), ("7", "1週間より前"), ("30", "1か月より前"), ("90", "3か月より前")]
MOST_WORDS = 100


class FilterForm(forms.Form):
    """What the list is narrowed to; whatever makes no sense narrows nothing."""

    q = CleanCharField(label="事業所の名前か番号、受付番号", max_length=MOST_WORDS, required=False)
    course = forms.ChoiceField(label="研修動画", required=False)
    chapter = forms.ChoiceField(label="章", required=False)
    owner = forms.ChoiceField(label="担当", required=False)
    age = forms.ChoiceField(label="届いた日", choices=AGES, required=False)

    def __init__(
        self,
        asked: Mapping[str, Any],
        *,
        courses: Sequence[Course],
        chapters: Sequence[Chapter],
        people: Iterable[User],
    ) -> None:
        super().__init__(asked)
        offer(self, "course", [("", "すべて"), *((str(each.pk), each.title) for each in courses)])
        offer(self, "chapter", [("", "すべて"), *((str(each.pk), each.title) for each in chapters)])
        offer(self, "owner", [("", "だれでも"), *((str(each.pk), str(each)) for each in people)])
        if not chapters:
            del self.fields["chapter"]

    @property
    def wanted(self) -> Narrowing:
        """What is asked, as far as it makes sense."""
        self.is_valid()
        said = self.cleaned_data

        def number(name: str) -> int | None:
            return int(said[name]) if said.get(name) else None

        return Narrowing(
            words=said.get("q", ""),
            course=number("course"),
            chapter=number("chapter"),
            owner=number("owner"),
            older_than=number("age") or 0,
        )


class StepForm(forms.Form):
    """A step that was taken: what, when, what was said, what comes next."""

    move = forms.ChoiceField(
        label="したこと",
        widget=forms.RadioSelect,
        error_messages={
            "required": "したことを選んでください。",
            "invalid_choice": "ほかの方が先に書きました。いまの状態を見て、もう一度選んでください。",
        },
    )
    on = DayField(label="その日", bare_day="last")
    outcome = forms.ChoiceField(
        label="結果",
        choices=[("", "（まだ）"), *((each.value, each.label) for each in SAYABLE)],
        required=False,
        help_text="「結果を書く」を選んだときに、選びます。",
    )
    note = CleanTextField(
        label="話したこと・様子",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="300字まで。利用者や入所者のことは書かないでください。",
    )
    next_on = DayField(
        label="次に連絡する日",
        required=False,
        help_text="この日が来ると、始めの画面に出ます。結果が出て、もう連絡しないときは、空けておきます。",
    )

    def __init__(self, *args: Any, lead: Lead, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"on": today}, **options)
        moves = [] if lead.erased_at else rules.moves_from(lead.state)
        offer(self, "move", [(each.value, each.label) for each in moves])
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Refuse a result where nothing was said to have ended."""
        given = super().clean() or {}
        if given.get("outcome") and given.get("move") not in (None, Move.FINISH):
            self.add_error("outcome", "結果は、「結果を書く」を選んだときに選びます。")
        return given

    @property
    def wanted(self) -> rules.Wanted:
        said = self.cleaned_data
        return rules.Wanted(Move(said["move"]), said["on"], said["note"], said["outcome"], said["next_on"])


class OwnerForm(forms.Form):
    """Who goes on with a lead."""

    owner = forms.ModelChoiceField(
        label="担当",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": "担当を選んでください。", "invalid_choice": "担当を選んでください。"},
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class AgencyForm(forms.Form):
    """Which agency of the directory it is, by its number."""

    number = CleanCharField(
        label="事業所の番号", max_length=8, help_text="関係機関の画面にある、8文字の番号です。"
    )

    def clean_number(self) -> Agency:
        """Return the agency. Raises ValidationError."""
        number = self.cleaned_data["number"]
        found = Agency.objects.filter(public_id__iexact=number, merged_into__isnull=True).first()
        if found is None:
            raise ValidationError("この番号の事業所はありません。")
        return found


class TakeForm(forms.Form):
    """Why the list is taken away."""

    reason = forms.ChoiceField(
        label="何に使うか",
        choices=TakeReason,
        initial=TakeReason.ROUND,
        widget=forms.RadioSelect,
        help_text="名前と連絡先を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )

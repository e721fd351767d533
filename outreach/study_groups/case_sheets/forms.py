"""What is written in a case sheet, what a second person makes sure of, which copies go out and come back."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from events.desk_forms.fields import DayField, NumberField, offer, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.study_groups.asking_again import AsksAgain

from .enums import Check
from .models import TEXTS
from .queries import Session
from .rules import may_show
from .services.writing import Written

NO_SESSION = "これから開く回がありません。先に、計画から回を案内してください。"


class SheetForm(AsksAgain):
    """A sheet in its fixed form, for one session."""

    looked_through: ClassVar[tuple[str, ...]] = TEXTS

    session = forms.ChoiceField(label="どの回で話すか", widget=forms.RadioSelect)
    title = CleanCharField(
        label="題",
        max_length=60,
        help_text="例：夜になると電話が続く方との、つきあい方。人や場所がわかる題にしません。",
    )
    background = CleanTextField(
        label="その人と、まわりのこと",
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="年齢は「60代」、場所は「ある町」、時期は「出所の2か月後」のように書きます。",
    )
    happened = CleanTextField(
        label="あったこと、してきたこと",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="話し合いに要らない事実は、書かないか、変えて書きます。",
    )
    question = CleanTextField(
        label="みなさんに聞きたいこと", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    shown_from = DayField(
        label="いつから読めるか", required=False, help_text="書かないと、会の日だけ読めます。例：2026/12/4"
    )
    shown_until = DayField(
        label="いつまで読めるか", required=False, help_text="読める日が終わると、文は自動で消えます。"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sessions: Sequence[Session], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {str(each.row.pk): each for each in sessions}
        offer(self, "session", [(key, each.words) for key, each in self.sessions.items()])
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for days around the session."""
        data = super().clean()
        if data.get("session") and not {"shown_from", "shown_until"} & self.errors.keys():
            written = self.written
            decision = may_show(written.session, written.first, written.last)
            if not decision.allowed:
                self.add_error("shown_from", decision.reason)
        return data

    @property
    def written(self) -> Written:
        data = self.cleaned_data
        session = self.sessions[data["session"]]
        texts = {name: data.get(name, "") for name in TEXTS}
        return Written(
            session.row,
            session.day,
            **texts,
            shown_from=data.get("shown_from"),
            shown_until=data.get("shown_until"),
        )


class CheckForm(forms.Form):
    """The check list of the second person: each line alone."""

    checks = forms.MultipleChoiceField(
        label="ひとつずつ確かめて、しるしをつけてください",
        choices=Check,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_checks(self) -> list[str]:
        """Return the list. Raises ValidationError while a line is open."""
        checks: list[str] = self.cleaned_data["checks"]
        left = len(Check) - len(set(checks))
        if left:
            raise forms.ValidationError(f"まだ、しるしのない項目が{left}つあります。", code="open")
        return checks


class CopiesForm(forms.Form):
    """How many copies are printed."""

    count = NumberField(label="何部")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most
        self.fields["count"].help_text = f"1つのシートに{most}部まで。1部ずつ、番号が入ります。"

    def clean_count(self) -> int:
        """Return the number. Raises ValidationError when it is out of reach."""
        count: int = self.cleaned_data["count"]
        if not 1 <= count <= self.most:
            raise forms.ValidationError(f"1から{self.most}までの数にしてください。", code="reach")
        return count


class BackForm(forms.Form):
    """Which copies came back."""

    numbers = forms.TypedMultipleChoiceField(
        label="返ってきた紙", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, out: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["numbers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(each, f"{each}番") for each in out]

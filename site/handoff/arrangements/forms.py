from typing import Any

from django import forms
from django.db.models import QuerySet

from foundation.ui.forms import CleanCharField, WarekiDateField
from handoff.disclosure.enums import Part
from handoff.models import AgencyCopy
from handoff.records.forms import WordsForm

from .enums import SheetKind
from .rules import MEMBER_WORDS


class SheetForm(WordsForm):
    """The words of a sheet, and of a pack the day to look at it again."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == SheetKind.PACK:
            self.fields["review_on"] = WarekiDateField(label="次に見直す日", required=False)


class MemberForm(WordsForm):
    """One member of a team: an agency from the list, or in words."""

    words = MEMBER_WORDS
    since = WarekiDateField(label="いつから")
    is_backup = forms.BooleanField(label="後ろで支えるところ", required=False)
    sees = forms.MultipleChoiceField(
        label="知っていてよいもの",
        help_text="書いておくだけです。ここで選んでも、書類は開きません。",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, agencies: QuerySet[AgencyCopy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ModelChoiceField(
            label="登録のある機関なら",
            queryset=agencies,
            required=False,
            empty_label="一覧にない",
        )

    def texts(self) -> dict[str, str]:
        """Return what was written; what they may know as words."""
        sees = "、".join(Part(part).label for part in self.cleaned_data["sees"])
        return super().texts() | ({"sees": sees} if sees else {})


class SheetDeedForm(forms.Form):
    """A step of a sheet, for the words that were seen; for a receiver on paper also who said so."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_for_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_for_paper:
            self.fields["told_by"] = CleanCharField(
                label="相手のだれから、いつ、どのように",
                help_text="例：福祉課の係長から、今日の午後、電話で",
                max_length=200,
            )

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.models import AgencyCopy, Enrolment

from .enums import Answer, RequestKind, ToldWay

NO_SUCH_CASE = "この番号のケースは、ありません。番号を確かめてください。"
CHOOSE = ("", "選んでください")


def _chosen(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[CHOOSE, *choices], error_messages={"required": f"{label}を選んでください。"}
    )


def _reference() -> CleanCharField:
    return CleanCharField(label="ケースの番号", help_text="例：C8-7KQFW", max_length=12)


class TraceForm(forms.Form):
    """Of which case, from which day to which day."""

    reference = _reference()
    since = WarekiDateField(label="いつから")
    until = WarekiDateField(label="いつまで", help_text="この日の終わりまでです。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "終わりの日は、はじまりの日よりあとにしてください。")
        return data

    def bounds(self) -> tuple[datetime, datetime]:
        """Return the first and the last moment that was asked for."""
        zone = timezone.get_current_timezone()
        first = datetime.combine(self.cleaned_data["since"], time.min, tzinfo=zone)
        last = datetime.combine(self.cleaned_data["until"], time.min, tzinfo=zone)
        return first, last + timedelta(days=1) - timedelta(microseconds=1)


class NoteForm(forms.Form):
    """What whoever went through a month noticed."""

    note = CleanTextField(
        label="気づいたこと", help_text="なければ、空けておきます。", max_length=1_000, required=False
    )


class RequestForm(forms.Form):
    """What somebody asks for of what is held about them."""

    reference = _reference()
    kind = _chosen("求め", RequestKind.choices)
    asked_on = WarekiDateField(label="求められた日", earliest=WORK_BEGAN)
    asked_by = CleanCharField(label="だれから", help_text="例：本人、代理人の弁護士", max_length=100)
    what = CleanTextField(label="求めの中身", max_length=2_000, required=False)


class MaskForm(forms.Form):
    """What concerns others and must not leave: words wherever they stand, and whole lines."""

    words = CleanTextField(
        label="隠すことば",
        help_text="ほかの人の名前などを、1行に1つ書きます。どこにあっても隠します。",
        max_length=4_000,
        required=False,
    )

    def words_list(self) -> list[str]:
        """Return one word for each line."""
        return [each.strip() for each in self.cleaned_data["words"].splitlines() if each.strip()]


class AnswerForm(forms.Form):
    """What was answered."""

    answer = _chosen("答え", Answer.choices)
    because = CleanTextField(label="答えのわけ", max_length=2_000, required=False)


class ToldForm(forms.Form):
    """Which receiver was told when, and how."""

    agency = forms.ModelChoiceField(
        label="知らせた相手",
        queryset=AgencyCopy.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "知らせた相手を選んでください。"},
    )
    told_on = WarekiDateField(label="知らせた日", earliest=WORK_BEGAN)
    way = _chosen("どのように", ToldWay.choices)

    def __init__(self, *args: Any, agencies: list[AgencyCopy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = AgencyCopy.objects.filter(pk__in=[each.pk for each in agencies])


class RightsForm(forms.Form):
    """Whether each of those who may come in is still needed: everybody is looked at, one by one."""

    def __init__(self, *args: Any, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {each.pk: f"enrolment_{each.pk}" for each in enrolments}
        for each in enrolments:
            self.fields[self._names[each.pk]] = forms.ChoiceField(
                label=f"{each.person.name}さん（{each.get_role_display()}）",
                choices=[("keep", "要る"), ("end", "とりやめる")],
                widget=forms.RadioSelect,
                error_messages={"required": "「要る」か「とりやめる」を選んでください。"},
            )

    @property
    def rows(self) -> list[forms.BoundField]:
        """Return the choice of each, in the order of the table."""
        return [self[name] for name in self._names.values()]

    def chosen(self, wanted: str) -> list[int]:
        """Return the enrolments for which this was chosen: `keep` or `end`."""
        return [pk for pk, name in self._names.items() if self.cleaned_data[name] == wanted]

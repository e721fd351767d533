"""Attendance, minutes, comments, decisions, numbered papers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from events.desk_forms.fields import DayField, NumberField, offer, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.study_groups.asking_again import AsksAgain
from outreach.study_groups.forms import DayForm
from outreach.study_groups.meetings.enums import Presence
from outreach.study_groups.meetings.models.papers import MOST_COPIES
from outreach.study_groups.meetings.queries.meetings import RollLine
from outreach.study_groups.registries import OnTheRoll

UNKNOWN = ("", "まだ")
WORD = ""


class AttendanceForm(forms.Form):
    """How each of the roll was there."""

    def __init__(self, *args: Any, lines: Iterable[RollLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"person_{line.row.person}"] = forms.ChoiceField(
                label=line.row.called,
                choices=[UNKNOWN, *Presence.choices],
                required=False,
                initial=line.presence,
                widget=forms.Select(attrs={"class": "input"}),
            )
            self.fields[f"was_{line.row.person}"] = forms.CharField(
                required=False, initial=line.presence, widget=forms.HiddenInput
            )

    @property
    def rows(self) -> list[tuple[RollLine, forms.BoundField, forms.BoundField, str]]:
        """Everybody with the box for their mark, with what the mark was when the page was drawn, in words."""
        words, people = dict([UNKNOWN, *Presence.choices]), [(line, line.row.person) for line in self.lines]
        return [
            (line, self[f"person_{person}"], self[f"was_{person}"], words[line.presence])
            for line, person in people
        ]

    @property
    def changed(self) -> dict[int, str]:
        """The marks that were changed on this page; those that others set meanwhile are left alone."""
        found, data = dict[int, str](), self.cleaned_data
        for person in (line.row.person for line in self.lines):
            mark = data[f"person_{person}"]
            if mark != data[f"was_{person}"]:
                found[person] = mark
        return found


class MinutesForm(AsksAgain):
    """A version of minutes."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)
    text = CleanTextField(
        label="議事要旨",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text="話し合いの流れと、決まったこと。事例は番号だけで書き、だれのことかわかる話は書きません。",
    )


class CommentForm(AsksAgain):
    """What somebody says of minutes."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)
    text = CleanTextField(
        label="意見", max_length=1_000, help_text="直したいところがあれば、書いてください。"
    )


class DecisionForm(AsksAgain):
    """What was decided."""

    looked_through: ClassVar[tuple[str, ...]] = ("text", "owner")
    may_name_agencies: ClassVar[tuple[str, ...]] = ("owner",)
    text = CleanCharField(label="決まったこと", max_length=200, help_text="例：夜の連絡先の表を作る")
    owner = CleanCharField(label="受け持つ人、機関", max_length=60, required=False)
    due_on = DayField(label="いつまで", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class CopiesField(NumberField):
    """How many copies, also written as 12部."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="部数", help_text="1から順に番号がつきます。", **options)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.strip().removesuffix("部") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        count = super().clean(value)
        if count is not None and count > MOST_COPIES:
            raise forms.ValidationError(f"部数は、{MOST_COPIES}までです。")
        return count


class MaterialForm(AsksAgain):
    """A paper that is no case's, by its title."""

    looked_through: ClassVar[tuple[str, ...]] = ("title",)
    title = CleanCharField(label="資料の名前", max_length=80, help_text="例：令和8年度の計画（案）")
    count = CopiesField()


class CaseMaterialForm(forms.Form):
    """The papers of a case, by its number alone: one of those on the agenda."""

    reference = forms.ChoiceField(label="事例の番号")
    count = CopiesField()

    def __init__(self, *args: Any, references: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "reference", [(each, each) for each in references])


class CopiesDeedForm(DayForm):
    """What became of which numbers on which day, and why if they are lost."""

    numbers = forms.TypedMultipleChoiceField(
        required=False, coerce=int, error_messages={"invalid_choice": "番号を選び直してください。"}
    )
    because = CleanCharField(
        label="なくなったわけ（「なくなった」のとき。名前は書きません）", max_length=100, required=False
    )

    def __init__(self, *args: Any, numbers: Iterable[int], day: date, **options: Any) -> None:
        super().__init__(*args, initial={"on": day}, **options)
        field = self.fields["numbers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(each), str(each)) for each in numbers]
        self.day = day
        self.fields["on"].required = False

    def clean_on(self) -> date:
        """Return the day; the meeting's own where none is written."""
        return super().clean_on() if self.cleaned_data["on"] else self.day

    @property
    def ticked(self) -> list[str]:
        """The numbers that were sent, so that none is lost when the page is drawn again."""
        found: list[str] = self["numbers"].value() or []
        return found


class HandForm(DayForm, AsksAgain):
    """To whom a numbered copy went: somebody of the roll, or a word that names nobody."""

    looked_through: ClassVar[tuple[str, ...]] = ("holder",)
    person = forms.ChoiceField(label="わたした先", required=False)
    holder = CleanCharField(
        label="名簿にない先（名前は書きません）", max_length=40, required=False, help_text="例：県の担当課"
    )
    field_order = ("person", "holder", "on", "is_sure")

    def __init__(self, *args: Any, roll: Iterable[OnTheRoll], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(each.person), each.choice) for each in roll]
        offer(self, "person", [(WORD, "名簿にない先"), *people])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("person")) == bool(data.get("holder")):
            self.add_error("person", "名簿の人か、名簿にない先の、どちらか1つにしてください。")
        return data

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.machine.enums import Side
from handoff.records.forms import TimeField, WordsForm, field_of
from handoff.records.rules import Word

from .enums import MeetingKind
from .rules import CALL_WORDS, LENGTHS, LONGEST_REASON, MINUTES_WORDS, OWNER, USUAL_LENGTH, WHAT
from .services.calling import Call
from .services.holding import Minutes, NewDecision

SIDES = [("", "選んでください"), (Side.GIVER, Side.GIVER.label), (Side.RECEIVER, Side.RECEIVER.label)]


def _kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="何の会議か",
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "何の会議かを、1つ選んでください。"},
    )


class CallForm(WordsForm):
    """Whom one calls to a meeting, when, where and what about."""

    words: Sequence[Word] = CALL_WORDS
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    kind = _kind_field()
    day = WarekiDateField(label="会議の日", earliest=WORK_BEGAN)
    time = TimeField(label="はじまりの時刻", help_text="例：午後1時30分")
    lasts = forms.TypedChoiceField(
        label="長さ",
        choices=[(each, f"{each}分") for each in LENGTHS],
        coerce=int,
        initial=USUAL_LENGTH,
        error_messages={"required": "長さを選んでください。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def call(self) -> Call:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(data["day"], data["time"]))
        kind = MeetingKind(data["kind"])
        return Call(kind=kind, starts_at=starts_at, lasts=data["lasts"], texts=self.texts())


class CallOffForm(forms.Form):
    """Why a meeting is called off."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = CleanTextField(
        label="とりやめるわけ", help_text="相手にも見えます。", max_length=LONGEST_REASON, required=False
    )


class MinutesForm(WordsForm):
    """What was said at a meeting, and up to so many lines of what was decided.

    `places` are those that may be written: a line that was done already is not among them.
    """

    words: Sequence[Word] = MINUTES_WORDS
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    held_on = WarekiDateField(label="開いた日", earliest=WORK_BEGAN)

    def __init__(
        self, *args: Any, places: Sequence[int], today: date, asks_kind: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"key": uuid4(), "held_on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.places, self.today = places, today
        if asks_kind:
            self.fields = {"kind": _kind_field()} | self.fields
        for place in places:
            self.fields[f"what_{place}"] = field_of(WHAT)
            self.fields[f"owner_{place}"] = field_of(OWNER)
            self.fields[f"side_{place}"] = forms.ChoiceField(
                label="どちらの側がするか", choices=SIDES, required=False
            )
            self.fields[f"due_{place}"] = WarekiDateField(
                label="いつまでに", earliest=WORK_BEGAN, required=False
            )
        self.fields["next_on"] = WarekiDateField(label="次の会議の日", earliest=WORK_BEGAN, required=False)

    @property
    def meeting_fields(self) -> list[forms.BoundField]:
        """Return the fields of the meeting itself, the hidden ones too."""
        names = ["key", "seen", *(["kind"] if "kind" in self.fields else []), "held_on"]
        return [self[name] for name in (*names, *(word.name for word in self.words))]

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return the place of each line of what was decided, with its fields."""
        return [
            (place, [self[f"{name}_{place}"] for name in ("what", "owner", "side", "due")])
            for place in self.places
        ]

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if isinstance(day, date) and day > self.today:
            raise forms.ValidationError("まだ開いていない会議の議事録は、書けません。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held_on, next_on = data.get("held_on"), data.get("next_on")
        if held_on and next_on and next_on <= held_on:
            self.add_error("next_on", "開いた日よりあとの日を書いてください。")
        for place in self.places:
            more = [data.get(f"{name}_{place}") for name in ("owner", "side", "due")]
            if data.get(f"what_{place}") and not data.get(f"side_{place}"):
                self.add_error(f"side_{place}", f"どちらの側がするか（{place}つめ）を選んでください。")
            elif any(more) and not data.get(f"what_{place}"):
                self.add_error(f"what_{place}", f"すること（{place}つめ）を書いてください。")
        return data

    def minutes(self) -> Minutes:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        decisions = [
            NewDecision(
                position=place,
                what=data[f"what_{place}"],
                owner=data[f"owner_{place}"],
                side=Side(data[f"side_{place}"]),
                due_on=data[f"due_{place}"],
            )
            for place in self.places
            if data[f"what_{place}"]
        ]
        return Minutes(
            held_on=data["held_on"], texts=self.texts(), decisions=decisions, next_on=data["next_on"]
        )


class ConfirmForm(forms.Form):
    """The other side's word for the minutes; on paper whoever writes it down says from whom it is."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_for_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_for_paper:
            self.fields["told_by"] = CleanCharField(
                label="相手のだれから、いつ、どのように",
                help_text="例：福祉課の係長から、今日の午後、電話で",
                max_length=200,
            )


class SendBackForm(forms.Form):
    """What is to be mended in minutes before the other side confirms them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = CleanTextField(
        label="直してほしいところ",
        help_text="例：福祉課への連絡は、相手の側がすることになりました。",
        max_length=LONGEST_REASON,
    )


class TickForm(forms.Form):
    """Whether a decision is done."""

    is_done = forms.BooleanField(required=False)

    def is_ticked(self) -> bool:
        """Return what the button says; whatever is not understood is not done."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return bool(data.get("is_done"))

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import Person
from foundation.japanese.dates import long_date
from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.cases.models import LegalBasis
from handoff.days import WORK_BEGAN
from handoff.records.forms import TimeField

from .enums import (
    AgendaWord,
    How,
    ItemKind,
    OffReason,
    Place,
    Presence,
    RecusalBy,
    Response,
    SittingDeed,
    SittingState,
)
from .models import AgendaLine, Seat, Sitting
from .rules import needs_reason
from .services.asking import Asking
from .services.items import Putting
from .services.moving import Step

CHOOSE = ("", "選んでください")
WITHOUT_BASIS = ("", "使わない（責任者が資料を承認）")
LONGEST_MEETING = 480

type Choices = Iterable[tuple[str, str]]


def _chosen(label: str, choices: Choices = (), **more: Any) -> forms.ChoiceField:
    needed = {"required": f"{label}を選んでください。", "invalid_choice": f"{label}を選びなおしてください。"}
    return forms.ChoiceField(label=label, choices=[CHOOSE, *choices], error_messages=needed, **more)


def people_choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Return people as choices of a field."""
    return [(str(person.pk), person.name) for person in people]


def sitting_choices(sittings: Iterable[Sitting]) -> list[tuple[str, str]]:
    """Return sittings as choices of a field, each with its day."""
    return [(str(each.pk), f"{each}　{long_date(each.held_on)}") for each in sittings]


def basis_choices(bases: Iterable[LegalBasis]) -> list[tuple[str, str]]:
    """Return consents and other grounds as choices of a field, each with its last day."""
    return [(str(each.pk), f"{each}　{long_date(each.until)}まで") for each in bases]


class _Choosing(forms.Form):
    """A form whose choices are known only when it is made: by the name of each field."""

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            first = field.choices[0] if isinstance(field.choices, list) and field.choices else CHOOSE
            field.choices = [first, *pairs]


class SeatForm(_Choosing):
    """Who sits in the committee for a term."""

    person = _chosen("だれ", help_text="「登録した人」で、委員かオブザーバーとして登録した方が出ます。")
    place = _chosen("席", Place.choices)
    since = WarekiDateField(label="任期のはじまり")
    until = WarekiDateField(label="任期の終わり", help_text="この日まで、会と資料を見られます。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("since"), data.get("until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until", "終わりの日は、はじまりの日よりあとにしてください。")
        return data


class SittingForm(forms.Form):
    """When and where the committee meets, and who reads its papers until when."""

    held_on = WarekiDateField(label="会の日", earliest=WORK_BEGAN)
    starts_at = TimeField(label="はじまりの時刻", help_text="例：午後1時30分")
    ends_at = TimeField(label="終わりの時刻")
    place = CleanCharField(
        label="場所", help_text="部屋の名前だけを書きます。例：県庁別館 第2会議室", max_length=60
    )
    papers_for_observers = forms.BooleanField(label="オブザーバーにも、資料を配る", required=False)
    readable_until = WarekiDateField(
        label="会のあとも資料を読める最後の日",
        help_text="空けておくと、会が終わったときに閉じます。",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", "終わりの時刻は、はじまりよりあとにしてください。")
        day, last = data.get("held_on"), data.get("readable_until")
        if day and last and last < day:
            self.add_error("readable_until", "会の日か、そのあとの日にしてください。")
        return data


class AgendaForm(forms.Form):
    """Order and minutes of each line, and one more of the list."""

    word = forms.ChoiceField(
        label="加えること", choices=[("", "加えない"), *AgendaWord.choices], required=False
    )
    word_place = forms.IntegerField(label="順番", min_value=1, max_value=999, required=False)
    word_minutes = forms.IntegerField(label="分", min_value=1, max_value=LONGEST_MEETING, required=False)

    def __init__(self, *args: Any, lines: Iterable[tuple[AgendaLine, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line, _ in lines]
        fields = {}
        for number, (line, words) in enumerate(lines, start=1):
            for name, label, value, least in (
                ("place", "順番", number * 10, 1),
                ("minutes", "分", line.minutes, 0),
            ):
                fields[f"{name}_{line.pk}"] = forms.IntegerField(
                    label=f"{words}：{label}", min_value=least, max_value=999, initial=value
                )
        self.fields = fields | self.fields

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("word"):
            for name in ("word_place", "word_minutes"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "加えるときは、書いてください。")
        return data

    def written(self) -> dict[UUID, tuple[int, int]]:
        data = self.cleaned_data
        return {line.pk: (data[f"place_{line.pk}"], data[f"minutes_{line.pk}"]) for line in self.lines}

    def new(self) -> tuple[AgendaWord, int, int] | None:
        data = self.cleaned_data
        if not data.get("word"):
            return None
        return AgendaWord(data["word"]), data["word_place"], data["word_minutes"]


class StepForm(forms.Form):
    """What belongs to a step of a sitting; most steps ask nothing."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        deed: SittingDeed,
        seats: Iterable[Seat],
        is_chair: bool,
        state: SittingState,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = state
        self.seats = list(seats) if deed == SittingDeed.HOLD else []
        if deed == SittingDeed.BRIEF:
            self.fields["on"] = WarekiDateField(label="委員長と打合せをした日", earliest=WORK_BEGAN)
            ways = [pair for pair in How.choices if pair[0] != How.HERE]
            self.fields["how"] = _chosen("どのように", ways)
        if deed == SittingDeed.POSTPONE:
            self.fields["on"] = WarekiDateField(
                label="新しい日", help_text="時刻と場所は、そのあとで変えられます。"
            )
        if deed == SittingDeed.CALL_OFF:
            self.fields["off_reason"] = _chosen("中止のわけ", OffReason.choices)
        if deed == SittingDeed.CONFIRM:
            self.fields["minutes_seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        if deed == SittingDeed.CONFIRM and not is_chair:
            ways = [pair for pair in How.choices if pair[0] != How.HERE]
            self.fields["how"] = _chosen("委員長は、どのように確定しましたか", ways)
        for seat in self.seats:
            label = f"{seat.person.name} さん（{seat.get_place_display()}）"
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=label,
                choices=Presence.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"{seat.person.name} さんの出欠を選んでください。"},
            )

    def step(self) -> Step:
        data = self.cleaned_data
        return Step(
            seen=data["seen"],
            on=data.get("on"),
            how=How(data.get("how") or How.HERE),
            minutes_seen=data.get("minutes_seen", ""),
            off_reason=OffReason(data["off_reason"]) if data.get("off_reason") else None,
            presence={seat.pk: Presence(data[f"seat_{seat.pk}"]) for seat in self.seats},
        )


class PutForm(_Choosing):
    """A case for a sitting: for the how-manieth time, for how long, on what ground."""

    sitting = _chosen("どの会に")
    kind = _chosen("何回目か", ItemKind.choices)
    minutes = forms.IntegerField(
        label="検討の時間（分）",
        min_value=5,
        max_value=LONGEST_MEETING,
        initial=40,
        error_messages={"required": "検討の時間を書いてください。"},
    )
    basis = forms.ChoiceField(label="委員会に出してよい根拠", choices=[WITHOUT_BASIS], required=False)
    covers_committee = forms.BooleanField(
        label="選んだ根拠の「なんのために」に、委員会での検討が書いてあることを確かめた", required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("basis") and not data.get("covers_committee"):
            self.add_error(
                "covers_committee",
                "確かめて、印をつけてください。書いてないときは、根拠を選ばないでください。",
            )
        return data

    def putting(self) -> Putting:
        data = self.cleaned_data
        return Putting(
            sitting_id=UUID(data["sitting"]),
            kind=ItemKind(data["kind"]),
            minutes=data["minutes"],
            basis_id=UUID(data["basis"]) if data["basis"] else None,
        )


class PaperForm(forms.Form):
    """The short paper on a case, without who it is."""

    outline = CleanTextField(
        label="あらまし",
        help_text="名前、住所、生年月日など、だれのことかがわかることは書きません。",
        max_length=2_000,
    )
    question = CleanTextField(label="委員会に聞きたいこと", max_length=1_000)


class RecusalForm(_Choosing):
    """Who has no part in a case, and by whose word."""

    person = _chosen("外れる方")
    by = _chosen("だれの申し出か", RecusalBy.choices)
    reason = CleanTextField(
        label="わけ", max_length=500, required=False, help_text="議事録には、わけは出ません。"
    )


class OwnRecusalForm(forms.Form):
    """That one has no part in a case oneself."""

    reason = CleanTextField(
        label="わけ", max_length=500, required=False, help_text="議事録には、わけは出ません。"
    )


class AdviceForm(_Choosing):
    """An advice, and who gave it."""

    text = CleanTextField(label="助言", max_length=2_000)
    given_by = forms.ChoiceField(label="だれから", choices=[("", "委員会として")], required=False)


class OwnAdviceForm(forms.Form):
    """An advice of one's own."""

    text = CleanTextField(label="助言・意見", max_length=2_000)


class ResponseForm(forms.Form):
    """What the centre did with an advice."""

    response = _chosen("どうしたか", Response.choices)
    reason = CleanTextField(
        label="わけ",
        max_length=1_000,
        required=False,
        help_text="そのまま取り入れなかったときは、書いてください。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        response = data.get("response")
        if (
            response
            and needs_reason(Response(response))
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", "そのまま取り入れなかったわけを書いてください。")
        return data


class EffectForm(_Choosing):
    """What came of an advice."""

    effect = CleanTextField(label="その後、どうなったか", max_length=2_000)
    next_sitting = forms.ChoiceField(label="次に報告する会", choices=[("", "決めていない")], required=False)


class WordsForm(forms.Form):
    """One text: minutes of a case, or an answer."""

    words = CleanTextField(label="", max_length=4_000)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].error_messages["required"] = f"{label}を書いてください。"


class QuestionForm(_Choosing):
    """A quick question to one member."""

    asked_of = _chosen("だれに")
    question = CleanTextField(
        label="聞きたいこと",
        help_text="名前、住所、生年月日など、だれのことかがわかることは書きません。",
        max_length=1_000,
    )
    basis = forms.ChoiceField(
        label="委員に聞いてよい根拠",
        choices=[("", "選ばない（責任者が、あとで読みます）")],
        required=False,
        help_text="「なんのために」に、委員への相談が書いてあるものだけを選びます。",
    )
    tells_nobody = forms.BooleanField(label="だれのことかがわかることを、書いていない", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("basis") and not data.get("tells_nobody"):
            self.add_error("tells_nobody", "確かめて、印をつけてください。")
        return data

    def asking(self, people: Iterable[Person]) -> Asking:
        data = self.cleaned_data
        chosen = next(person for person in people if str(person.pk) == data["asked_of"])
        return Asking(
            asked_of=chosen,
            question=data["question"],
            basis_id=UUID(data["basis"]) if data["basis"] else None,
            tells_nobody=data["tells_nobody"],
        )


class IntroductionForm(_Choosing):
    """To whom a member linked us."""

    linked_by = _chosen("どの委員が")
    linked_on = WarekiDateField(label="紹介の日", earliest=WORK_BEGAN)
    body = CleanCharField(label="紹介された先", max_length=100)

"""What the desk writes of rounds: their days, whom to add, a call, a visit on the spot."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from content.desk_forms import DeskForm
from directory.models import Agency, AgencyKind
from events.desk_forms.fields import DayField, NumberField, offer, tell_today
from foundation.ui.forms import CleanCharField

from .enums import ANSWERS, Explained, Stage
from .models import Round
from .rules import Said
from .services.visiting import Report

ROUND = ("name", "purpose", "opens_on", "closes_on")


def _choose(what: str) -> dict[str, str]:
    told = f"{what}を選んでください。"
    return {"required": told, "invalid_choice": told}


class RoundForm(DeskForm):
    """A round's name, purpose and days."""

    name = CleanCharField(label="名前", max_length=60, help_text="例：東部のグループホームをまわる")
    purpose = CleanCharField(label="ねらい", max_length=200, required=False)
    opens_on = DayField(label="始める日", bare_day="nearest")
    closes_on = DayField(label="終える日")

    def __init__(self, *args: Any, today: date, round: Round | None = None, **options: Any) -> None:  # noqa: A002 -- its name
        super().__init__(*args, **options)
        if round is not None:
            self.initial = {name: getattr(round, name) for name in ROUND}
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order."""
        data = super().clean() or self.cleaned_data
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", "終える日は、始める日からあとにしてください。")
        return data

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ROUND}


class FindForm(forms.Form):
    """By which agencies are looked for that may be added; what is not offered asks for nothing."""

    kind = forms.ChoiceField(label="種類", required=False)
    area = forms.ChoiceField(label="圏域", required=False)
    words = CleanCharField(label="名前", max_length=60, required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[AgencyKind], areas: Iterable[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", [("", "すべて"), *((each.pk, each.name) for each in kinds)])
        offer(self, "area", [("", "すべて"), *((str(key), name) for key, name in areas)])

    @property
    def wanted(self) -> dict[str, Any]:
        self.full_clean()
        data = self.cleaned_data
        area = data.get("area", "")
        return {
            "kind": data.get("kind", ""),
            "area": int(area) if area else None,
            "words": data.get("words", ""),
        }


class AddForm(forms.Form):
    """Which agencies are added."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), error_messages={"required": "機関を選んでください。"}
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agencies"].queryset = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- a ModelMultipleChoiceField


class SaidForm(DeskForm):
    """What is next with an agency."""

    next_step = CleanCharField(label="次にすること", max_length=120, required=False)
    next_on = DayField(label="次はいつ", required=False, help_text="例：12/11")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for a step and its day together."""
        data = super().clean() or self.cleaned_data
        if data.get("next_step") and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "次にすることの日を書いてください。")
        if data.get("next_on") and not data.get("next_step"):
            self.add_error("next_step", "その日に何をするかを書いてください。")
        return data

    def said(self, stage: Stage) -> Said:
        """Return what was heard, with where the agency stands from now on."""
        return Said(stage, self.cleaned_data["next_step"], self.cleaned_data["next_on"])


class CallForm(SaidForm):
    """A call before or after a visit."""

    stage = forms.ChoiceField(
        label="ようす", choices=Stage, widget=forms.RadioSelect, error_messages=_choose("ようす")
    )
    note = CleanCharField(label="ひとこと", max_length=300, required=False)
    field_order = ("stage", "note", "next_step", "next_on")


class VisitForm(SaidForm):
    """A visit, written with one thumb: two choices are enough."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    explained = forms.ChoiceField(
        label="説明したこと",
        choices=Explained,
        widget=forms.RadioSelect,
        error_messages=_choose("説明したこと"),
    )
    answer = forms.ChoiceField(
        label="返事",
        choices=[(each.value, each.label) for each in ANSWERS],
        widget=forms.RadioSelect,
        error_messages=_choose("返事"),
    )
    concerns = CleanCharField(label="心配していること", max_length=300, required=False)
    met = CleanCharField(label="会った方（係・役職）", max_length=60, required=False)
    materials = CleanCharField(label="渡した資料", max_length=120, required=False)
    minutes = NumberField(label="話した時間（分）", required=False)
    day = DayField(label="日にち", bare_day="last")
    field_order = (
        *("form_key", "explained", "answer", "next_step", "next_on", "concerns"),
        *("met", "materials", "minutes", "day"),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        self.initial = {"form_key": uuid4(), "day": today} | self.initial

    @property
    def report(self) -> Report:
        data = self.cleaned_data
        names = ("day", "met", "materials", "concerns", "minutes")
        return Report(
            explained=Explained(data["explained"]),
            said=self.said(Stage(data["answer"])),
            **{name: data[name] for name in names},
        )

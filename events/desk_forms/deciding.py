"""What staff write when they decide: by which criteria, and why the order of the line changes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from content.desk_forms import DeskForm
from directory.models import WelfareArea
from events.models import Application
from events.selection import Criteria, Verdict
from foundation.ui.forms import CleanCharField

from .fields import ClockField, DayField, NumberField, local_moment, offer, tell_today

MOST_REASON = 200


class CriteriaForm(forms.Form):
    """By what is proposed; it stands in the address, so that a proposal can be looked at again."""

    cap = NumberField(
        label="1事業所の上限（人）", required=False, help_text="決めないときは、空けておきます。"
    )
    new = forms.BooleanField(label="はじめて参加する事業所を先に", required=False)
    near = forms.BooleanField(label="選んだ圏域の事業所を先に", required=False)
    area = forms.TypedMultipleChoiceField(
        label="先にする圏域",
        required=False,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None = None, *, areas: Sequence[WelfareArea], **options: Any
    ) -> None:
        super().__init__(data, **options)
        if areas:
            offer(self, "area", [(each.pk, f"{each.name}（{each.get_scheme_display()}）") for each in areas])
        else:
            del self.fields["area"], self.fields["near"]

    def clean(self) -> dict[str, Any]:
        """Ask which areas come first."""
        given = self.cleaned_data
        if given.get("near") and not given.get("area") and "area" not in self.errors:
            self.add_error("area", "先にする圏域を選んでください。")
        return given

    @property
    def criteria(self) -> Criteria:
        """The criteria as they are written down with the decision."""
        if not self.is_bound:
            return Criteria(agency_cap=self.initial.get("cap"))
        given = self.cleaned_data
        return Criteria(
            agency_cap=given.get("cap"),
            newcomers_first=bool(given.get("new")),
            near_first=bool(given.get("near") and given.get("area")),
        )

    @property
    def areas(self) -> list[int]:
        """The areas that come first, by id."""
        return list(self.cleaned_data.get("area") or ()) if self.is_bound else []

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was written, to be sent along unseen as (name, value)."""
        criteria = self.criteria
        found = [("cap", str(criteria.agency_cap))] if criteria.agency_cap else []
        found += [("new", "on")] if criteria.newcomers_first else []
        found += [("near", "on")] if criteria.near_first else []
        return found + [("area", str(pk)) for pk in self.areas]


def chosen_verdicts(data: Mapping[str, Any]) -> dict[int, Verdict]:
    """Return the verdicts that were chosen in the table, by application."""
    found = {}
    for name, value in data.items():
        start, _, key = name.partition("-")
        if start == "verdict" and key.isdecimal() and value in list(Verdict):
            found[int(key)] = Verdict(value)
    return found


class _ReasonForm(DeskForm):
    """Why the order changes; the reason stays written at the application."""

    reason = CleanCharField(
        label="理由",
        max_length=MOST_REASON,
        help_text="申し込みの画面に、だれが、いつ変えたかといっしょに残ります。",
    )


class MoveForm(_ReasonForm):
    """Before whom an application is to stand."""

    before = forms.TypedChoiceField(
        label="どの申し込みの前に動かすか",
        coerce=int,
        error_messages={"required": "どの申し込みの前に動かすかを選んでください。"},
    )
    field_order = ("before", "reason")

    def __init__(self, *args: Any, others: Sequence[tuple[int, Application]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = {each.pk: each for _, each in others}
        words = [
            (each.pk, f"{place}番目　{each.number}　{each.agency_name or '（個人）'}")
            for place, each in others
        ]
        offer(self, "before", [("", "（選んでください）"), *words])

    @property
    def other(self) -> Application:
        return self.others[self.cleaned_data["before"]]


class ReceiptForm(_ReasonForm):
    """When a paper or a call arrived in truth."""

    day = DayField(label="届いた日", bare_day="last")
    clock = ClockField(label="届いた時刻")
    field_order = ("day", "clock", "reason")

    def __init__(self, data: QueryDict | None = None, *, application: Application, today: date) -> None:
        received = timezone.localtime(application.received_at)
        super().__init__(data, initial={"day": received.date(), "clock": received.time()})
        tell_today(self, today)

    @property
    def received_at(self) -> datetime:
        return local_moment(self.cleaned_data["day"], self.cleaned_data["clock"])

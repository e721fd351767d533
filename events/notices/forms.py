"""What staff write: a list, a notice, the days of reminders, who wants no notices."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import DeskForm
from directory.enums import Sector
from directory.finding.queries import own_prefecture
from directory.models import Agency, Municipality, ServiceKind, WelfareArea
from events.desk_forms.fields import NumberField
from foundation.japanese.numbers import clean_digits
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import AddressedTo, LastContact
from .models import ListRule, Notice, ReminderPlan
from .rules import MOST_DAYS, MOST_HOURS
from .services.listing import Wish
from .services.sending import NoticeDraft

BOXES = forms.CheckboxSelectMultiple


class ListForm(DeskForm):
    """Which agencies a list finds; what is left empty does not narrow it."""

    name = CleanCharField(
        label="名簿の名前", max_length=60, help_text="例：金沢の障害福祉、一年ごぶさたの事業所"
    )
    sectors = forms.MultipleChoiceField(label="分野", choices=Sector, required=False, widget=BOXES)
    areas = forms.ModelMultipleChoiceField(
        label="圏域", queryset=WelfareArea.objects.none(), required=False, widget=BOXES
    )
    municipalities = forms.ModelMultipleChoiceField(
        label="市町村", queryset=Municipality.objects.none(), required=False, widget=BOXES
    )
    services = forms.ModelMultipleChoiceField(
        label="サービスの種類",
        queryset=ServiceKind.objects.filter(retired_on__isnull=True),
        required=False,
        widget=BOXES,
    )
    last_contact = forms.ChoiceField(
        label="研修・行事とのかかわり", choices=LastContact, required=False, widget=forms.RadioSelect
    )
    within_months = NumberField(label="この何か月か", help_text="かかわりを「問わない」なら、そのままで。")
    addressed_to = forms.ChoiceField(
        label="だれあてに", choices=AddressedTo, initial=AddressedTo.OFFICE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, rule: ListRule | None, today: date, **options: Any) -> None:
        super().__init__(*args, initial=_initial(rule), **options)
        areas = WelfareArea.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
        _ask(self, "areas", areas.order_by("scheme", "name"))
        near = Municipality.objects.valid(today=today).filter(code__startswith=own_prefecture() or "-")
        _ask(self, "municipalities", near.order_by("code"))

    def clean_within_months(self) -> int:
        months: int = self.cleaned_data["within_months"]
        if months > 60:  # noqa: PLR2004 -- as the constraint has it
            raise ValidationError("60か月までにしてください。")
        return months

    @property
    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


def _initial(rule: ListRule | None) -> dict[str, Any]:
    if rule is None:
        return {"within_months": 12, "last_contact": LastContact.ANY}
    return {
        **{name: getattr(rule, name) for name in ("name", "sectors", "last_contact")},
        "within_months": rule.within_months,
        "addressed_to": rule.addressed_to,
        "areas": [each.pk for each in rule.areas.all()],
        "municipalities": [each.pk for each in rule.municipalities.all()],
        "services": [each.pk for each in rule.services.all()],
    }


def _ask(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelMultipleChoiceField)
    field.queryset = rows


class NoticeForm(DeskForm):
    """To which list, and what it says."""

    rule = forms.ModelChoiceField(
        label="送り先の名簿",
        queryset=ListRule.objects.all(),
        empty_label="選んでください",
        error_messages={"required": "送り先の名簿を選んでください。"},
    )
    subject = CleanCharField(label="件名", max_length=100)
    text = CleanTextField(
        label="本文",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="事業所の名前、日時と場所と締切（案内のとき）、送ったわけ、断り方、センターの連絡先は、自動でつきます。",
    )

    @property
    def draft(self) -> NoticeDraft:
        return NoticeDraft(**self.cleaned_data)


def notice_initial(notice: Notice) -> dict[str, Any]:
    """Return what the form of a draft begins with."""
    return {"rule": notice.rule_id, "subject": notice.subject, "text": notice.text}


class DaysField(CleanCharField):
    """Some days before, as 「7、1」."""

    def clean(self, value: Any) -> list[int]:
        """Return the days, the farthest first. Raises ValidationError."""
        text = super().clean(value)
        words = [
            clean_digits(word).rstrip("日前") for word in text.replace("、", " ").replace(",", " ").split()
        ]
        if not all(word.isdigit() for word in words):
            raise ValidationError("数字を、「、」で区切って書いてください。例：7、1", code="invalid")
        days = sorted({int(word) for word in words}, reverse=True)
        if any(not 1 <= day <= MOST_DAYS for day in days):
            raise ValidationError(f"1日前から{MOST_DAYS}日前までにしてください。", code="invalid")
        return days

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value


class ReminderForm(DeskForm):
    """When one event reminds, and whether it says thanks."""

    days = DaysField(
        label="何日前に知らせるか",
        max_length=60,
        required=False,
        help_text="午前9時に送ります。例：7、1。空けると、日ごとのお知らせはありません。",
    )
    hours = NumberField(
        label="何時間前に知らせるか",
        required=False,
        help_text="当日のお知らせです。例：3。いらないときは空けます。",
    )
    says_thanks = forms.BooleanField(label="終わった次の朝、参加した方にお礼を送る", required=False)

    def __init__(self, *args: Any, plan: ReminderPlan, **options: Any) -> None:
        first = {"days": list(plan.days), "hours": plan.hours, "says_thanks": plan.says_thanks}
        super().__init__(*args, initial=first, **options)

    def clean_hours(self) -> int | None:
        hours: int | None = self.cleaned_data["hours"]
        if hours is not None and hours > MOST_HOURS:
            raise ValidationError(f"{MOST_HOURS}時間前までにしてください。")
        return hours


class RefusalForm(DeskForm):
    """Which agency said that it wants no notices."""

    number = CleanCharField(
        label="事業所の番号", max_length=8, help_text="関係機関の画面にある、8文字の番号です。"
    )

    def clean_number(self) -> str:
        """Find the agency. Raises ValidationError."""
        number: str = self.cleaned_data["number"]
        self.agency = Agency.objects.filter(public_id__iexact=number, merged_into__isnull=True).first()
        if self.agency is None:
            raise ValidationError("この番号の事業所はありません。")
        return number

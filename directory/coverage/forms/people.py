"""Key persons of an area, experts, and the letter that asks one."""

from datetime import date
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from content.forms import WrittenField
from directory.coverage.enums import ExpertState, FeeClass, KeyRole
from directory.forms.agencies import AgencyField
from directory.models import Agency, WelfareArea
from foundation.japanese.dates import long_date, parse_date, wareki
from foundation.ui.forms import CleanCharField, CleanTextField, KanaField

EXPERT_ROLES = (("may_be_member", "委員"), ("may_lecture", "講師"), ("may_advise", "助言者"))


class KeyPersonForm(forms.Form):
    """Who is what for an area, from when to when."""

    area = forms.ModelChoiceField(
        WelfareArea.objects.none(),
        label="圏域",
        empty_label="選んでください",
        error_messages={"required": "圏域を選んでください。"},
    )
    role = forms.ChoiceField(
        label="役割", choices=KeyRole, error_messages={"required": "役割を選んでください。"}
    )
    name = CleanCharField(label="お名前", max_length=60)
    name_kana = KanaField(label="フリガナ", max_length=80)
    agency = AgencyField(label="所属", help_text="名前か番号で書きます。")
    introduced_by = CleanCharField(label="紹介した人・機関", max_length=80, required=False)
    valid_from = WrittenField(
        label="任期の始まり",
        read=parse_date,
        show=wareki,
        error_messages={"required": "任期の始まりを書いてください。"},
    )
    valid_to = WrittenField(
        label="任期の終わり",
        required=False,
        read=parse_date,
        show=wareki,
        help_text="この日から、役割を離れます。決まっていなければ書きません。",
    )
    may_be_listed = forms.BooleanField(
        label="名簿にのせてよいと、本人が言っている",
        required=False,
        help_text="連携機関の方に、お名前が見えます。",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = WelfareArea.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # -- a ModelChoiceField
        self.fields["agency"].agencies = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- an AgencyField

    def clean(self) -> dict[str, Any]:
        """The term ends after it begins."""
        given = self.cleaned_data
        since, until = given.get("valid_from"), given.get("valid_to")
        if since and until and until <= since:
            self.add_error("valid_to", "任期の終わりは、始まりよりあとにしてください。")
        return given


class ExpertForm(DeskForm):
    """What the centre knows of an expert."""

    qualification = CleanCharField(
        label="資格・専門", max_length=80, help_text="例：精神科の医師、臨床心理士、弁護士"
    )
    recommended_by = CleanCharField(label="推薦した団体", max_length=80, required=False)
    topics = CleanCharField(label="話せること", max_length=200, required=False)
    may_be_member = forms.BooleanField(label="委員をお願いできる", required=False)
    may_lecture = forms.BooleanField(label="講師をお願いできる", required=False)
    may_advise = forms.BooleanField(label="助言をお願いできる", required=False)
    fee = forms.ChoiceField(label="謝金", choices=FeeClass)
    availability = CleanCharField(
        label="都合", max_length=100, required=False, help_text="例：火曜の午後。オンラインなら夜も"
    )
    state = forms.ChoiceField(label="状態", choices=ExpertState)

    def clean(self) -> dict[str, Any]:
        """There is something to ask for."""
        given = self.cleaned_data
        if not any(given.get(name) for name, _ in EXPERT_ROLES):
            self.add_error("may_be_member", "お願いできる役割を、一つは選んでください。")
        return given


class NewExpertForm(ExpertForm):
    """Somebody who is not in the pool yet."""

    field_order = ("name", "name_kana", "agency")
    name = CleanCharField(label="お名前", max_length=60)
    name_kana = KanaField(label="フリガナ", max_length=80)
    agency = AgencyField(
        label="所属", required=False, help_text="名前か番号で書きます。機関の一覧にないときは、書きません。"
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].agencies = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- an AgencyField


class ExpertListForm(forms.Form):
    """Narrows the pool; a value that is not offered asks for nothing."""

    state = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *ExpertState.choices])
    role = forms.ChoiceField(label="お願いすること", required=False, choices=[("", "すべて"), *EXPERT_ROLES])

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked for, as far as it is offered."""
        self.full_clean()
        return {name: str(self.cleaned_data.get(name, "")) for name in ("state", "role")}


class LetterForm(forms.Form):
    """What a letter says that asks an expert; nothing of it is stored."""

    number = CleanCharField(label="文書番号", max_length=40, help_text="例：定着第123号")
    sent_on = WrittenField(
        label="出す日", read=parse_date, show=wareki, error_messages={"required": "出す日を書いてください。"}
    )
    role = forms.ChoiceField(label="お願いすること", choices=[(word, word) for _, word in EXPERT_ROLES])
    occasion = CleanCharField(label="会議・研修の名前", max_length=100)
    held_on = WrittenField(
        label="行う日",
        read=parse_date,
        show=long_date,
        error_messages={"required": "行う日を書いてください。"},
    )
    hours = CleanCharField(label="時間", max_length=60, help_text="例：午後1時30分から4時まで")
    place = CleanCharField(label="場所", max_length=100)
    content = CleanTextField(label="お願いしたい内容", max_length=600)

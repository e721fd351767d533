"""Who applies, what was said on the telephone, and the people of one's own agency."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.enums import InvitationWay, MembershipRole
from directory.forms.heard import HeardForm
from directory.models import Agency
from foundation.ui.forms import (
    CleanCharField,
    CleanTextField,
    KanaField,
    MailField,
    OurDateField,
    PhoneField,
)

from .enums import Terms, TurnAnswer
from .queries import agencies_found, agencies_to_join

NOT_THERE = "none"
SAID = ("organisation", "name", "name_kana", "job", "email", "phone")


class ApplicationForm(forms.Form):
    """An application for a sign-in; the agency is found by its name, or written as it is."""

    organisation = CleanCharField(
        label="事業所の名前",
        max_length=100,
        error_messages={"required": "事業所の名前を書いてください。例：グループホームみなも"},
    )
    agency = forms.ChoiceField(label="名簿の中の、どれですか", required=False, widget=forms.RadioSelect)
    name = CleanCharField(
        label="お名前",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    name_kana = KanaField(label="フリガナ", max_length=80)
    job = CleanCharField(
        label="仕事（職種）", max_length=60, help_text="例：サービス管理責任者、相談支援専門員"
    )
    email = MailField(
        label="メールアドレス",
        help_text="招待をお送りします。自分だけが読むアドレスを書いてください。",
        error_messages={"required": "メールアドレスを書いてください。例：minamo@example.jp"},
    )
    phone = PhoneField(label="事業所の電話番号", help_text="センターから、事業所に確認のお電話をします。")
    terms = forms.MultipleChoiceField(
        label="使うときの約束",
        choices=Terms.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "約束を読んで、すべて選んでください。"},
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        typed = self.data.get("organisation", "") if self.is_bound else self.initial.get("organisation", "")
        self.found = agencies_found(typed, today=today)
        self.fields["agency"].choices = [*self.found, (NOT_THERE, "この中にない")]  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean_terms(self) -> list[str]:
        """Ask for every promise."""
        said: list[str] = self.cleaned_data["terms"]
        if len(said) < len(Terms):
            raise ValidationError("約束を読んで、すべて選んでください。")
        return said

    @property
    def said(self) -> dict[str, str]:
        """Return what was written, of a form that is right."""
        return {name: self.cleaned_data[name] for name in SAID}

    @property
    def chosen(self) -> Agency | None:
        """Return the agency that was chosen; only one that everybody may find can be."""
        number = self.cleaned_data["agency"]
        return agencies_to_join(today=self.today).filter(public_id=number).first() if number else None


class CallForm(forms.Form):
    """What was said on the telephone."""

    agency = CleanCharField(
        label="機関の番号",
        max_length=8,
        help_text="「関係機関」の画面に出ている8文字の番号。なければ、先に機関を加えてください。",
        error_messages={"required": "機関の番号を書いてください。"},
    )
    checked_on = OurDateField(
        label="電話をした日",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "電話をした日を書いてください。",
            "invalid": "日付を、2026-12-01 のように書いてください。",
        },
    )
    checked_with = CleanCharField(label="電話に出た方", max_length=60)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_agency(self) -> Agency:
        """Return the open agency of this number."""
        number = self.cleaned_data["agency"].upper()
        found = agencies_to_join(today=self.today).filter(public_id=number).first()
        if found is None:
            raise ValidationError("この番号の機関は、ありません。「関係機関」の画面で確かめてください。")
        return found

    def clean_checked_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["checked_on"]
        if day > self.today:
            raise ValidationError("電話をした日は、今日か、今日より前の日です。")
        return day


class ApproveForm(forms.Form):
    """What the person will be, and how the invitation goes out."""

    role = forms.ChoiceField(
        label="役割",
        choices=[
            (MembershipRole.PARTNER, MembershipRole.PARTNER.label),
            (MembershipRole.PARTNER_ADMIN, MembershipRole.PARTNER_ADMIN.label),
        ],
        widget=forms.RadioSelect,
        initial=MembershipRole.PARTNER,
        error_messages={"required": "役割を選んでください。"},
    )
    way = forms.ChoiceField(choices=InvitationWay, widget=forms.HiddenInput, required=False)


class RefuseForm(forms.Form):
    """Why not; for the telephone, not for the mail."""

    reason = CleanTextField(
        label="お断りするわけ",
        max_length=300,
        help_text="センターの中だけで読みます。申し込んだ方には、お電話でお伝えください。",
        error_messages={"required": "お断りするわけを書いてください。"},
    )


class ColleagueForm(forms.Form):
    """Somebody of one's own agency."""

    name = CleanCharField(label="お名前", max_length=60)
    name_kana = KanaField(label="フリガナ", max_length=80)
    job = CleanCharField(label="仕事（職種）", max_length=60, required=False)
    contact_email = MailField(
        label="メールアドレス", required=False, help_text="ログインする方には、ここに招待をお送りします。"
    )
    role = forms.ChoiceField(
        label="役割",
        choices=MembershipRole,
        widget=forms.RadioSelect,
        initial=MembershipRole.PARTNER,
        error_messages={"required": "役割を選んでください。"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for an address where an invitation will be sent."""
        said = self.cleaned_data
        signs_in = said.get("role") not in (None, MembershipRole.COLLEAGUE)
        if signs_in and said.get("contact_email") == "":
            self.add_error("contact_email", "招待をお送りするメールアドレスを書いてください。")
        return said

    @property
    def sends_mail(self) -> bool:
        """Whether an invitation follows, of a form that is right."""
        return bool(self.cleaned_data["role"] != MembershipRole.COLLEAGUE)


class TurnForm(forms.Form):
    """Which of the three buttons was pressed; a new person has a name."""

    answer = forms.ChoiceField(choices=TurnAnswer, widget=forms.HiddenInput)
    new_name = CleanCharField(label="新しい担当の方のお名前", max_length=60, required=False)
    new_job = CleanCharField(label="仕事（職種）", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a new person."""
        said = self.cleaned_data
        if "answer" in self.errors:
            raise ValidationError("3つのボタンの、どれかを押してください。")
        if said["answer"] == TurnAnswer.CHANGED and said.get("new_name") == "":
            self.add_error("new_name", "新しい担当の方のお名前を書いてください。")
        return said


class HeardTurnForm(HeardForm, TurnForm):
    """The same as staff heard it."""

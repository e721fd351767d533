from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import PrivateRole
from accounts.models import Person
from foundation.ui.forms import CleanCharField, KanaField, MailField, WarekiDateField

from . import rules
from .models import AgencyCopy


class EnrolmentForm(forms.Form):
    """Who is to come in, for whom, as what and until when."""

    person = forms.ModelChoiceField(
        label="もう登録のある方",
        queryset=Person.objects.none(),
        required=False,
        empty_label="新しい方（下にお名前を書きます）",
    )
    name = CleanCharField(label="お名前", max_length=60, required=False)
    name_kana = KanaField(label="フリガナ", max_length=80, required=False)
    contact_email = MailField(
        label="招待を送るメールアドレス",
        required=False,
        help_text="ご本人だけが読めるアドレスです。ないときは空けておき、承認のあとで招待状を印刷します。",
    )
    agency = forms.ModelChoiceField(
        label="所属", queryset=AgencyCopy.objects.none(), required=False, empty_label="センター（わたしたち）"
    )
    role = forms.ChoiceField(
        label="役割",
        choices=[("", "選んでください"), *PrivateRole.choices],
        error_messages={"required": "役割を選んでください。"},
    )
    valid_from = WarekiDateField(label="はじまりの日")
    valid_until = WarekiDateField(label="終わりの日", help_text="この日まで使えます。")

    def __init__(
        self, *args: Any, people: QuerySet[Person], agencies: QuerySet[AgencyCopy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("person", people), ("agency", agencies)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("person") and data.get("name") == "":
            self.add_error("name", "お名前を書いてください。")
        if data.get("role"):
            fit = rules.role_fits_agency(data["role"], has_agency=data.get("agency") is not None)
            if not fit.allowed:
                self.add_error("agency", fit.reason)
        first, last = data.get("valid_from"), data.get("valid_until")
        if isinstance(first, date) and isinstance(last, date) and last <= first:
            self.add_error("valid_until", "終わりの日は、はじまりの日よりあとにしてください。")
        return data

    def enrolment(self) -> dict[str, Any]:
        """Return what `services.invite_for_enrolment` wants; a new person is not saved yet."""
        data = self.cleaned_data
        new = Person(name=data["name"], name_kana=data["name_kana"], contact_email=data["contact_email"])
        facts = {name: data[name] for name in ("agency", "role", "valid_from", "valid_until")}
        return facts | {"person": data["person"] or new}

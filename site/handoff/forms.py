from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from accounts.enums import PrivateRole
from accounts.models import Person
from foundation.ui.forms import CleanCharField, KanaField, MailField, WarekiDateField

from . import rules
from .models import AgencyCopy
from .queries import MOST_FOUND, agencies_found

LONGEST_WORDS = 60
FOUND_SOME = "名前が同じ機関もあります。住所まで確かめて、選んでください。"
FOUND = {
    0: "見つかりませんでした。ことばを短くして、もう一度さがしてください。",
    MOST_FOUND: f"はじめの{MOST_FOUND}か所です。ないときは、町の名前などを足して、もう一度さがしてください。",
}


class AgencyChoice(forms.ModelChoiceField):
    """One of the agencies found by words. Its place stands beside its name: the wrong one is a leak."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.address}）" if obj.address else str(obj.name)


class AgencySearchForm(forms.Form):
    """A form in which an agency is looked for by words, then chosen among those found.

    The button beside the words sends the form: it comes back as typed, unjudged, with what was found.
    """

    # The field of the agency, and that of the words.
    looks_for, by = "agency", "agency_words"

    def offer(self, agencies: QuerySet[AgencyCopy]) -> None:
        """Offer what the words find among these agencies, and what is chosen already."""
        words = str(self.data.get(self.by, ""))[:LONGEST_WORDS]
        found = [each.pk for each in agencies_found(agencies, words=words)]
        field = self.fields[self.looks_for]
        assert isinstance(field, forms.ModelChoiceField)
        chosen = str(self.data.get(self.looks_for) or self.initial.get(self.looks_for) or "")
        field.queryset = agencies.filter(pk__in=[*found, *([int(chosen)] if chosen.isdecimal() else [])])
        if words.strip():
            field.help_text = FOUND.get(len(found), FOUND_SOME)
        if self.only_looks:
            # The page opens where one was.
            self.fields[self.by].widget.attrs["autofocus"] = True

    @property
    def only_looks(self) -> bool:
        """Whether the button beside the words was pressed, and nothing was sent yet."""
        return "lookup" in self.data

    def full_clean(self) -> None:
        super().full_clean()
        if self.only_looks:
            self._errors = ErrorDict()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.only_looks


class EnrolmentForm(AgencySearchForm):
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
    agency_words = CleanCharField(
        label="所属する機関をさがす",
        help_text="名前か、住所の一部を書いて「さがす」を押します。センターの人なら、空けておきます。",
        max_length=LONGEST_WORDS,
        required=False,
    )
    agency = AgencyChoice(
        label="所属",
        queryset=AgencyCopy.objects.none(),
        required=False,
        blank=True,
        empty_label="センター（わたしたち）",
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
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        self.offer(agencies)

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

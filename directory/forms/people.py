"""What staff write about the people of an agency, and what partners choose for themselves."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Person
from directory.enums import InvitationWay, MembershipRole
from directory.forms.plain import PLAIN
from directory.queries import Namesake, namesakes
from foundation.ui.forms import CleanCharField, KanaField, MailField

SOMEBODY_ELSE = "new"


class RoleField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="役割",
            choices=MembershipRole,
            help_text="職員は名簿に載るだけです。管理者は、自分の機関の内容と職員を、自分たちで直せます。",
            error_messages={"required": "役割を選んでください。"},
            **options,
        )


class ContactMailField(MailField):
    """Where a person is written to; not what they sign in with."""

    widget = forms.EmailInput(attrs=dict(PLAIN))

    def __init__(self, **options: Any) -> None:
        super().__init__(label="連絡先のメール", required=False, **options)


class PersonForm(forms.Form):
    """A person for an agency: somebody new, or one who works elsewhere, too."""

    name = CleanCharField(label="お名前", max_length=60, widget=forms.TextInput(attrs=dict(PLAIN)))
    name_kana = KanaField(label="フリガナ", max_length=80, widget=forms.TextInput(attrs=dict(PLAIN)))
    known = forms.CharField(label="同じお名前の方がいます", required=False, widget=forms.RadioSelect)
    job = CleanCharField(
        label="仕事（職種）", max_length=60, required=False, widget=forms.TextInput(attrs=dict(PLAIN))
    )
    contact_email = ContactMailField(help_text="招待をメールで送るときに使います。")
    role = RoleField(initial=MembershipRole.COLLEAGUE)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.namesakes: list[Namesake] = []

    def clean(self) -> dict[str, Any]:
        """Ask who is meant where somebody of this name works at another agency."""
        given = self.cleaned_data
        if given.get("name") and given.get("name_kana"):
            self.namesakes = namesakes(given["name"], given["name_kana"], today=self.today)
        known = self.fields["known"]
        assert isinstance(known.widget, forms.RadioSelect)
        known.widget.choices = [
            *((str(each.person.pk), f"{each.where}の方") for each in self.namesakes),
            (SOMEBODY_ELSE, "名前が同じだけの、別の方"),
        ]
        if self.namesakes and given.get("known") not in dict(known.widget.choices):
            self.add_error("known", "どなたのことか、選んでください。")
        return given

    @property
    def person(self) -> Person:
        """The person: a known one as known, or a new one, not saved."""
        given = self.cleaned_data
        people = {str(each.person.pk): each.person for each in self.namesakes}
        fields = ("name", "name_kana", "job", "contact_email")
        return people.get(given["known"]) or Person(**{name: given[name] for name in fields})


class MembershipForm(forms.Form):
    """What a person is at an agency. The address of centre staff is not changed here."""

    role = RoleField()
    job = CleanCharField(
        label="仕事（職種）", max_length=60, required=False, widget=forms.TextInput(attrs=dict(PLAIN))
    )
    contact_email = ContactMailField(help_text="招待をメールで送るときに使います。")


class InvitationForm(forms.Form):
    """How an invitation goes out: which of the two buttons was pressed."""

    way = forms.ChoiceField(choices=InvitationWay, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say above the form what a hidden field cannot say."""
        if "way" in self.errors:
            raise ValidationError("メールで送るか、紙に印刷するかを選んでください。")
        return self.cleaned_data

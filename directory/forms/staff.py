"""What managers write about colleagues of the centre and the prefecture."""

from typing import Any

from django import forms

from accounts.enums import PublicRole
from accounts.models import Person
from directory.enums import STAFF_ROLES, InvitationWay
from directory.forms.plain import PLAIN
from directory.queries import SignIn
from foundation.ui.forms import CleanCharField, KanaField

from .people import ContactMailField, InvitationForm


class StaffRolesForm(forms.Form):
    """What a colleague may do; several roles at once are usual."""

    roles = forms.MultipleChoiceField(
        label="役割",
        choices=[(role.value, role.label) for role in PublicRole if role in STAFF_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "役割を、1つ以上選んでください。"},
    )


class StaffInvitationForm(InvitationForm, StaffRolesForm):
    """An invitation for a colleague who is known; whoever has an account keeps its roles."""

    contact_email = ContactMailField(
        help_text="メールで招待するときは、その方だけが読めるアドレスを書きます。"
    )

    def __init__(self, *args: Any, known: SignIn | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        if known:
            self.fields["contact_email"].initial = known.person.contact_email
            self.fields["roles"].initial = sorted(known.roles & STAFF_ROLES)
        if known and known.is_open:
            del self.fields["roles"]

    def clean(self) -> dict[str, Any]:
        """Ask for an address where the invitation goes by mail."""
        given = super().clean()
        if given.get("way") == InvitationWay.MAIL and given.get("contact_email") == "":
            self.add_error("contact_email", "メールで招待するには、メールアドレスが必要です。")
        return given

    @property
    def wanted_roles(self) -> frozenset[str]:
        """The roles that the invitation brings."""
        if self.known and self.known.is_open:
            return self.known.roles & STAFF_ROLES
        return frozenset(self.cleaned_data["roles"])

    @property
    def person(self) -> Person:
        """The colleague with the address as it is written now, not saved."""
        assert self.known is not None
        self.known.person.contact_email = self.cleaned_data["contact_email"]
        return self.known.person


class NewStaffForm(StaffInvitationForm):
    """An invitation for somebody new."""

    name = CleanCharField(label="お名前", max_length=60, widget=forms.TextInput(attrs=dict(PLAIN)))
    name_kana = KanaField(label="フリガナ", max_length=80, widget=forms.TextInput(attrs=dict(PLAIN)))
    job = CleanCharField(
        label="仕事（職種）", max_length=60, required=False, widget=forms.TextInput(attrs=dict(PLAIN))
    )

    field_order = ("name", "name_kana", "job", "roles", "contact_email")

    @property
    def person(self) -> Person:
        """The new person, not saved."""
        fields = ("name", "name_kana", "job", "contact_email")
        return Person(**{name: self.cleaned_data[name] for name in fields})

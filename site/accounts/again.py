"""The password, asked for in the very form that needs it: nothing that was typed gets lost by it."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest

FIELD = "password_again"
WHY = "大切な操作なので、もう一度パスワードを入れてください。書いたことは、消えていません。"
TOO_OFTEN = "何度もちがったので、少し待ってから、もう一度入れてください。"


class PasswordAgainField(forms.CharField):
    """The password of whoever asks; as often wrong as on the page that asks for nothing else."""

    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})

    def __init__(self, *, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(label="パスワード", error_messages={"required": WHY}, strip=False, **kwargs)
        self._request = request

    def clean(self, value: Any) -> str:
        password: str = super().clean(value)
        if not ratelimit.consume(self._request, action="reauthenticate", user=self._request.user):
            raise forms.ValidationError(TOO_OFTEN)
        if not get_adapter().reauthenticate(self._request.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


def ask_password_again(request: HttpRequest, form: forms.Form) -> None:
    """Let a form ask for the password as well, at its end."""
    form.fields[FIELD] = PasswordAgainField(request=request)


def remember_password(request: HttpRequest, form: forms.Form) -> None:
    """Note in the session that a whole form has just shown the password, and ask for it no more."""
    if form.fields.pop(FIELD, None) is not None:
        reauthenticate_by_password(request)

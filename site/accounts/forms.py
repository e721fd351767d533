"""What people type to sign in. allauth's forms keep their checks and get our words."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils import timezone

from foundation.japanese.numbers import clean_digits
from foundation.rates.services import may_go
from foundation.ui.forms import CleanCharField, MailField, say_required

from .models import Person, User

LONG_ENOUGH = "13文字以上。短い文を続けて書くと、覚えやすく、破られにくくなります。"
AGAIN = ("新しいパスワード（もう一度）", "")
WRONG_CODE = "番号が違います。認証アプリに、いま出ている6けたの番号を書いてください。"
USED_CODE = "この番号は、もう使われました。30秒ほど待って、次に出る番号を書いてください。"


class PlainWords:
    """Gives a form of allauth our labels, hints and messages: `words` is field → (label, hint)."""

    words: ClassVar[dict[str, tuple[str, str]]]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            say_required(field, None)


class LoginForm(PlainWords, account.LoginForm):
    words: ClassVar = {"login": ("メールアドレス、またはログインID", ""), "password": ("パスワード", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["login"].widget.attrs = attributes

    def user_credentials(self) -> dict[str, str]:
        """Return an address or a login id, not both: one password is hashed, whoever is asked for."""
        given = {"password": self.cleaned_data["password"]}
        login = self.cleaned_data["login"]
        return given | ({"email": login} if "@" in login else {"username": login})


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    words: ClassVar = {"password": ("パスワード", "")}


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": ("いまのパスワード", ""),
        "password1": ("新しいパスワード", LONG_ENOUGH),
        "password2": AGAIN,
    }


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    words: ClassVar = {"email": ("ログインに使うメールアドレス", "")}

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Send the mail, unless too many were asked for with this address of late.

        The answer is the same either way: nobody learns that somebody else asked with it.
        """
        email: str = self.cleaned_data["email"]
        rates, now = settings.ADDRESS_RATES, timezone.now()
        if not may_go(
            request, app="accounts", action="recipient", rates=rates, key=email.casefold(), now=now
        ):
            return email
        sent: str = super().save(request, **options)
        return sent


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    words: ClassVar = {"password1": ("新しいパスワード", LONG_ENOUGH), "password2": AGAIN}


class DigitsField(forms.CharField):
    """A code of digits, typed in any width and with any spaces."""

    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})

    def to_python(self, value: Any) -> str:
        return clean_digits(super().to_python(value) or "")


class OneTimeCode:
    """A code opens once only, for as long as a wrong clock may offer it; allauth forgets it earlier."""

    hint: ClassVar[str]
    fields: dict[str, forms.Field]
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = DigitsField(label="6けたの番号", help_text=self.hint)
        say_required(self.fields["code"], None)

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError for a wrong one and for one that was used already."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # -- mixed into allauth's forms
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise ValidationError(WRONG_CODE, code=error.code) from None
            raise
        offered = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"accounts.code_used:{self.user.pk}:{code}", 1, timeout=offered):
            raise ValidationError(USED_CODE, code="used_code")
        return code


class AuthenticateForm(OneTimeCode, codes.AuthenticateForm):
    hint = "認証アプリに出ている番号です。アプリが使えないときは、予備の番号（8けた）を書いてください。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True


class ReauthenticateCodeForm(OneTimeCode, codes.ReauthenticateForm):
    hint = AuthenticateForm.hint


class ActivateTotpForm(OneTimeCode, totp.ActivateTOTPForm):
    hint = "アプリで読み取ると、アプリに出る番号です。"


class AddPasskeyForm(PlainWords, passkeys.AddWebAuthnForm):
    """Always a real passkey: kept by the device and opened by its lock, password and factor in one."""

    words: ClassVar = {"name": ("パスキーの名前", "どの端末のものか、あとでわかる名前にしてください。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # allauth's script reads this tick.
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget.attrs["hidden"] = True


class EditPasskeyForm(PlainWords, passkeys.EditWebAuthnForm):
    words: ClassVar = {"name": ("パスキーの名前", "")}


class InvitationCodeForm(forms.Form):
    code = CleanCharField(
        label="招待の番号",
        max_length=40,
        help_text="紙に書いてある20文字です。「-」は入れても入れなくてもかまいません。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AcceptInvitationForm(forms.Form):
    email = MailField(
        label="ログインに使うメールアドレス",
        required=False,
        help_text="あなただけが読めるアドレスを書いてください。共有のアドレスしかない方は、下のログインIDを使います。",
    )
    login_id = CleanCharField(
        label="ログインID",
        required=False,
        max_length=40,
        help_text="メールアドレスのない方だけ。英字と数字で、3文字以上です。",
        validators=[
            RegexValidator(r"^[A-Za-z0-9-]{3,}$", "ログインIDは、英字と数字で3文字以上にしてください。")
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="パスワード",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=LONG_ENOUGH,
        error_messages={"required": "パスワードを書いてください。"},
    )
    password_again = forms.CharField(
        label="パスワード（もう一度）",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "同じパスワードを、もう一度書いてください。"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("email") == "" and data.get("login_id") == "":
            self.add_error("email", "メールアドレスかログインIDの、どちらかを書いてください。")
        known = self.person.contact_email.lower()
        if settings.INVITATION_KEEPS_ADDRESS and known and data.get("email", known).lower() != known:
            self.add_error("email", "招待を受け取ったメールアドレスを書いてください。")
        password, again = data.get("password"), data.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "2つのパスワードが違います。同じものを書いてください。")
        if password:
            self.check_password(password, email=data.get("email"), login_id=data.get("login_id"))
        return data

    def check_password(self, password: str, **logins: str | None) -> None:
        try:
            password_validation.validate_password(password, User(person=self.person, **logins))
        except ValidationError as error:
            self.add_error("password", error)

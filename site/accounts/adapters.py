"""Where allauth meets our rules: no open sign-up, mail by our outbox, encrypted secrets, plain words."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from foundation.mail.services import queue_mail_in_transaction

from .models import User

WRONG_LOGIN = (
    "メールアドレス（またはログインID）か、パスワードが違います。書き間違いがないか、確かめてください。"
)
REAUTHENTICATION_WORDS = {
    "reauthenticate": "パスワードで確かめる",
    "mfa_reauthenticate": "認証アプリの番号か、予備の番号で確かめる",
    "mfa_reauthenticate:webauthn": "パスキーで確かめる",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "incorrect_password": "パスワードが違います。もう一度書いてください。",
        "enter_current_password": "いまのパスワードが違います。もう一度書いてください。",
        "too_many_login_attempts": (
            "間違いが続いたので、しばらく受け付けられません。5分ほど待ってから、もう一度お試しください。"
        ),
        "rate_limited": "短い間に何度も送られたので、受け付けられません。少し待ってから、お試しください。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def is_reauthentication_required(self, **_: Any) -> bool:
        """Ask once more unless this session has shown a password or factor lately; signing in counts, too."""
        records = get_authentication_records(current.request, current.request.user)
        latest: float = max((record["at"] for record in records), default=0)
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """Return the ways to show again who one is, in our words."""
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": REAUTHENTICATION_WORDS[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        return reverse("accounts:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue allauth's mail in our outbox, text part only; HTML is made from it there."""
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            queue_mail_in_transaction(
                to=email,
                subject=" ".join(message.subject.split()),
                text=str(message.body),
                cause=f"accounts.{template_prefix}:{get_random_string(20)}",
                now=timezone.now(),
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that the sign-in changed; whoever has a login id only has no mail of their own."""
        address = email or user.email
        if address:
            self.send_mail(template_prefix, address, {"at": timezone.now()} | (context or {}))

    def format_email_subject(self, subject: str) -> str:
        return f"【つなぐ】{subject}"


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "確かめられませんでした。もう一度お試しください。",
    }

    def encrypt(self, text: str) -> str:
        return Fernet(settings.MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.MFA_KEY).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return the name that authenticator apps show: each door's own, as each has its own factors."""
        return "つなぐ（引継ぎの部屋）" if settings.DOOR == "private" else "つなぐ"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.HOST, "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's
        """Return a name for the next passkey, to be changed by its owner."""
        return f"パスキー{Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

"""Our own addresses, and of allauth's only those that we use: everything else answers 404."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import views

app_name = "accounts"

urlpatterns = [
    path("", views.account, name="account"),
    path("invitations/", views.enter_code, name="enter_code"),
    path("invitations/accept/", views.accept_invitation, name="accept_invitation"),
    path("invitations/<str:code>/", views.open_invitation, name="open_invitation"),
]

# allauth asks for its addresses by these names, without a namespace.
LIBRARY = (
    ("logout/", account.logout, "account_logout"),
    ("inactive/", account.account_inactive, "account_inactive"),
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", account.password_change, "account_change_password"),
    ("password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    ("password/reset/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("2fa/", mfa.index, "mfa_index"),
    ("2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    ("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    ("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("2fa/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"),
    ("2fa/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("2fa/passkeys/login/", passkeys.login_webauthn, "mfa_login_webauthn"),
    ("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("2fa/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    ("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("sessions/", sessions.list_usersessions, "usersessions_list"),
)
# Where strangers type; the switches of the frame keep it.
TYPED_BY_STRANGERS = (
    ("login/", views.keeping("login", "password")(account.LoginView), "account_login"),
    ("password/reset/", views.keeping("email")(account.PasswordResetView), "account_reset_password"),
)
library_urlpatterns = [
    *(path(route, view, name=name) for route, view, name in TYPED_BY_STRANGERS),
    *(path(route, views.telling_errors(view), name=name) for route, view, name in LIBRARY),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.telling_errors(views.open_reset_link),
        name="account_reset_password_from_key",
    ),
]

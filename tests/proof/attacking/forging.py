"""Ways in, forged with the key and the database of the door whose settings are loaded."""

import time

from allauth.account.internal.flows import login
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends import signed_cookies
from django.contrib.sessions.backends.db import SessionStore

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(user):
    """Return what stands in the session of somebody who showed a password and a factor just now."""
    factor = Authenticator.objects.filter(user=user).exclude(type="recovery_codes").first()
    now = time.time()
    shown = {"method": "mfa", "at": now, "id": factor.pk if factor else 1, "type": "totp"}
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        login.AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "password", "at": now}, shown],
        login._AUTHENTICATION_METHODS_USER_SESSION_KEY: str(user.pk),
    }


def forged_session(user, *, now):
    """Write a session into this door's database as if somebody had signed in; returns its cookie."""
    store = SessionStore()
    store.update(session_of(user))
    store.create()
    key = store.session_key
    UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", last_seen_at=now, user_agent="x")
    return key


def signed_session(user):
    """Return the same as a cookie that is signed instead of written down."""
    store = signed_cookies.SessionStore()
    store.update(session_of(user))
    return store._get_session_key()


def reset_path(user):
    """Return where a mail that resets this password would lead."""
    token = default_token_generator.make_token(user)
    return f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{token}/"


def invitation_code(person, roles, *, now):
    from django.db import transaction

    from accounts.services import invite_in_transaction

    with transaction.atomic():
        return invite_in_transaction(person=person, roles=roles, actor=None, now=now)[1]

"""What keeps a session out until it has shown the factor that it owes."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.enums import PublicRole
from tests.factories.accounts import (
    PASSWORD,
    give_totp,
    make_user,
    remember_factor,
    sign_in,
    totp_code,
)

ACCOUNT = "/accounts/"
SET_UP = "/accounts/2fa/"
ASK = "/accounts/2fa/reauthenticate/?next=%2Faccounts%2F"
pytestmark = pytest.mark.django_db


def sign_in_by_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def register_app(client):
    """Register an authenticator app on the real screen."""
    page = client.get(reverse("mfa_activate_totp"))
    code = totp_code(secret=page.context["form"].secret)
    return client.post(reverse("mfa_activate_totp"), {"code": code})


@pytest.mark.parametrize(
    "role",
    [PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER, PublicRole.SYSTEM_ADMIN, PublicRole.PREFECTURE],
)
def test_roles_of_the_centre_and_the_prefecture_are_sent_to_register_a_factor(client, role):
    sign_in(client, make_user(roles=[role]), with_factor=False)
    answer = client.get(ACCOUNT)
    assert (answer.status_code, answer.url) == (302, SET_UP)


@pytest.mark.parametrize("role", [PublicRole.PARTNER, PublicRole.PARTNER_ADMIN, PublicRole.FACILITATOR])
def test_partners_may_go_on_without_a_factor(client, role):
    sign_in(client, make_user(roles=[role]), with_factor=False)
    assert client.get(ACCOUNT).status_code == 200


def test_a_factor_shown_in_this_session_opens_the_way(client, staff):
    sign_in(client, staff)
    assert client.get(ACCOUNT).status_code == 200


def test_a_factor_that_this_session_has_not_shown_is_asked_for(client, staff):
    give_totp(staff)
    sign_in(client, staff, with_factor=False)
    answer = client.get(ACCOUNT)
    assert (answer.status_code, answer.url) == (302, ASK)


def test_the_code_that_was_asked_for_leads_back_to_the_page(client, staff):
    give_totp(staff)
    sign_in(client, staff, with_factor=False)
    answer = client.post(ASK, {"code": totp_code()})
    assert (answer.status_code, answer.url) == (302, ACCOUNT)
    assert client.get(ACCOUNT).status_code == 200


def test_a_form_sent_without_the_factor_is_not_sent_again_after_it(client, staff):
    give_totp(staff)
    sign_in(client, staff, with_factor=False)
    answer = client.post(reverse("account_change_password"), {})
    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fmy%2F"


@pytest.mark.django_db(transaction=True)
def test_a_factor_registered_after_signing_in_counts_for_this_session(client, staff):
    sign_in_by_password(client, staff)
    assert client.get(ACCOUNT).url == SET_UP
    assert register_app(client).url == reverse("mfa_view_recovery_codes")
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_factor_registered_in_one_session_does_not_count_for_an_older_one(client, staff):
    older = Client()
    sign_in_by_password(older, staff)
    sign_in_by_password(client, staff)
    register_app(client)
    assert older.get(ACCOUNT).url == ASK


@pytest.mark.parametrize(
    "name", ["mfa_add_webauthn", "mfa_activate_totp", "mfa_index", "account_reauthenticate"]
)
def test_a_session_that_owes_a_factor_cannot_reach_the_screens_that_change_factors(client, staff, name):
    sign_in_by_password(client, staff)
    give_totp(staff)
    assert client.get(reverse(name)).url.startswith("/accounts/2fa/reauthenticate/")


def test_a_partner_with_a_factor_shows_it_too(client, partner):
    sign_in_by_password(client, partner)
    give_totp(partner)
    assert client.get(ACCOUNT).url == ASK


def test_another_persons_record_in_the_session_counts_for_nothing(client, staff, manager):
    give_totp(staff)
    give_totp(manager)
    client.force_login(staff)
    remember_factor(client, manager)
    assert client.get(ACCOUNT).url == ASK


def test_a_record_of_a_removed_factor_is_asked_for_again(client, staff):
    sign_in(client, staff)
    Authenticator.objects.filter(user=staff).delete()
    give_totp(staff)
    assert client.get(ACCOUNT).url == ASK


def test_who_removes_the_last_factor_is_sent_to_register_another(client, staff):
    sign_in(client, staff)
    assert client.post(reverse("mfa_deactivate_totp")).url == SET_UP
    assert Authenticator.objects.filter(user=staff).count() == 0
    assert client.get(ACCOUNT).url == SET_UP


def test_a_passkey_is_asked_for_before_a_code(client, staff):
    give_totp(staff)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.WEBAUTHN, data={"name": "パスキー1"})
    client.force_login(staff)
    assert client.get(ACCOUNT).url == "/accounts/2fa/passkeys/reauthenticate/?next=%2Faccounts%2F"


def test_signing_out_and_invitations_stay_open_to_a_session_that_owes_a_factor(client, staff):
    sign_in(client, staff, with_factor=False)
    assert client.get(reverse("accounts:enter_code")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).url == "/"


def test_strangers_are_asked_to_sign_in_not_for_a_factor(client):
    assert client.get(ACCOUNT).url == "/accounts/login/?next=/accounts/"

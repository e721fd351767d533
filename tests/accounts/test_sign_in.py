"""The screens of allauth in our words: who gets in, what is refused, and what is not there at all."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import (
    PASSWORD,
    TOTP_SECRET,
    give_totp,
    make_person,
    make_user,
    sign_in,
    totp_code,
)

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_rate_limits(db):
    cache.clear()


def try_login(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password} | extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "login", ["reiko@example.jp", "Reiko@Example.JP", " reiko@example.jp ", "reiko-s", "REIKO-S"]
)
def test_e_mail_and_login_id_open_the_same_account_in_any_case(client, login):
    make_user(email="reiko@example.jp", login_id="reiko-s")
    assert try_login(client, login).url == "/my/"
    assert is_signed_in(client)


def test_who_has_no_e_mail_signs_in_by_login_id(client):
    make_user(email="", login_id="minamo-3")
    assert try_login(client, "minamo-3").url == "/my/"


def test_the_way_leads_on_to_the_page_that_was_asked_for(client, partner):
    assert try_login(client, partner.email, next="/accounts/sessions/").url == "/accounts/sessions/"


def test_no_way_leads_to_another_host(client, partner):
    assert try_login(client, partner.email, next="https://evil.example/").url == "/my/"


def test_a_wrong_password_and_an_unknown_person_look_the_same(client, partner):
    wrong = try_login(client, partner.email, "まちがったパスワードです")
    unknown = try_login(client, "nobody@example.jp", "まちがったパスワードです")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert "<title>エラー：ログイン｜つなぐ" in wrong.text
    assert f'value="{partner.email}"' in wrong.text
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_waits(client, partner):
    for _ in range(5):
        try_login(client, partner.email, "まちがったパスワードです")
    answer = try_login(client, partner.email)
    assert answer.status_code == 422
    assert "しばらく受け付けられません" in answer.text


def test_a_closed_account_is_told_whom_to_phone(client, partner):
    User.objects.filter(pk=partner.pk).update(is_active=False)
    answer = client.post(LOGIN, {"login": partner.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/accounts/inactive/", 302)]
    assert not is_signed_in(client)


def test_a_person_with_an_app_is_asked_for_its_code(client, staff):
    give_totp(staff)
    assert try_login(client, staff.email).url == CODE
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": totp_code()}).url == "/my/"
    assert is_signed_in(client)


def test_a_code_may_be_typed_in_full_width_and_with_a_space(client, staff):
    give_totp(staff)
    try_login(client, staff.email)
    code = totp_code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post(CODE, {"code": f"{code[:3]}　{code[3:]}"}).url == "/my/"


def test_a_wrong_code_is_refused_in_plain_words(client, staff):
    give_totp(staff)
    try_login(client, staff.email)
    right = totp_code()
    answer = client.post(CODE, {"code": f"{(int(right) + 1) % 1_000_000:06}"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"] == [
        "番号が違います。認証アプリに、いま出ている6けたの番号を書いてください。"
    ]


@pytest.mark.parametrize("later", [0, 31, 59])
def test_a_code_opens_once_for_as_long_as_it_is_valid(client, staff, later):
    """The clock may be half a minute off on either side, so a code is valid for a minute and a half."""
    give_totp(staff)
    with time_machine.travel(dt.datetime(2026, 11, 24, tzinfo=dt.UTC), tick=False) as clock:
        code = totp_code(steps=1)
        try_login(client, staff.email)
        assert client.post(CODE, {"code": code}).url == "/my/"
        clock.shift(later)
        thief = Client()
        try_login(thief, staff.email)
        answer = thief.post(CODE, {"code": code})
        assert (answer.status_code, is_signed_in(thief)) == (422, False)


def test_a_recovery_code_signs_in_once_and_counts_as_a_factor(client, staff):
    codes = give_totp(staff)
    try_login(client, staff.email)
    assert client.post(CODE, {"code": codes[0]}).url == "/my/"
    assert client.get("/accounts/").context["codes_left"] == 9
    other = Client()
    try_login(other, staff.email)
    assert other.post(CODE, {"code": codes[0]}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_what_the_old_ones_opened_elsewhere(client, staff):
    codes = give_totp(staff)
    other = Client()
    for visitor, code in ((client, codes[0]), (other, codes[1])):
        try_login(visitor, staff.email)
        visitor.post(CODE, {"code": code})
        assert visitor.get("/accounts/").status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert client.get("/accounts/").status_code == 200
    assert other.get("/accounts/").status_code == 302


def test_secrets_lie_encrypted_in_the_database(staff):
    codes = give_totp(staff)
    stored = str(list(Authenticator.objects.filter(user=staff).values_list("data", flat=True)))
    assert TOTP_SECRET not in stored
    assert [code for code in codes if code in stored] == []


def test_signing_in_a_moment_ago_is_enough_to_change_factors(client, partner):
    try_login(client, partner.email)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(client, partner):
    with time_machine.travel(dt.datetime(2026, 11, 24, tzinfo=dt.UTC), tick=False) as clock:
        try_login(client, partner.email)
        clock.shift(15 * 60 + 1)
        answer = client.get(reverse("mfa_activate_totp"))
        assert answer.url == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
        assert client.post(answer.url, {"password": PASSWORD}).url == "/accounts/2fa/totp/activate/"


def test_recovery_codes_are_shown_once(client, staff):
    codes = give_totp(staff)
    sign_in(client, staff)
    first, second = (client.get(reverse("mfa_view_recovery_codes")).text for _ in range(2))
    assert [f"{code[:4]} {code[4:]}" in first for code in codes] == [True] * 10
    assert [f"{code[:4]} {code[4:]}" in second for code in codes] == [False] * 10


def test_other_devices_are_signed_out_at_once(client, partner):
    other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) AppleWebKit Version/18.4 Safari/604.1"})
    try_login(other, partner.email)
    try_login(client, partner.email)
    page = client.get("/accounts/sessions/")
    assert "iPhone の Safari" in page.text
    assert "ほかの端末をすべてログアウトする" in page.text
    client.post("/accounts/sessions/")
    assert other.get("/accounts/").url == "/accounts/login/?next=/accounts/"
    assert client.get("/accounts/").status_code == 200
    assert UserSession.objects.filter(user=partner).count() == 1


def test_a_new_password_signs_out_the_other_devices(client, partner):
    other = Client()
    try_login(other, partner.email)
    try_login(client, partner.email)
    new = {
        "oldpassword": PASSWORD,
        "password1": "夜の窓に明かりがともる",
        "password2": "夜の窓に明かりがともる",
    }
    short = client.post("/accounts/password/change/", new)
    assert short.status_code == 422
    new |= {"password1": "夜の窓に明かりがひとつともる", "password2": "夜の窓に明かりがひとつともる"}
    assert client.post("/accounts/password/change/", new).url == "/accounts/"
    assert other.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert OutgoingMail.objects.get().subject == "【つなぐ】パスワードが変わりました"


def test_a_forgotten_password_is_chosen_anew_by_mail(client, partner):
    assert (
        client.post("/accounts/password/reset/", {"email": partner.email}).url
        == "/accounts/password/reset/sent/"
    )
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (partner.email, "【つなぐ】パスワードを決めなおす")
    link = next(line for line in mail.text.splitlines() if line.startswith("http"))
    opened = client.get(link.removeprefix("http://testserver"))
    form = client.get(opened.context["next"])
    assert form.status_code == 200
    new = {"password1": "夜の窓に明かりがひとつともる", "password2": "夜の窓に明かりがひとつともる"}
    assert client.post(form.request["PATH_INFO"], new).url == "/accounts/password/reset/done/"
    assert try_login(client, partner.email, new["password1"]).url == "/my/"
    again = Client().get(link.removeprefix("http://testserver"))
    assert "このページは、もう使えません" in again.text


def test_after_a_forgotten_password_the_factor_is_still_asked_for_and_can_be_added_to(client, staff):
    give_totp(staff)
    client.post("/accounts/password/reset/", {"email": staff.email})
    sign_in(client, staff)
    assert client.get(reverse("mfa_add_webauthn")).status_code in (200, 302)
    assert staff.emailaddress_set.count() == 0


def test_nobody_unknown_is_written_to_and_nobody_learns_it(client, partner):
    known = client.post("/accounts/password/reset/", {"email": partner.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.jp"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [partner.email]


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "signup/passkey/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "phone/change/",
        "phone/verify/",
        "login/code/",
        "login/code/confirm/",
        "password/set/",
        "3rdparty/",
        "social/connections/",
        "2fa/trust/",
        "2fa/recovery-codes/download/",
        "2fa/webauthn/signup/",
    ],
)
def test_what_we_do_not_use_is_not_there(client, partner, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    sign_in(client, partner)
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "mfa_trust"])
def test_what_we_do_not_use_has_no_name(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_screen_offers_sign_up_or_other_providers(client, staff):
    sign_in(client, staff)
    names = [
        "accounts:account",
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_view_recovery_codes",
        "usersessions_list",
    ]
    pages = [client.get(reverse(name)) for name in names]
    pages += [
        Client().get(reverse(name))
        for name in ("account_login", "account_reset_password", "accounts:enter_code")
    ]
    assert [page.status_code for page in pages] == [200] * 9
    for page in pages:
        assert "サインアップ" not in page.text
        assert "/signup" not in page.text
        assert "<script>" not in page.text


def test_no_account_screen_is_kept_by_any_cache(client, staff):
    sign_in(client, staff)
    for name in ("accounts:account", "mfa_index", "mfa_view_recovery_codes", "usersessions_list"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_the_account_page_shows_what_is_ones_own(client):
    user = make_user(person=make_person(name="佐久間 礼子"), email="reiko@example.jp", login_id="reiko-s")
    sign_in(client, user)
    page = client.get("/accounts/")
    for words in ("佐久間 礼子", "reiko@example.jp", "reiko-s", "残り 10 個"):
        assert words in page.text


def test_who_asks_for_too_many_mails_is_refused_in_plain_words(client, db):
    asked = [{"email": f"{number}@example.jp"} for number in range(21)]
    answers = [client.post("/accounts/password/reset/", each) for each in asked]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "少し待ってください" in answers[-1].text


def test_an_address_gets_no_more_mails_and_nobody_learns_who_else_asked(partner):
    people = [Client(REMOTE_ADDR=f"203.0.113.{number}") for number in range(6)]
    answers = [each.post("/accounts/password/reset/", {"email": partner.email.upper()}) for each in people]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, "/accounts/password/reset/sent/")
    }
    assert OutgoingMail.objects.filter(to=partner.email).count() == 5


@pytest.mark.parametrize("login", ["nobody@example.jp", "nobody"])
def test_a_password_is_hashed_once_whoever_is_asked_for(client, login, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    try_login(client, login)
    assert len(hashed) == 1

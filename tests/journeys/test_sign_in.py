"""How people get in: with an app, a passkey, a recovery code, an invitation; with and without scripts."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts.enums import PublicRole
from tests.factories.accounts import PASSWORD, give_totp, invite, make_person, make_user, totp_code

ACCOUNT = "/accounts/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=["page", "page_without_scripts"])
def either_page(request):
    """Run a journey twice: once as usual, once in a browser that runs no script."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def staff(transactional_db):
    """相談員A, made anew for the server's own connection to see."""
    return make_user(name="相談員A", email="staff-a@example.jp", roles=[PublicRole.STAFF])


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def follow(page, words):
    page.get_by_role("link", name=words, exact=True).click()


def sign_in_by_password(page, user):
    page.goto("/accounts/login/?next=/accounts/")
    page.get_by_label("メールアドレス、またはログインID").fill(user.email or user.login_id)
    page.get_by_label("パスワード").fill(PASSWORD)
    press(page, "ログインする")


def show_code(page, code):
    page.get_by_label("6けたの番号").fill(code)
    press(page, "確かめてログインする")


def test_whoever_signs_in_may_type_at_once(staff, either_page):
    page = either_page
    give_totp(staff)
    page.goto("/accounts/login/")
    expect(page.get_by_label("メールアドレス、またはログインID")).to_be_focused()
    sign_in_by_password(page, staff)
    expect(page.get_by_label("6けたの番号")).to_be_focused()
    show_code(page, totp_code())
    expect(page).to_have_url("/accounts/")


def sign_out(page):
    page.goto("/accounts/logout/")
    press(page, "ログアウトする")


def expect_heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_an_app_is_registered_and_asked_for_the_next_time(either_page, staff):
    page = either_page
    sign_in_by_password(page, staff)
    expect_heading(page, "2つ目の確認")
    follow(page, "認証アプリを登録する")
    secret = page.locator("b.num").inner_text().replace(" ", "")
    page.get_by_label("6けたの番号").fill(totp_code(secret=secret))
    press(page, "登録する")
    expect_heading(page, "予備の番号")
    expect(page.locator(".roster li")).to_have_count(10)
    page.goto(ACCOUNT)
    expect_heading(page, "アカウント")
    sign_out(page)
    sign_in_by_password(page, staff)
    expect_heading(page, "2つ目の確認")
    show_code(page, totp_code(secret=secret, steps=1))
    expect_heading(page, "アカウント")


def test_a_recovery_code_opens_once(either_page, staff):
    page, (first, second, *_) = either_page, give_totp(staff)
    sign_in_by_password(page, staff)
    show_code(page, first)
    expect_heading(page, "アカウント")
    sign_out(page)
    sign_in_by_password(page, staff)
    show_code(page, first)
    expect(page.get_by_role("alert")).to_contain_text("番号が違います")
    show_code(page, second)
    expect_heading(page, "アカウント")


def test_an_invitation_leads_to_an_account(either_page, transactional_db):
    page, person = either_page, make_person(name="佐久間 礼子")
    now = dt.datetime.now(dt.UTC)
    inviter = make_user(roles=[PublicRole.MANAGER])
    code = invite(person=person, roles=[PublicRole.PARTNER], actor=inviter, now=now)[1]
    page.goto("/accounts/login/")
    follow(page, "招待状をお持ちの方")
    page.get_by_label("招待の番号", exact=True).fill(code.lower())
    press(page, "次へ進む")
    expect_heading(page, "ログインのしかたを決める")
    page.get_by_label("ログインID").fill("Minamo-3")
    page.get_by_label("パスワード", exact=True).fill("みじかい")
    page.get_by_label("パスワード（もう一度）").fill("みじかい")
    press(page, "これで登録する")
    expect(page.get_by_role("alert")).to_contain_text("入力内容に1か所、誤りがあります")
    expect(page.get_by_label("ログインID")).to_have_value("Minamo-3")
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_label("パスワード（もう一度）").fill(PASSWORD)
    press(page, "これで登録する")
    expect_heading(page, "ログイン")
    page.get_by_label("メールアドレス、またはログインID").fill("minamo-3")
    page.get_by_label("パスワード").fill(PASSWORD)
    press(page, "ログインする")
    page.goto(ACCOUNT)
    expect(page.get_by_text("佐久間 礼子").first).to_be_visible()


@pytest.fixture
def phone(page):
    """A phone's own authenticator, simulated by the browser; returns how many passkeys it holds."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    added = protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return lambda: len(protocol.send("WebAuthn.getCredentials", added)["credentials"])


def register_passkey(page, staff):
    sign_in_by_password(page, staff)
    follow(page, "パスキーを登録する")
    page.get_by_label("パスキーの名前").fill("わたしのスマホ")
    press(page, "この端末に登録する")
    expect_heading(page, "予備の番号")


def test_a_passkey_is_registered_and_signs_in_without_a_password(page, staff, phone):
    register_passkey(page, staff)
    assert phone() == 1
    sign_out(page)
    page.goto("/accounts/login/?next=/accounts/")
    press(page, "パスキーでログイン")
    expect_heading(page, "アカウント")
    expect(page.get_by_text("わたしのスマホ")).to_be_visible()


def test_a_passkey_is_the_second_factor_after_a_password(page, staff, phone):
    register_passkey(page, staff)
    sign_out(page)
    sign_in_by_password(page, staff)
    expect_heading(page, "2つ目の確認")
    press(page, "パスキーで確かめる")
    expect_heading(page, "アカウント")


def test_a_passkey_is_shown_again_by_a_session_that_is_older_than_it(page, staff, phone, new_context):
    older = new_context().new_page()
    sign_in_by_password(older, staff)
    expect_heading(older, "2つ目の確認")
    register_passkey(page, staff)
    page.context.add_cookies(older.context.cookies())
    page.goto(ACCOUNT)
    expect_heading(page, "ご本人か、確かめます")
    press(page, "パスキーで確かめる")
    expect_heading(page, "アカウント")


def test_a_passkey_that_is_refused_is_told_in_words(page, staff):
    page.goto("/accounts/login/")
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    refusing = AUTHENTICATOR | {"isUserVerified": False}
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": refusing})
    press(page, "パスキーでログイン")
    expect(page.get_by_role("alert")).to_contain_text("パスキーを使えませんでした")


def test_without_scripts_no_dead_button_is_shown(page_without_scripts, staff):
    page = page_without_scripts
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="パスキー")).to_have_count(0)
    sign_in_by_password(page, staff)
    follow(page, "パスキーを登録する")
    expect(page.get_by_text("この端末のブラウザーでは、パスキーを使えません。")).to_be_visible()
    follow(page, "認証アプリを登録する")
    expect_heading(page, "認証アプリを登録する")


def test_every_screen_of_signing_in_is_accessible(page, staff, axe):
    codes = give_totp(staff)
    for path in (
        "login/",
        "password/reset/",
        "password/reset/sent/",
        "password/reset/done/",
        "password/reset/key/1-old-key/",
        "invitations/",
        "invitations/UNKNOWN/",
        "inactive/",
    ):
        page.goto(f"/accounts/{path}")
        axe(page)
    sign_in_by_password(page, staff)
    axe(page)
    press(page, "確かめてログインする")
    axe(page)
    show_code(page, codes[0])
    for path in (
        "",
        "2fa/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/passkeys/add/",
        "2fa/totp/deactivate/",
        "2fa/reauthenticate/",
        "password/change/",
        "reauthenticate/",
        "sessions/",
        "logout/",
    ):
        page.goto(f"/accounts/{path}")
        axe(page)

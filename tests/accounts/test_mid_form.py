"""The switches of the frame, pressed beside a form of the sign-in: the name comes back, a password never."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.accounts import PASSWORD, make_user

LOGIN, RESET, CODE = "/accounts/login/", "/accounts/password/reset/", "/accounts/invitations/"
TYPED = {"login": "mihon@example.jp", "password": "himitsu-no-kotoba", "next": "/my/"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_rate_limits(db):
    cache.clear()


def carried(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_the_switch_for_readings_brings_back_the_name_and_not_the_password():
    client = Client()
    answer = client.post(LOGIN, TYPED | {"set-furigana": "on"})
    assert answer.status_code == 200
    assert 'value="mihon@example.jp"' in answer.text
    assert "himitsu" not in answer.text
    assert "エラー：" not in answer.text
    assert carried(answer.text)["next"] == "/my/"
    assert client.cookies["viewing"].value == "furigana"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_settings_carry_the_name_there_and_back_and_no_password():
    client = Client()
    settings = client.post(LOGIN, TYPED | {"viewing-open": "1"})
    assert "書いている途中のものは、そのまま残ります" in settings.text
    assert "himitsu" not in settings.text
    fields = carried(settings.text)
    fields.pop("csrfmiddlewaretoken", None)
    assert fields == {"login": "mihon@example.jp", "next": "/my/"}
    again = client.post(LOGIN, fields | {"viewing-size": "large", "viewing-choose": "1"})
    assert 'data-size="large"' in again.text
    assert 'value="mihon@example.jp"' in again.text


def test_a_switch_signs_nobody_in_and_counts_as_no_attempt():
    user = make_user(email="mihon@example.jp")
    client = Client()
    for _ in range(20):
        right = {"login": user.email, "password": PASSWORD, "set-furigana": "on"}
        assert client.post(LOGIN, right).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(LOGIN, {"login": user.email, "password": "ちがう"}).status_code == 422


def test_who_asks_for_a_new_password_or_has_a_letter_loses_nothing():
    for address, field in ((RESET, "email"), (CODE, "code")):
        answer = Client().post(address, {field: "mihon@example.jp", "set-furigana": "on"})
        assert answer.status_code == 200
        assert 'value="mihon@example.jp"' in answer.text


def test_the_switches_are_buttons_of_the_form_itself():
    for address in (LOGIN, RESET, CODE):
        page = Client().get(address).text
        assert '<form class="form" id="typed-form" method="post"' in page
        assert '<button form="typed-form" name="viewing-open" value="1">' in page
        assert '<button form="typed-form" name="set-furigana" value="on">' in page

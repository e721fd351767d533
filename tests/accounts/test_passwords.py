"""Passwords of our own words are refused, whatever stands between them."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import OWN_WORDS
from tests.architecture import tree
from tests.factories.accounts import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "tsunagu-teichaku-2026",
        "ＴＳＵＮＡＧＵ２０２６１１２８",
        "定着支援センター12345678",
        "つなぐつなぐつなぐ!!!!",
    ],
)
def test_our_own_words_and_numbers_are_no_password(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_of_own_words" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password", [PASSWORD, "tsunagu-to-yuugure-no-hashi", "正しい馬と電池の留め金のうた"]
)
def test_a_sentence_is_a_password_even_with_one_of_them(password):
    validate_password(password)


def test_the_words_are_written_down_where_the_door_says_how_it_is_kept():
    text = tree.text("site/handoff/security.md")
    line = next(line for line in text.splitlines() if line.startswith("- Own words that are no password: "))
    assert line.removeprefix("- Own words that are no password: ").rstrip(".").split(", ") == list(OWN_WORDS)


@pytest.mark.parametrize("password", ["1q2w3e4r5t6y7u8i9o0p", "telechargement", "123456789987654321"])
def test_the_commonest_passwords_are_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password",
    [
        *("passwordpassword", "iloveyou123456", "qwertyuiopasdf", "liverpoolliverpool", "tokyotokyo2026"),
        *("ｐａｓｓｗｏｒｄ１２３４５", "あああああああああああああ"),
    ],
)
def test_what_a_program_guesses_soon_is_refused_however_long(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_guessed" in [error.code for error in refused.value.error_list]


def test_a_password_of_a_hundred_signs_is_taken():
    validate_password("ひかりの道をゆっくりと歩く、" * 8)


@pytest.mark.django_db
def test_a_password_is_hidden_and_may_be_pasted_or_filled_in(client):
    page = client.get("/accounts/login/").text
    field = re.search(r'<input[^>]*name="password"[^>]*>', page)[0]
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_a_short_password_is_told_of_once():
    with pytest.raises(ValidationError) as refused:
        validate_password("みじかい")
    assert [error.code for error in refused.value.error_list] == ["password_too_short"]

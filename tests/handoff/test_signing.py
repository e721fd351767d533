"""The log says who came in, by which way, who left and that somebody failed; never what they typed."""

import logging
import re

import pytest

from tests.factories.accounts import PASSWORD, give_totp, totp_code

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def said(caplog):
    return [(each.levelname, each.getMessage()) for each in caplog.records if each.name == "handoff.signing"]


def test_coming_and_leaving_stand_in_the_log_with_their_ways(client, agency_worker, caplog):
    caplog.set_level(logging.INFO, "handoff")
    give_totp(agency_worker)
    first = client.post(LOGIN, {"login": agency_worker.email, "password": PASSWORD})
    client.post(first.url, {"code": totp_code()})
    client.post("/accounts/logout/")
    number = agency_worker.pk
    assert said(caplog) == [
        ("INFO", f"signed in account={number} by=password,totp"),
        ("INFO", f"signed out account={number}"),
    ]


@pytest.mark.parametrize("login", ["partner-c@example.jp", "nobody@example.jp"])
def test_a_failure_stands_in_the_log_without_whose_it_was(client, agency_worker, caplog, login):
    caplog.set_level(logging.INFO, "handoff")
    client.post(LOGIN, {"login": login, "password": "wrong-かなりあ"})
    assert said(caplog) == [("WARNING", "sign-in failed")]
    assert not any("かなりあ" in each.getMessage() or login in each.getMessage() for each in caplog.records)


def test_each_coming_in_makes_a_new_key_that_nobody_guesses(client, agency_worker):
    give_totp(agency_worker)
    client.get(LOGIN)
    keys = {client.session.session_key}
    first = client.post(LOGIN, {"login": agency_worker.email, "password": PASSWORD})
    keys.add(client.session.session_key)
    client.post(first.url, {"code": totp_code()})
    last = client.session.session_key
    assert last not in keys
    # 32 signs of 36: 165 bits.
    assert re.fullmatch(r"[a-z0-9]{32}", last)

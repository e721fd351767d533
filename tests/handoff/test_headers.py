"""What every answer of the private door carries, and what it refuses before anything is asked."""

import logging

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.handoff.addresses import ARGUMENTS, TABLE
from tests.handoff.roles import NOBODYS

pytestmark = pytest.mark.django_db
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


def every_answer(client):
    """Give an answer of each address of ours, of one that is not there, and of those that strangers use."""
    for name, (method, _, _) in TABLE.items():
        address = reverse(name, args=ARGUMENTS.get(name, [0]))
        yield name, getattr(client, method)(address)
    for address in ("/nothing/", "/healthz", "/accounts/", "/accounts/login/", "/accounts/logout/"):
        yield address, client.get(address)


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_answer_carries_the_same_strict_headers(lead, is_signed_in):
    client = sign_in(Client(), lead) if is_signed_in else Client()
    for name, answer in every_answer(client):
        assert {key: answer.headers.get(key) for key in ALWAYS} == ALWAYS, name
        assert "no-store" in answer.headers["Cache-Control"], name
        assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY, name
        assert "camera=()" in answer.headers["Permissions-Policy"], name
        assert "Access-Control-Allow-Origin" not in answer.headers, name
        assert "Server" not in answer.headers, name
        assert "X-Powered-By" not in answer.headers, name


def test_every_answer_says_what_it_is_and_in_which_letters(lead):
    for name, answer in every_answer(sign_in(Client(), lead)):
        kind = answer.headers["Content-Type"]
        assert kind in ("application/pdf", "application/json") or kind.endswith("charset=utf-8"), name


@override_settings(SECURE_SSL_REDIRECT=True)
def test_over_https_the_browser_is_told_to_stay_there():
    secure, plain = Client().get("/accounts/login/", secure=True), Client().get("/accounts/login/")
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/accounts/login/")


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_no_other_method_is_answered(lead, method):
    answer = sign_in(Client(), lead).generic(method, reverse("handoff:inbox"))
    assert (answer.status_code, answer.content, answer.headers["Allow"]) == (405, b"", "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("site", "mode", "method", "status"),
    [
        ("same-origin", "navigate", "get", 200),
        ("none", "navigate", "get", 200),
        ("cross-site", "navigate", "get", 200),
        ("cross-site", "no-cors", "get", 403),
        ("same-site", "no-cors", "get", 403),
        ("cross-site", "cors", "get", 403),
        ("cross-site", "navigate", "post", 403),
        ("same-site", "navigate", "post", 403),
    ],
)
def test_no_other_site_embeds_or_sends_anything(lead, site, mode, method, status):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    address = reverse("handoff:inbox" if method == "get" else "handoff:stand_ins_seen")
    assert getattr(sign_in(Client(), lead), method)(address, headers=headers).status_code == status


def test_whoever_leaves_leaves_nothing_in_the_browser(lead):
    client = sign_in(Client(), lead)
    assert "Clear-Site-Data" not in client.get(reverse("account_logout")).headers
    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_who_is_refused_is_logged_by_number_and_without_a_value(lead, outsider, caplog):
    caplog.set_level(logging.WARNING, "handoff.refusals")
    sign_in(Client(), outsider).get(reverse("handoff:case", args=[NOBODYS]), {"q": "かなりあ"})
    sign_in(Client(), outsider).get(reverse("handoff:enrolment_list"))
    sign_in(Client(), lead).get(reverse("handoff:inbox"))
    Client().get("/nothing/")
    assert [record.getMessage() for record in caplog.records if record.name == "handoff.refusals"] == [
        f"refused GET handoff:case account={outsider.pk} status=404",
        f"refused GET handoff:enrolment_list account={outsider.pk} status=404",
    ]

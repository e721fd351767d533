"""Whatever somebody sends to the public door, it answers in words: never 500."""

import http.client
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

LONG = "あ" * 10_000
BAD_QUERIES = (
    f"q={LONG}",
    "q=%00",
    "q=%FF%FE%E3%81",
    "q='\"><script>alert(1)</script>",
    "page=0&q=相談",
    "page=-1",
    "page=99999999999999999999",
    "page=%E3%81%82",
    "kind=%00&q=相談",
    "kind=ないもの&q=相談&page=x",
    "category=%FF",
    "year=99999",
    "year=-1",
    "year=%00",
    "view=month&month=2026-13",
    "view=month&month=0000-00",
    "view=month&month=99999-01",
    "month=%FF",
    "next=//example.com",
    "q[]=a&q=b",
    "&&&===",
)
ASKED = (
    "/",
    "/search/",
    "/events/",
    "/news/",
    "/library/",
    "/glossary/",
    "/figures/",
    "/tags/居住支援/",
    "/viewing/",
    "/easy/",
    "/contact/form/",
)
# Bytes that are no UTF-8, dots, zeros, and what programs that look for holes ask.
BAD_PATHS = (
    "/%FF%FE/",
    "/%E3%81/",
    "/tags/%FF/",
    "/figures/%FF/",
    "/events/%00/",
    "/%00",
    "/..%2f..%2fetc/passwd",
    "/media/images/%00.png",
    "/media/images/..%2f..%2fmanage.py",
    f"/{'a' * 5000}/",
    "/documents/99999999999999999999/a.pdf",
    "/documents/1/%FF",
    "/events/attachments/99999999999999999999/a",
    "/applications/%FF/",
    "/contact/form/done/%FF/",
    "/accounts/invitations/%FF/",
    "/accounts/password/reset/key/%FF-a/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzzzz-a/",
    "/_util/authenticate_with_password/99999999999999999999/1/",
    "/demo/mail/%FF/",
)
FORGED = ("", "x", "dark-dark-dark", "furigana" * 100, "\\x00", "'; DROP TABLE", "%FF", "é", LONG[:900])
FORMS = (
    "/contact/form/",
    "/viewing/",
    "/viewing/furigana/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/invitations/",
    "/accounts/invitations/accept/",
    "/search/",
)


@pytest.fixture
def client():
    """A client that does not raise what a server would answer with 500."""
    return Client(raise_request_exception=False)


def failures(answers):
    return {asked: status for asked, status in answers.items() if status >= 500}


@pytest.mark.parametrize("address", ASKED)
def test_a_query_that_makes_no_sense_is_answered(site, client, address):
    answers = {query[:60]: client.get(f"{address}?{query}").status_code for query in BAD_QUERIES}
    assert len(answers) == len(BAD_QUERIES)
    assert failures(answers) == {}


def raw(site, lines, body=b""):
    """Send a request as bytes, as no browser would, and return the status."""
    own = urlsplit(site.url)
    connection = http.client.HTTPConnection(own.hostname, own.port, timeout=20)
    try:
        connection.connect()
        connection.sock.sendall(lines.encode("latin-1") + b"\r\n\r\n" + body)
        answer = http.client.HTTPResponse(connection.sock)
        answer.begin()
        return answer.status, answer.read1()
    finally:
        connection.close()


def test_an_address_that_makes_no_sense_is_not_found(site, client):
    answers = {path[:60]: client.get(path).status_code for path in BAD_PATHS}
    assert len(answers) == len(BAD_PATHS)
    assert {path: status for path, status in answers.items() if status not in (400, 404, 301, 302, 200)} == {}


@pytest.mark.parametrize(
    "line", ["GET /\xff\xfe/", "GET /search/?q=\xff\xfe", "GET /%ZZ/", "GET /events/?\xe3"]
)
def test_raw_bytes_are_answered(site, line):
    status, _ = raw(site, f"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close")
    assert status < 500


def test_forged_cookies_are_as_none(site, client):
    for value in FORGED:
        # As bytes travel: what a browser sends in UTF-8, a server reads as Latin-1.
        sent = value.encode().decode("latin-1")
        for name in ("viewing", settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            for address in ("/", "/viewing/", "/contact/form/", "/accounts/login/"):
                answer = client.get(address, headers={"cookie": f"{name}={sent}"})
                assert answer.status_code == 200, (name, value, address)


@pytest.mark.parametrize("address", FORMS)
def test_a_form_filled_with_nonsense_is_refused(site, client, address):
    bodies = {
        "nothing": (b"", "application/x-www-form-urlencoded"),
        "no utf-8": (b"text=\xff\xfe&next=\x83", "application/x-www-form-urlencoded"),
        "zero": (
            b"text=%00&email=%00&code=%00&login=%00&next=%00&q=%00",
            "application/x-www-form-urlencoded",
        ),
        "long": (
            f"text={LONG}&code={LONG}&login={LONG}&email={LONG}".encode(),
            "application/x-www-form-urlencoded",
        ),
        "many": (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded"),
        "torn": (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x"),
        "no boundary": (b"abc", "multipart/form-data"),
        "charset": (b"a=b", "application/x-www-form-urlencoded; charset=utf-7777"),
        "json": (b"{", "application/json"),
    }
    answers = {
        name: client.generic("POST", address, body, content_type=kind).status_code
        for name, (body, kind) in bodies.items()
    }
    assert failures(answers) == {}


def test_500_megabytes_are_refused_before_a_byte_is_read(site):
    head = (
        "POST /contact/form/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded"
    )
    status, body = raw(site, f"{head}\r\nContent-Length: {500 * 1024 * 1024}\r\nConnection: close")
    assert status == 413
    assert "大きすぎて、受け取れません。" in body.decode()


def test_a_length_that_is_no_number_is_answered(site, client):
    for length in ("x", "-1", "1e9", "９", ""):
        assert client.post("/contact/form/", {}, CONTENT_LENGTH=length).status_code < 500

"""`/demo/`: open to whoever sits at the machine of a demo, absent everywhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from portal.demo.people import CAST
from portal.demo.views import code_of

PAGES = ("/demo/", "/demo/logins.json", "/demo/mail/")


@pytest.fixture
def demo(settings, tmp_path, db):
    settings.DEMO = True
    settings.VAR = tmp_path
    options = {"file_path": str(tmp_path / "mail")}
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}


def send(subject="受付のお知らせ", calendar=""):
    mail = EmailMultiAlternatives(subject=subject, body="席を2つ取りました。", to=["minamo@example.jp"])
    mail.attach_alternative('<p style="color: red">席を2つ取りました。</p><script>go()</script>', "text/html")
    if calendar:
        mail.attach_alternative(calendar, "text/calendar; method=REQUEST; charset=UTF-8")
    mail.send()


def queue(number):
    OutgoingMail.objects.create(
        cause=f"test:{number}", to="a@example.jp", subject=f"待つ {number}", created_at=timezone.now()
    )


@pytest.mark.parametrize("page", PAGES)
def test_in_a_demo_on_this_machine_the_page_is_open_and_never_kept(demo, client, page):
    response = client.get(page)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_demo_the_page_is_absent(db, client, page):
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_under_a_name_that_others_reach_the_page_is_absent(demo, settings, client, page):
    settings.HOST = "portal.example.jp"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_to_another_machine_the_page_is_absent(demo, client, page):
    assert client.get(page, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_programs_get_every_login(demo, client):
    logins = client.get("/demo/logins.json").json()
    assert len(logins) == len(CAST)
    assert logins[0] == {
        "role": "staff",
        "roles": ["staff"],
        "name": "浅野 あかり",
        "door": "public",
        "url": "http://localhost:8000/accounts/login/",
        "email": "staff@example.jp",
        "password": "mihon-no-yuugure-staff",
        "totp_secret": CAST[0].totp_secret,
    }


def test_the_guide_shows_each_login(demo, client):
    page = client.get("/demo/").content.decode()
    assert [member.key for member in CAST if f">{member.email}<" not in page] == []


def test_a_code_is_what_an_authenticator_app_shows():
    """RFC 6238 with six figures and half a minute: the codes of the same half minute are the same."""
    assert code_of(CAST[0], 59.9) == code_of(CAST[0], 30.0) != code_of(CAST[0], 60.0)


def test_a_mail_is_listed_with_those_that_still_wait(demo, client):
    send()
    queue(1)
    page = client.get("/demo/mail/").content.decode()
    assert ("受付のお知らせ" in page, "待つ 1（a@example.jp、送信待ち）" in page) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_mails_asks_the_database_equally_often(
    demo, client, number, django_assert_num_queries, centre
):
    for each in range(number):
        queue(each)
    client.get("/demo/mail/")
    with django_assert_num_queries(3):
        client.get("/demo/mail/")


def test_a_mail_shows_text_html_in_a_frame_and_its_calendar(demo, client):
    send(calendar="BEGIN:VCALENDAR\r\nSUMMARY:はじめての受け入れ\r\nEND:VCALENDAR\r\n")
    (address,) = [link for link in links(client, "/demo/mail/") if link.startswith("/demo/mail/2")]
    response = client.get(address)
    page = response.content.decode()
    assert "SUMMARY:はじめての受け入れ" in page
    assert "<script>go()" not in page
    assert f'title="メールソフトでの見え方" src="{address}html/"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_html_of_a_mail_may_only_open_links_beside_itself(demo, client):
    send()
    (address,) = [link for link in links(client, "/demo/mail/") if link.startswith("/demo/mail/2")]
    response = client.get(f"{address}html/")
    assert "席を2つ取りました。" in response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_an_unknown_mail_is_absent(demo, client):
    assert client.get("/demo/mail/20260101-000000-1-0/").status_code == 404


def links(client, page):
    return [part.split('"')[0] for part in client.get(page).content.decode().split('href="')[1:]]


@pytest.mark.parametrize(("calendar", "status"), [("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 200), ("", 404)])
def test_the_calendar_part_of_a_mail_is_a_file(demo, client, calendar, status):
    send(calendar=calendar)
    (address,) = [link for link in links(client, "/demo/mail/") if link.startswith("/demo/mail/2")]
    assert client.get(f"{address}invite.ics").status_code == status

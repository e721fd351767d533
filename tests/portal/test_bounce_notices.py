"""The mail provider tells of a mail that came back; staff see it in the outbox."""

import base64
import subprocess
import sys

import pytest
from django.test import Client

from foundation.mail.models import MailState, OutgoingMail
from tests.factories.events import NOW
from tests.portal.test_settings import PUBLIC, ROOT

ADDRESS = "/anymail/postmark/tracking/"
NOTICE = {"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "abc-1", "BouncedAt": NOW.isoformat()}


def told(secret):
    token = base64.b64encode(secret.encode()).decode()
    headers = {"Authorization": f"Basic {token}"}
    return Client().post(ADDRESS, NOTICE, content_type="application/json", headers=headers)


@pytest.fixture
def mail(db):
    return OutgoingMail.objects.create(
        cause="test:1",
        to="minamo@example.jp",
        subject="受け付けました",
        state=MailState.SENT,
        provider_id="abc-1",
        created_at=NOW,
        sent_at=NOW,
    )


def test_a_mail_that_came_back_is_marked(mail):
    assert told("notices:of-no-value").status_code == 200
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == (MailState.BOUNCED, "bounced")


def test_a_notice_without_the_secret_changes_nothing(mail):
    assert told("notices:guessed").status_code == 400
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_without_a_secret_nobody_is_listened_to():
    code = (
        "import django; django.setup(); from django.urls import resolve; from wagtail.views import serve; "
        f"print(resolve({ADDRESS!r}).func is serve)"
    )
    environment = PUBLIC | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.public",
        "PYTHONPATH": f"{ROOT}:{ROOT}/site",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    assert done.stdout.strip() == "True"

"""Calendars end in our exact state, driven by the real services; 1,000 steps run in `make proof`."""

import pytest

from events.services import publishing
from foundation.calendar.entries import CalendarState
from tests.events.calendar_steps import as_mailed, as_published, walk

pytestmark = pytest.mark.django_db


def test_mail_and_feed_end_in_our_exact_state():
    by_mail, by_feed, application = walk(steps=60, seed=3)
    uid = application.session.calendar_uid
    assert by_mail == {uid: as_mailed(application)}
    assert by_feed == as_published(application)


def test_without_a_stored_sequence_mails_end_in_a_wrong_state(monkeypatch):
    def unversioned(before, after, *, now):
        return CalendarState(uid=before.uid, sequence=1, last_modified=now)

    monkeypatch.setattr(publishing, "revised", unversioned)
    by_mail, _, application = walk(steps=60, seed=3)
    assert by_mail[application.session.calendar_uid] != as_mailed(application)

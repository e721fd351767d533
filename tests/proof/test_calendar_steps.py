"""1,000 random edit, cancel and reinstate steps through the services end in our exact state."""

import pytest

from tests.events.calendar_steps import as_mailed, as_published, walk

pytestmark = pytest.mark.django_db


def test_a_thousand_steps_end_in_our_exact_state():
    by_mail, by_feed, application = walk(steps=1000, seed=11)
    uid = application.session.calendar_uid
    assert by_mail == {uid: as_mailed(application)}
    assert by_feed == as_published(application)

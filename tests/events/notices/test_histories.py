"""Whatever happens to an event: each cause reaches each application once, and whoever left hears no more."""

import pytest

from foundation.mail.models import OutgoingMail
from tests.factories.notice_histories import History

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_each_cause_is_told_once_and_nobody_who_left_is_told(staff, seed):
    history = History(seed, staff)
    history.run(12)
    assert history.told() == +history.expected


def test_a_letter_too_many_is_seen(staff):
    history = History(1, staff)
    history.run(6)
    mail = OutgoingMail.objects.filter(cause__endswith=":received").first()
    OutgoingMail.objects.create(cause=f"{mail.cause}-again", to=mail.to, subject="x", created_at=history.now)
    assert history.told() != +history.expected

"""One letter tells of all parts of a series, and a part that comes early asks for an earlier deadline."""

from datetime import timedelta

import pytest

from events.enums import ChangeKind
from events.exceptions import EventRefused
from events.series import parts_of
from events.services.parts import change_part
from foundation.calendar.ics import taken_apart
from foundation.mail.models import OutgoingMail
from foundation.mail.services import build_message
from tests.events.parts.steps import READER, fresh, three_plans, written
from tests.factories.events import NOW, STARTS_AT, apply, make_event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
DEADLINE = STARTS_AT - timedelta(days=7)


def mails():
    return list(OutgoingMail.objects.order_by("id"))


def put_off(part, staff, **moments):
    return change_part(
        part=part, kind=ChangeKind.POSTPONED, reason="大雪のため", actor=staff, now=LATER, **moments
    )


def test_a_mail_about_several_parts_has_a_file_for_each_and_stands_for_none_of_them(series):
    apply(series, email=READER)
    files = [part for part in build_message(mails()[0]).message().walk() if not part.is_multipart()]
    assert [(part.get_content_type(), part.get_filename()) for part in files] == [
        ("text/plain", None),
        ("text/html", None),
        *(("application/ics", f"invite-{number}.ics") for number in (1, 2, 3)),
    ]


def test_a_date_that_becomes_a_series_is_told_in_one_mail(staff):
    session = make_event().sessions.get()
    apply(session, email=READER)
    before = len(mails())
    written(session, staff, now=LATER)
    (mail,) = mails()[before:]
    assert [part.method for part in taken_apart(mail.calendar)] == [*["REQUEST"] * 3, "CANCEL"]


def test_a_part_that_comes_before_the_deadline_needs_an_earlier_deadline(series, staff):
    apply(series, email=READER)
    early = {"starts_at": DEADLINE - timedelta(days=1), "ends_at": DEADLINE - timedelta(hours=22)}
    with pytest.raises(EventRefused, match="締切は、最初の日程の始まりより前に"):
        put_off(parts_of(series)[1], staff, **early)
    sequence = series.event.deadline_sequence
    closes = DEADLINE - timedelta(days=3)
    put_off(parts_of(series)[1], staff, **early, deadline_at=closes)
    event = fresh(series).event
    assert (event.deadline_at, event.deadline_sequence) == (closes, sequence + 1)
    assert fresh(series).starts_at == early["starts_at"]


def test_parts_are_not_written_before_the_deadline_of_a_public_event(series, staff):
    plans = three_plans(parts_of(series), starts_at=DEADLINE - timedelta(days=1))
    with pytest.raises(EventRefused, match="締切は、最初の日程の始まりより前に"):
        written(series, staff, plans, now=LATER)

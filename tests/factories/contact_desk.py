"""Messages of the contact form in each state, made by the real services."""

from datetime import timedelta
from uuid import uuid4

from portal.consultations.enums import AskerKind, Outcome, TalkWay, Theme
from portal.consultations.rules import Talk
from portal.contact_desk.enums import ReplyWay, SubjectClass
from portal.contact_desk.sealing import Contents
from portal.contact_desk.services.handling import answer_message, assign_message
from portal.contact_desk.services.readers import name_reader
from portal.contact_desk.services.receiving import MessageRequest, receive_message
from tests.factories.events import NOW

WORDS = "見学の日を知りたいです。"


def message_request(**changes):
    fields = {
        "form_key": uuid4(),
        "asker_kind": AskerKind.FAMILY,
        "subject": SubjectClass.LIVING,
        "reply_way": ReplyWay.PHONE,
        "contents": Contents(WORDS, "みなも", "099-000-4567", "火曜日のほかは大丈夫"),
        "best_time": "any",
    }
    return MessageRequest(**(fields | changes))


def send_message(*, now=NOW, **changes):
    return receive_message(request=message_request(**changes), actor=None, now=now)


def make_reader(user, *, by, now=NOW - timedelta(days=60)):
    return name_reader(user=user, actor=by, now=now)


def make_talk(**changes):
    fields = {
        "theme": Theme.HOUSING,
        "day": NOW.date(),
        "way": TalkWay.PHONE,
        "minutes": 20,
        "outcome": Outcome.TOLD,
    }
    return Talk(**(fields | changes))


def answered_message(*, reader, now=NOW, **changes):
    """A message that this reader has taken and answered within the same hour."""
    message = send_message(now=now, **changes)
    assign_message(message_id=message.pk, to=reader, actor=reader, now=now)
    return answer_message(message_id=message.pk, talk=make_talk(day=now.date()), actor=reader, now=now)

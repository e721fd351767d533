"""A few messages of the demo world, sent and handled by the real services at the times they would have."""

from datetime import timedelta
from uuid import UUID

from accounts.models import User
from foundation.demo import World
from portal.consultations.enums import AskerKind, Outcome, TalkWay, Theme
from portal.consultations.rules import Talk

from . import sealing
from .enums import ReplyWay, SubjectClass
from .models import ContactMessage
from .sealing import Contents
from .services.handling import answer_message, assign_message
from .services.readers import name_reader
from .services.receiving import MessageRequest, receive_message

# (hours ago, kind, subject, reply way, contents)
SAMPLES = (
    (200, AskerKind.WELFARE, SubjectClass.RECEIVING, ReplyWay.PHONE, Contents("はじめての受け入れを考えています。何から準備すればよいか、教えてください。", "見本の事業所の者", "000-000-0121", "会議のない火曜と木曜が助かります")),
    (100, AskerKind.FAMILY, SubjectClass.LIVING, ReplyWay.PHONE, Contents("もうすぐ帰ってくる家族の、住むところのことで相談したいです。", "", "000-000-0122")),
    (20, AskerKind.PRESS, SubjectClass.VISIT, ReplyWay.FAX, Contents("センターの仕事を取材したいです。ご都合のよい日を教えてください。", "見本新聞", "000-000-0123")),
    (2, AskerKind.PERSON, SubjectClass.LIVING, ReplyWay.NONE, Contents("わかりやすい版のページが、読みやすかったです。")),
)  # fmt: skip


def seed(world: World) -> None:
    """Fill the desk once: two readers and four messages."""
    if world.door != "public" or not sealing.is_ready() or ContactMessage.objects.exists():
        return
    users = {
        key: User.objects.filter(person=world.people[key]).first()
        for key in ("staff", "manager")
        if key in world.people
    }
    staff, manager = users.get("staff"), users.get("manager")
    if staff is None or manager is None:
        return
    for user in (staff, manager):
        name_reader(user=user, actor=manager, now=world.now - timedelta(days=60))
    sent = [
        receive_message(
            request=MessageRequest(UUID(int=number, version=4), kind, subject, way, contents),
            actor=None,
            now=world.now - timedelta(hours=hours),
        )
        for number, (hours, kind, subject, way, contents) in enumerate(SAMPLES, start=1)
    ]
    for message in sent[:2]:
        assign_message(
            message_id=message.pk, to=staff, actor=manager, now=message.received_at + timedelta(hours=1)
        )
    answered_at = sent[0].received_at + timedelta(hours=26)
    talk = Talk(Theme.RECEIVING, answered_at.date(), TalkWay.PHONE, 40, Outcome.GOES_ON)
    answer_message(message_id=sent[0].pk, talk=talk, actor=staff, now=answered_at)

"""A few messages of the demo world, sent and handled by the real services at the times they would have."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from foundation.japanese.dates import fiscal_year, fiscal_year_span

from . import sealing
from .enums import AskerKind, Outcome, ReplyWay, SubjectClass, TalkWay, Theme
from .models import ContactMessage
from .sealing import Contents
from .services.consultations import record_consultation
from .services.handling import Talk, answer_message, assign_message
from .services.readers import name_reader
from .services.receiving import MessageRequest, receive_message

# (hours ago, kind, subject, reply way, contents)
SAMPLES = (
    (200, AskerKind.WELFARE, SubjectClass.RECEIVING, ReplyWay.PHONE, Contents("はじめての受け入れを考えています。何から準備すればよいか、教えてください。", "見本の事業所の者", "000-000-0121", "会議のない火曜と木曜が助かります")),
    (100, AskerKind.FAMILY, SubjectClass.LIVING, ReplyWay.PHONE, Contents("もうすぐ帰ってくる家族の、住むところのことで相談したいです。", "", "000-000-0122")),
    (20, AskerKind.PRESS, SubjectClass.VISIT, ReplyWay.FAX, Contents("センターの仕事を取材したいです。ご都合のよい日を教えてください。", "見本新聞", "000-000-0123")),
    (2, AskerKind.PERSON, SubjectClass.LIVING, ReplyWay.NONE, Contents("わかりやすい版のページが、読みやすかったです。")),
)  # fmt: skip
TALKS = (
    (5, AskerKind.FAMILY, Theme.HOUSING, TalkWay.PHONE, 25, Outcome.GOES_ON),
    (12, AskerKind.LAWYER, Theme.RECEIVING, TalkWay.PHONE, 15, Outcome.TOLD),
    (33, AskerKind.GOVERNMENT, Theme.WELFARE, TalkWay.VISIT_HERE, 50, Outcome.REFERRED),
)
# (kind, how many): the talks of the fiscal year before, for the yearly report
LAST_YEAR = (
    (AskerKind.PERSON, 7), (AskerKind.FAMILY, 6), (AskerKind.LAWYER, 8), (AskerKind.CORRECTIONS, 11),
    (AskerKind.WELFARE, 14), (AskerKind.MEDICAL, 3), (AskerKind.GOVERNMENT, 9),
)  # fmt: skip


def seed(world: World) -> None:
    """Fill the desk once: two readers, four messages, talks by phone and at the door of two years."""
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
    for days, kind, theme, way, minutes, outcome in TALKS:
        day = (world.now - timedelta(days=days)).date()
        record_consultation(
            asker_kind=kind, talk=Talk(theme, day, way, minutes, outcome), actor=staff, now=world.now
        )
    begins, _ = fiscal_year_span(fiscal_year(timezone.localdate(world.now)) - 1)
    kinds = [kind for kind, talks in LAST_YEAR for _ in range(talks)]
    for number, kind in enumerate(kinds):
        day = begins.date() + timedelta(days=6 * number)
        talk = Talk(Theme.RECEIVING, day, TalkWay.PHONE, 20, Outcome.TOLD)
        record_consultation(asker_kind=kind, talk=talk, actor=staff, now=world.now)

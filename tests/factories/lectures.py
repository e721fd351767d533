"""Lectures, made by the real services so that slots, mail and audit are as in life."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from events.enums import Channel, ReplyWay, Way
from events.lectures.enums import Level, Part, ResourceKind, SlotKind
from events.lectures.models import Lecturer, LecturerSlot, LectureTheme, Resource
from events.lectures.services.arranging import PlannedLecture, propose_date
from events.lectures.services.asking import Wanted, ask_for_lecture
from events.lectures.services.slots import Team
from tests.factories.accounts import make_person
from tests.factories.events import NOW, TOKYO

# A Thursday, more than a month ahead.
WISH = datetime(2027, 1, 14, 13, 30, tzinfo=TOKYO)


def make_theme(*, code="A1", title="センターの仕事を知る", minutes=90, lecturers=(), **fields):
    values = {
        "level": Level.FIRST,
        "audience": "どなたでも",
        "aims": "センターの仕事を知ります。",
        "changed_at": NOW,
    }
    theme = LectureTheme.objects.create(code=code, title=title, minutes=minutes, **values | fields)
    theme.lecturers.set(lecturers)
    return theme


def make_lecturer(*, name="見本 講子", leads=True, **fields):
    values = {"opens": time(9), "closes": time(17), "changed_at": NOW}
    return Lecturer.objects.create(person=make_person(name=name), can_lead=leads, **values | fields)


def make_resource(*, name="プロジェクター", kind=ResourceKind.EQUIPMENT):
    return Resource.objects.create(kind=kind, name=name, changed_at=NOW)


def wanted(
    *, theme=None, wishes=(WISH, WISH + timedelta(days=7)), channel=Channel.WEB, received_at=None, **fields
):
    values = {
        "theme": theme,
        "theme_text": "" if theme else "住まいの探し方",
        "audience": "世話人",
        "people": 12,
        "minutes": 90,
        "way": Way.VENUE,
        "place": "みなも 交流室",
        "address": "見本町2丁目",
        "host": "グループホームみなも",
        "contact_name": "佐久間 礼子",
        "phone": "000-000-4567",
        "email": "minamo@example.jp",
        "reply_way": ReplyWay.MAIL,
    }
    key = fields.pop("form_key", uuid4())
    return Wanted(
        form_key=key, values=values | fields, wishes=list(wishes), channel=channel, received_at=received_at
    )


def ask(*, now=NOW, actor=None, **fields):
    return ask_for_lecture(wanted=wanted(**fields), actor=actor, now=now)


def offer(lead, *, starts_at=WISH, minutes=90, travel=60, juniors=(), resources=(), **options):
    team = Team(lead.pk, tuple(each.pk for each in juniors), tuple(each.pk for each in resources))
    return PlannedLecture(starts_at, minutes, travel, team, **options)


def propose(request, lead, *, actor, now=NOW, **options):
    return propose_date(request=request, offer=offer(lead, **options), actor=actor, now=now)


def agree(request, lead, *, actor, now=NOW, **options):
    """Let a request become an event with this lead."""
    propose(request, lead, actor=actor, now=now, agrees=True, **options)
    request.refresh_from_db()
    return request


def a_slot(lecturer, starts_at=WISH, *, hours=1.5, travel=0, request=None, part=Part.LEAD):
    """Return a slot that nobody has asked the rules for; not saved."""
    ends_at, way = starts_at + timedelta(hours=hours), timedelta(minutes=travel)
    return LecturerSlot(
        lecturer=lecturer,
        kind=SlotKind.LECTURE if request else SlotKind.MEETING,
        request=request,
        part=part if request else "",
        starts_at=starts_at,
        ends_at=ends_at,
        busy_from=starts_at - way,
        busy_until=ends_at + way,
    )

"""Meetings that the centre of the demo world went to, and a kit for an office that receives its first guest."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from directory.models import Agency, WelfareArea
from foundation.demo import World

from .enums import ItemKind, MeetingKind, Theme
from .host_queries import courses_to_choose
from .models import HostKit, OutsideMeeting
from .services.hosts import Buddy, add_item, add_story, ask, make_kit, say_read, send_kit
from .services.meetings import (
    Said,
    add_contact,
    add_meeting,
    follow_up,
    plan_visit,
    write_attendance,
)

GREETING = (
    "はじめてのことは、だれでも心配です。\nセンターと、受け入れたことのある事業所が、いっしょに考えます。"
)
STORIES = (
    (
        "はじめの1か月は、毎日話しました",
        "町の小さなグループホーム",
        (
            "受け入れる前は、何か起きたらどうしようと、職員みんなが心配でした。\n"
            "センターの方が週に1回来て、困ったことを聞いてくれました。いまは、ほかの入居者と同じです。"
        ),
    ),
    (
        "決まりを、いっしょに作りました",
        "高齢の方の施設",
        (
            "はじめに、夜の外出とお金のことを、ご本人と紙に書いて決めました。\n"
            "約束がやぶられた日もありましたが、怒らずに、もう一度書き直しました。"
        ),
    ),
)
# kind, how many days ago, what was explained, how many people, what is left until when (days from now)
VISITS = (
    (MeetingKind.SUPPORT_COUNCIL, 150, Theme.WORK, 24, "", 0),
    (MeetingKind.WELFARE_AREA, 95, Theme.HOSTING, 18, "出前講座のちらしを送る", -60),
    (MeetingKind.SUBCOMMITTEE, 40, Theme.ADDITIONS, 12, "加算の早見表を送る", 10),
)


def seed(world: World) -> None:
    """Write down meetings, visits, a kit and an office that got it; once."""
    if world.door != "public" or OutsideMeeting.objects.exists() or HostKit.objects.exists():
        return
    staff = world.people["staff"].user
    _meetings(world, staff, world.people["manager"].user)
    _hosts(world, staff)


def _meetings(world: World, staff: User, manager: User) -> None:
    today, areas = timezone.localdate(world.now), list(WelfareArea.objects.order_by("id"))
    agencies = list(Agency.objects.current(today=today).order_by("public_id")[:3])
    for place, (kind, ago, theme, people, left, until) in enumerate(VISITS):
        if place >= len(areas):
            break
        details = {"name": f"{areas[place]}　{kind.label}", "kind": kind, "area": areas[place]}
        made = add_meeting(
            details=details | {"host_words": f"{areas[place]}の事務局"}, actor=staff, now=world.now
        )
        day = today - timedelta(days=ago)
        visit = plan_visit(meeting=made, day=day, place="", people=[staff.person], actor=staff, now=world.now)
        said = Said(
            theme=theme,
            own={manager.person_id: Theme.ISSUES},
            people=people,
            follow_up=left,
            follow_up_by=today + timedelta(days=until) if left else None,
        )
        went = [staff.person, manager.person]
        write_attendance(visit=visit, said=said, people=went, actor=staff, now=world.now)
        add_contact(visit=visit, agency=agencies[place], words="", actor=staff, now=world.now)
        if until < 0:
            follow_up(visit=visit, on=today - timedelta(days=70), actor=staff, now=world.now)
        coming = today + timedelta(days=21 + place)
        plan_visit(meeting=made, day=coming, place="", people=[staff.person], actor=staff, now=world.now)


def _hosts(world: World, staff: User) -> None:
    now = world.now
    kit = make_kit(
        details={"title": "はじめて受け入れる事業所のみなさまへ", "greeting": GREETING, "is_open": True},
        actor=staff,
        now=now,
    )
    things = [
        {"kind": ItemKind.PAMPHLET, "title": "くらしの会のご案内", "address": "/groups/"},
        {
            "kind": ItemKind.CALL,
            "title": "困ったときは、まずセンターへ",
            "phone": "000-000-2000",
            "words": "夜と休みの日は、留守番電話に入れてください。次の日にかけ直します。",
        },
    ]
    course = courses_to_choose().first()
    if course is not None:
        things.append({"kind": ItemKind.COURSE, "title": "はじめに見る短い研修", "course": course})
    for each in things:
        add_item(kit=kit, details=each, actor=staff, now=now)
    for title, office, text in STORIES:
        add_story(kit=kit, details={"title": title, "office": office, "text": text}, actor=staff, now=now)
    _send(world, kit, staff)


def _send(world: World, kit: HostKit, staff: User) -> None:
    partner = world.people["partner"]
    own = partner.memberships.order_by("pk").first()
    if own is None:
        return
    today: date = timezone.localdate(world.now)
    buddy = Agency.objects.current(today=today).exclude(pk=own.agency_id).order_by("public_id").first()
    sending = send_kit(
        kit=kit,
        agency=own.agency,
        on=today - timedelta(days=5),
        buddy=Buddy(buddy, today - timedelta(days=6)) if buddy else None,
        actor=staff,
        now=world.now,
    )
    say_read(sending=sending, actor=partner.user, now=world.now)
    question = "夜に職員が一人のとき、どこまで備えておけばよいですか。"
    ask(sending=sending, text=question, actor=partner.user, now=world.now)

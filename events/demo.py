"""A plausible year of seminars for the demo world, made by the real services at the times they would have."""

from datetime import time

from accounts.models import User
from foundation.demo import World

from .demo_changes import seed_changes
from .demo_deciding import seed_decisions
from .demo_seminars import Seminar, fill, make
from .enums import Attendance, Audience, EventKind
from .models import Event, Participant, Session
from .services.attendance import mark_attendance
from .services.publishing import cancel_event

SEMINARS = (
    Seminar(
        "地域生活定着支援センターの仕事を知る", -150, time(13, 30), 2, "センターが何をするところか、一年のはじめにお伝えします。",
        venue_seats=40, people=26,
    ),
    Seminar(
        "矯正施設を見学する", -96, time(10), 3, "矯正施設での暮らしと、出たあとに向けた準備を、現地で見て学びます。",
        kind=EventKind.OTHER, venue_seats=15, people=14,
    ),
    Seminar(
        "支援する人の心を守る", -61, time(14), 2.5,
        "かかわりがむずかしいと感じたときの考え方と、支援する人自身の心の守り方を、大学の先生から学びます。",
        online_seats=60, people=38,
    ),
    Seminar(
        "借金と後見の困りごと", -26, time(18, 30), 1.5, "弁護士を囲んで、暮らしのなかの借金と後見について話し合います。",
        subtitle="談話会", kind=EventKind.STUDY_MEETING, venue_seats=20, people=12,
    ),
    Seminar(
        "はじめての受け入れ", 17, time(13, 30), 3,
        "矯正施設を出た高齢の方、障害のある方を、はじめて迎える事業所のための研修です。",
        subtitle="迎える前に知っておきたいこと", venue_seats=30, online_seats=20, people=36,
        programme=(
            ("13:30", "支援の仕組みと、センターがいつまでかかわるか（センター職員）"),
            ("14:10", "迎えた日のこと、困ったこと、助かったこと（グループホームの世話人）"),
            ("15:30", "話し合い「うちなら、どこから始めるか」（全員）"),
        ),
    ),
    Seminar(
        "県民講座「支援が届いていれば」", 24, time(18, 30), 1.5,
        "福祉につながれなかった人が罪に問われることがあります。地域で何ができるかを、いっしょに考えます。",
        subtitle="罪に問われた人と地域", kind=EventKind.LECTURE, audience=Audience.PUBLIC,
        audience_text="どなたでも", venue_seats=80, people=17, deadline_days_before=2,
    ),
    Seminar(
        "養護老人ホーム職員合同研修会", 38, time(13, 30), 2,
        "措置、契約につづく第3の利用方法、自立準備ホームの登録について学びます。",
        subtitle="第3の利用方法を考える", audience_text="養護老人ホームの職員", venue_seats=12, people=12,
        more_groups=(3, 1), deadline_days_before=5,
    ),
    Seminar(
        "西部地区 事例検討会", 45, time(14), 2, "受け入れている事業所の困りごとを、いろいろな分野の方と考えます。",
        kind=EventKind.STUDY_MEETING, venue_seats=20, people=5, opened_days_before=60,
        cancelled="講師の都合により、中止しました。",
    ),
    Seminar(
        "入口支援を学ぶ", 73, time(14), 2.5,
        "釈放までの短い時間に、福祉ができること。被疑者・被告人の段階からの支援（令和3年度から）を学びます。",
        subtitle="釈放までの短い時間でできること", audience_text="弁護士・相談支援・行政の方", online_seats=50,
        opened_days_before=40,
    ),
    # Of the fiscal year before, for the yearly report.
    Seminar(
        "暮らしの始まりを支える", -350, time(13, 30), 2.5, "住む所、お金、病院。出た日からの一週間に要ることを、順を追って学びます。",
        venue_seats=40, people=31,
    ),
    Seminar(
        "となりの支援を知る", -338, time(18, 30), 1.5, "保護司、民生委員、相談支援の方が、それぞれの仕事を話します。",
        subtitle="談話会", kind=EventKind.STUDY_MEETING, venue_seats=20, people=9,
    ),
)  # fmt: skip


def seed(world: World) -> None:
    """Fill the demo world with a year of events; a world that has events already is left as it is."""
    if world.door != "public" or Event.objects.exists():
        return
    staff = world.people["staff"].user
    for seminar in SEMINARS:
        session = make(seminar, world, staff)
        fill(seminar, session, world, staff)
        if seminar.cancelled:
            cancel_event(event=session.event, reason=seminar.cancelled, actor=staff, now=world.now)
        if session.ends_at < world.now:
            _mark(session, world, staff)
    seed_decisions(world, staff)
    seed_changes(world, staff)


def _mark(session: Session, world: World, staff: User) -> None:
    people = Participant.objects.filter(session=session, cancelled_at__isnull=True).order_by("id")
    marks = {
        pk: Attendance.ABSENT if world.rng.random() < 0.08 else Attendance.ATTENDED
        for pk in people.values_list("pk", flat=True)
    }
    mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)

"""A plausible year of seminars for the demo world, made by the real services at the times they would have."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.demo import World
from foundation.japanese.business_days import Closures, next_business_day

from .enums import Accommodation, Attendance, Audience, Channel, EventKind, ReplyWay
from .models import Event, Participant, Session
from .services.applying import ApplicationRequest, PersonRequest, apply_for_event
from .services.attendance import mark_attendance
from .services.publishing import SessionPlan, cancel_event, create_event

HALL = ("見本市民会館 2階 会議室2", "石川県金沢市見本町2丁目1-1")
ROUTE = "金沢駅の西口から歩いて8分です。入口に段差はありません。エレベーターで2階へ上がると、正面に受付があります。"
SURNAMES = (
    ("髙橋", "タカハシ"), ("宮﨑", "ミヤザキ"), ("佐久間", "サクマ"), ("中村", "ナカムラ"), ("松本", "マツモト"),
    ("山本", "ヤマモト"), ("西田", "ニシダ"), ("北川", "キタガワ"), ("渡邊", "ワタナベ"), ("𠮷田", "ヨシダ"),
    ("林", "ハヤシ"), ("坂井", "サカイ"), ("濵田", "ハマダ"), ("森", "モリ"), ("能登", "ノト"), ("加賀", "カガ"),
)  # fmt: skip
GIVEN_NAMES = (
    ("慎", "シン"), ("ひかり", "ヒカリ"), ("礼子", "レイコ"), ("一樹", "カズキ"), ("美咲", "ミサキ"), ("健", "ケン"),
    ("直子", "ナオコ"), ("翔太", "ショウタ"), ("恵", "メグミ"), ("誠", "マコト"), ("千尋", "チヒロ"), ("学", "マナブ"),
)  # fmt: skip
JOBS = ("世話人", "生活支援員", "相談支援専門員", "施設長", "看護師", "ケアマネジャー", "主任", "係長", "")


@dataclass(frozen=True)
class Seminar:
    """One event of the demo year; `day` counts from today."""

    title: str
    day: int
    starts: time
    hours: float
    summary: str
    subtitle: str = ""
    kind: str = EventKind.TRAINING
    audience: str = Audience.PARTNERS
    audience_text: str = "福祉・医療・行政で働く方"
    venue_seats: int | None = None
    online_seats: int | None = None
    people: int = 0
    more_groups: tuple[int, ...] = ()
    opened_days_before: int = 45
    deadline_days_before: int = 7
    cancelled: str = ""
    programme: tuple[tuple[str, str], ...] = field(default=())


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
        session = _make(seminar, world, staff)
        _fill(seminar, session, world, staff)
        if seminar.cancelled:
            cancel_event(event=session.event, reason=seminar.cancelled, actor=staff, now=world.now)
        if session.ends_at < world.now:
            _mark(session, world, staff)


def _make(seminar: Seminar, world: World, staff: User) -> Session:
    day = next_business_day(timezone.localdate(world.now) + timedelta(days=seminar.day), Closures())
    starts_at = datetime.combine(day, seminar.starts, timezone.get_current_timezone())
    opens_at = starts_at - timedelta(days=seminar.opened_days_before)
    deadline = datetime.combine(
        day - timedelta(days=seminar.deadline_days_before), time(17), timezone.get_current_timezone()
    )
    venue, address = HALL
    event = create_event(
        details={
            "title": seminar.title,
            "subtitle": seminar.subtitle,
            "kind": seminar.kind,
            "summary": seminar.summary,
            "description": _description(seminar),
            "audience": seminar.audience,
            "audience_text": seminar.audience_text,
            "contact_name": "研修担当",
            "opens_at": opens_at,
            "deadline_at": deadline,
            "agency_cap": 5 if seminar.audience == Audience.PARTNERS else None,
        },
        sessions=[
            SessionPlan(
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=seminar.hours),
                venue=venue if seminar.venue_seats else "",
                venue_address=address if seminar.venue_seats else "",
                venue_route=ROUTE if seminar.venue_seats else "",
                doors_open_at=(starts_at - timedelta(minutes=20)).time() if seminar.venue_seats else None,
                venue_capacity=seminar.venue_seats,
                online_url="https://meeting.example.jp/mihon" if seminar.online_seats else "",
                online_capacity=seminar.online_seats,
            )
        ],
        publish=True,
        actor=staff,
        now=min(opens_at, world.now),
    )
    return event.sessions.get()


def _description(seminar: Seminar) -> str:
    if not seminar.programme:
        return f"<p>{seminar.summary}</p><p>質問の時間があります。途中で休んでもかまいません。</p>"
    rows = "".join(f"<li>{at}　{what}</li>" for at, what in seminar.programme)
    return f"<h3>当日の流れ</h3><ul>{rows}</ul><p>質問の時間があります。途中で休んでもかまいません。</p>"


def _fill(seminar: Seminar, session: Session, world: World, staff: User) -> None:
    """Let agencies apply until the wanted number of people has come together, then those who have to wait."""
    agencies = [agency for key, agency in world.agencies.items() if not key.startswith("mihon")]
    world.rng.shuffle(agencies)
    groups = list(seminar.more_groups)
    left = seminar.people
    sizes = []
    while left > 0:
        size = min(left, world.rng.choice((1, 1, 2, 2, 3, 5)))
        sizes.append(size)
        left -= size
    for number, (size, agency) in enumerate(zip(sizes + groups, agencies * 3, strict=False)):
        received_at = max(session.event.opens_at, session.event.created_at) + timedelta(hours=5 * number + 1)
        received_at = min(received_at, world.now - timedelta(minutes=60 - number), session.event.deadline_at)
        _apply(session, size, agency, number, received_at, world, staff)


def _apply(
    session: Session, size: int, agency: Agency, number: int, received_at: datetime, world: World, staff: User
) -> None:
    channel = world.rng.choice((Channel.WEB, Channel.WEB, Channel.WEB, Channel.FAX, Channel.PHONE))
    by_staff = channel != Channel.WEB
    typed = number % 9 == 4  # an agency that the directory does not know yet
    people = _people(session, size, world)
    has_mail = not by_staff or world.rng.random() < 0.5
    answered_on_paper = ReplyWay.PHONE if channel == Channel.PHONE else ReplyWay.FAX
    request = ApplicationRequest(
        form_key=UUID(int=world.rng.getrandbits(128), version=4),
        people=people,
        contact_name=next((person.name for person in people if person.name), "山本 健"),
        phone=agency.phone or "000-000-2000",
        fax=agency.fax or "000-000-2001",
        email=f"office{number}@example.jp" if has_mail else "",
        reply_way=ReplyWay.MAIL if has_mail else answered_on_paper,
        agency=None if typed else agency,
        agency_name=f"{agency.name}（分室）" if typed else "",
        accommodations=[Accommodation.WHEELCHAIR] if number % 11 == 3 else [],
        channel=channel,
        received_at=received_at,
    )
    apply_for_event(
        session_id=session.pk,
        request=request,
        actor=staff if by_staff else None,
        by_staff=by_staff,
        now=received_at + timedelta(minutes=20) if by_staff else received_at,
    )


def _people(session: Session, size: int, world: World) -> list[PersonRequest]:
    """Return different people, before the session some of them still unnamed."""
    names = world.rng.sample([(surname, given) for surname in SURNAMES for given in GIVEN_NAMES], size)
    is_over = session.ends_at < world.now
    people = []
    for (surname, surname_kana), (given, given_kana) in names:
        way, job = world.rng.choice([*session.capacity]), world.rng.choice(JOBS)
        if is_over or world.rng.random() < 0.85:
            people.append(PersonRequest(way, f"{surname} {given}", f"{surname_kana} {given_kana}", job))
        else:
            people.append(PersonRequest(way))
    return people


def _mark(session: Session, world: World, staff: User) -> None:
    people = Participant.objects.filter(session=session, cancelled_at__isnull=True).order_by("id")
    marks = {
        pk: Attendance.ABSENT if world.rng.random() < 0.08 else Attendance.ATTENDED
        for pk in people.values_list("pk", flat=True)
    }
    mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)

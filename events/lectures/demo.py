"""A plausible half year of lectures for the demo world, made by the real services at the times they would have."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from events.enums import Channel, ReplyWay, Way
from foundation.demo import World
from foundation.japanese.business_days import Closures, next_business_day

from . import queries, rules
from .enums import Equipment, Level, Parking, ResourceKind, SlotKind
from .models import Lecturer, LectureRequest, LectureTheme, Resource
from .services.arranging import (
    PlannedLecture,
    accept_proposal,
    ask_for_another_date,
    decline_request,
    mark_held,
    propose_date,
    report_lecture,
    start_checking,
)
from .services.asking import Wanted, ask_for_lecture
from .services.registers import note_absence, write_lecturer, write_resource, write_theme
from .services.slots import Team, span_of

# key of the cast or name of an expert, as the public reads it, whether they lead
LECTURERS = (
    ("manager", "センター長", True),
    ("staff", "センターの社会福祉士", True),
    ("見本 学", "大学の教員", False),
    ("見本 柊", "弁護士", True),
)
RESOURCES = (
    (ResourceKind.ROOM, "研修室（見本会館2階）", "20人まで"),
    (ResourceKind.EQUIPMENT, "プロジェクター1", "スクリーンつき"),
    (ResourceKind.CAR, "センターの車", "軽自動車"),
)
# code, title, minutes, level, for whom, aims, materials, numbers of the lecturers
THEMES = (
    ("A1", "地域生活定着支援センターの仕事", 60, Level.FIRST, "どなたでも", "矯正施設を出る高齢の方、障害のある方を、福祉につなぐ仕事を知ります。", "パンフレット", (0, 1)),
    ("A2", "罪に問われた人と、地域のくらし", 60, Level.FIRST, "町内会、学校、民生委員", "なぜ支援が届かなかったのかを考え、地域でできることを話し合います。", "スライド、話し合いの紙", (0, 1)),
    ("B1", "はじめて受け入れる事業所のために", 90, Level.SOME, "グループホーム、施設の職員", "迎える前に聞いておくこと、迎えた日のこと、困ったときの相談先を学びます。", "スライド、確かめの表", (1,)),
    ("B2", "入口支援ってなんですか", 90, Level.SOME, "相談支援、行政、弁護士", "逮捕されてから釈放までの短い時間に、福祉ができることを学びます。", "スライド", (1, 3)),
    ("C1", "支援者どうしの事例検討", 120, Level.DAILY, "ふだん支援している職員", "名前を伏せた事例で、次の一手をいっしょに考えます。", "検討の用紙", (0, 1, 3)),
)  # fmt: skip
HOSTS = {
    "waiting": ("見本市民生委員児童委員協議会", "見本市役所 3階 大会議室", "石川県金沢市見本町3丁目1", "民生委員", 35, "A2"),
    "late": ("見本第一中学校", "見本第一中学校 体育館", "石川県小松市見本町5", "先生と保護者", 60, "A1"),
    "proposed": ("相談支援事業所はしわたし", "はしわたし 会議室", "石川県金沢市見本町8-2", "相談支援専門員", 12, "B2"),
    "countered": ("特別養護老人ホームみほん荘", "みほん荘 食堂", "石川県白山市見本町1", "介護職員", 18, "B1"),
    "agreed": ("グループホームみなも", "みなも 交流室", "石川県金沢市見本町2丁目4", "世話人、生活支援員", 10, "B1"),
    "held": ("見本町公民館", "見本町公民館 和室", "石川県七尾市見本町6", "町内の方", 22, "A2"),
    "declined": ("見本商店会", "商店会館", "石川県金沢市見本町9", "商店の方", 15, "A1"),
}  # fmt: skip


def seed(world: World) -> None:
    """Fill the demo world with lectures; a world that has some already is left as it is."""
    if world.door != "public" or LectureTheme.objects.exists():
        return
    staff: User = world.people["staff"].user
    lecturers = _lecturers(world, staff)
    for kind, name, note in RESOURCES:
        values = {"kind": kind, "name": name, "note": note, "is_active": True}
        write_resource(resource=None, values=values, actor=staff, now=world.now)
    for code, title, minutes, level, audience, aims, materials, speakers in THEMES:
        values = {"code": code, "title": title, "minutes": minutes, "level": level, "audience": audience}
        values |= {"aims": aims, "materials": materials, "is_active": True}
        chosen = [lecturers[number] for number in speakers if number < len(lecturers)]
        write_theme(theme=None, values=values, lecturers=chosen, actor=staff, now=world.now)
    _requests(world, staff, lecturers)
    _away(world, staff, lecturers)


def _lecturers(world: World, staff: User) -> list[Lecturer]:
    known = {each.name: each for each in queries.people_to_add()}
    made = []
    for key, shown_as, leads in LECTURERS:
        chosen = world.people.get(key) or known.get(key)
        if chosen is None:
            continue
        values: dict[str, Any] = {"shown_as": shown_as, "can_lead": leads, "email": chosen.contact_email}
        values |= {"weekdays": [0, 1, 2, 3, 4], "opens": time(9), "closes": time(20), "is_active": True}
        made.append(write_lecturer(lecturer=None, person=chosen, values=values, actor=staff, now=world.now))
    return made


def _day(world: World, days: int, hour: int = 13, minute: int = 30) -> datetime:
    """Return a moment on a working day about so many days from today."""
    day = next_business_day(timezone.localdate(world.now) + timedelta(days=days), Closures())
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _ask(world: World, staff: User, key: str, *, days_ago: int, first: datetime) -> LectureRequest:
    host, place, address, audience, people, code = HOSTS[key]
    theme = LectureTheme.objects.get(code=code)
    by_paper = key in ("waiting", "held")
    values = {
        "theme": theme,
        "audience": audience,
        "people": people,
        "minutes": theme.minutes,
        "aim": "はじめての内容なので、やさしい言葉でお願いします。" if key == "waiting" else "",
        "way": Way.VENUE,
        "place": place,
        "address": address,
        "parking": Parking.YES,
        "equipment": [Equipment.SCREEN, Equipment.MICROPHONE] if people > 15 else [],
        "host": host,
        "contact_name": "見本 花",
        "phone": "000-000-3000",
        "fax": "000-000-3001" if by_paper else "",
        "email": "" if by_paper else f"lecture-{key}@example.jp",
        "reply_way": ReplyWay.FAX if by_paper else ReplyWay.MAIL,
        "may_name_host": key in ("held", "agreed"),
    }
    now = world.now - timedelta(days=days_ago)
    wanted = Wanted(
        form_key=UUID(int=world.rng.getrandbits(128), version=4),
        values=values,
        wishes=[first, first + timedelta(days=7), first + timedelta(days=14, hours=1)],
        agency=world.agencies.get("minamo") if key == "agreed" else None,
        channel=Channel.FAX if by_paper else Channel.WEB,
        received_at=now - timedelta(hours=1) if by_paper else None,
    )
    return ask_for_lecture(wanted=wanted, actor=staff if by_paper else None, now=now)


def _offer(
    request: LectureRequest, lecturers: list[Lecturer], starts_at: datetime, *, agrees: bool = False
) -> PlannedLecture:
    leads = [each.pk for each in lecturers if each.can_lead]
    juniors = tuple(each.pk for each in lecturers if not each.can_lead)
    things = tuple(Resource.objects.exclude(kind=ResourceKind.ROOM).values_list("pk", flat=True))
    team = Team(leads[request.pk % 2], juniors, things)
    return PlannedLecture(
        starts_at,
        request.minutes,
        45,
        team,
        "駐車場の場所を、当日までに教えてください。",
        despite=True,
        agrees=agrees,
    )


def _requests(world: World, staff: User, lecturers: list[Lecturer]) -> None:
    _ask(world, staff, "waiting", days_ago=1, first=_day(world, 40))
    late = _ask(world, staff, "late", days_ago=15, first=_day(world, 33, 10))
    start_checking(request=late, actor=staff, now=world.now - timedelta(days=14))
    proposed = _ask(world, staff, "proposed", days_ago=6, first=_day(world, 28, 14))
    propose_date(
        request=proposed,
        offer=_offer(proposed, lecturers, _day(world, 28, 14)),
        actor=staff,
        now=world.now - timedelta(days=2),
    )
    _counter(world, staff, lecturers)
    _agree(world, staff, lecturers)
    _hold(world, staff, lecturers)
    declined = _ask(world, staff, "declined", days_ago=20, first=_day(world, 4, 19))
    why = "ご希望の3日とも、講師の都合がつきませんでした。来月以降で、もう一度ご相談ください。"
    decline_request(request=declined, reason=why, actor=staff, now=world.now - timedelta(days=17))


def _counter(world: World, staff: User, lecturers: list[Lecturer]) -> None:
    request = _ask(world, staff, "countered", days_ago=9, first=_day(world, 24, 15))
    starts_at = _day(world, 31, 10)
    proposal = propose_date(
        request=request,
        offer=_offer(request, lecturers, starts_at),
        actor=staff,
        now=world.now - timedelta(days=5),
    )
    words = "その日は行事があります。次の週の、水曜か木曜の午後だと集まれます。"
    ask_for_another_date(
        request=request,
        proposal_id=proposal.pk,
        words=words,
        actor=None,
        by=rules.REQUESTER,
        now=world.now - timedelta(days=3),
    )


def _agree(world: World, staff: User, lecturers: list[Lecturer]) -> None:
    # In the week of the demo, so that the board is alive at the first look.
    request = _ask(world, staff, "agreed", days_ago=25, first=_day(world, 1, 14))
    proposal = propose_date(
        request=request,
        offer=_offer(request, lecturers, _day(world, 1, 14)),
        actor=staff,
        now=world.now - timedelta(days=22),
    )
    accept_proposal(
        request=request,
        proposal_id=proposal.pk,
        actor=None,
        by=rules.REQUESTER,
        now=world.now - timedelta(days=21),
    )


def _hold(world: World, staff: User, lecturers: list[Lecturer]) -> None:
    request = _ask(world, staff, "held", days_ago=70, first=_day(world, -30, 10))
    propose_date(
        request=request,
        offer=_offer(request, lecturers, _day(world, -30, 10), agrees=True),
        actor=staff,
        now=world.now - timedelta(days=66),
    )
    mark_held(request=request, people=24, actor=staff, now=world.now - timedelta(days=24))
    words = "質問がたくさん出ました。「ゴミ出しの日に声をかけるだけでもよいのですね」という声がありました。次は、学校でも行いたいとのことです。"
    report_lecture(request=request, report=words, actor=staff, now=world.now - timedelta(days=23))


def _away(world: World, staff: User, lecturers: list[Lecturer]) -> None:
    starts_at = _day(world, 1, 9)
    if len(lecturers) > 1:
        span = span_of(starts_at, starts_at + timedelta(hours=1), 0)
        note_absence(
            lecturer=lecturers[0],
            kind=SlotKind.MEETING,
            title="朝の打ち合わせ",
            span=span,
            actor=staff,
            now=world.now,
        )
        leave = span_of(_day(world, 8, 9), _day(world, 8, 17), 0)
        note_absence(
            lecturer=lecturers[1], kind=SlotKind.ABSENCE, title="", span=leave, actor=staff, now=world.now
        )

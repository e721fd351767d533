"""How a seminar of the demo world comes about: published, and applied for, by the real services."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from directory.models import Agency, WelfareArea
from foundation.centre.queries import current_centre
from foundation.demo import World
from foundation.japanese.business_days import Closures, is_business_day, next_business_day

from .enums import Accommodation, Admission, Audience, Channel, EventKind, KeptFor, ReplyWay
from .models import Session
from .services.applying import ApplicationRequest, PersonRequest, apply_for_event
from .services.keeping import KeptPlan
from .services.publishing import SessionPlan, create_event

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


OPENS, CLOSES = 9, 17


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
    admission: str = Admission.FIRST_COME
    asks_for_manager: bool = False
    kept: tuple[tuple[str, str, int], ...] = ()
    programme: tuple[tuple[str, str], ...] = field(default=())


def make(seminar: Seminar, world: World, staff: User) -> Session:
    """Publish a seminar of the demo year."""
    day = next_business_day(timezone.localdate(world.now) + timedelta(days=seminar.day), closures())
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
            "admission": seminar.admission,
            "asks_for_manager": seminar.asks_for_manager,
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
                kept=_kept(seminar, deadline),
            )
        ],
        publish=True,
        actor=staff,
        now=min(opens_at, world.now),
    )
    return event.sessions.get()


def _kept(seminar: Seminar, until: datetime) -> tuple[KeptPlan, ...]:
    area = WelfareArea.objects.order_by("id").values_list("pk", flat=True).first()
    return tuple(
        KeptPlan(kept_for, way, seats, until, area if kept_for == KeptFor.AREA else None)
        for kept_for, way, seats in seminar.kept
        if kept_for != KeptFor.AREA or area is not None
    )


def _description(seminar: Seminar) -> str:
    if not seminar.programme:
        return f"<p>{seminar.summary}</p><p>質問の時間があります。途中で休んでもかまいません。</p>"
    rows = "".join(f"<li>{at}　{what}</li>" for at, what in seminar.programme)
    return f"<h3>当日の流れ</h3><ul>{rows}</ul><p>質問の時間があります。途中で休んでもかまいません。</p>"


def closures() -> Closures:
    """Return when the centre of the demo world is closed: no seminar is held then."""
    return current_centre().hours.closures


def in_office_hours(moment: datetime, closed: Closures) -> datetime:
    """Return a moment itself, or the last afternoon before it on which somebody was at the desk."""
    local = timezone.localtime(moment)
    if local.hour >= OPENS and local.hour < CLOSES and is_business_day(local.date(), closed):
        return moment
    day = local.date() if local.hour >= CLOSES else local.date() - timedelta(days=1)
    while not is_business_day(day, closed):
        day -= timedelta(days=1)
    return datetime.combine(day, time(CLOSES - 1, local.minute), local.tzinfo)


def fill(seminar: Seminar, session: Session, world: World, staff: User) -> None:
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
        # Some would come with fewer, some want their names on the list: numbered, so that nothing is drawn.
        least_people=1 if size > 1 and number % 3 == 0 else None,
        manager_name="山本 健" if session.event.asks_for_manager else "",
        shows_names=number % 4 != 0,
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

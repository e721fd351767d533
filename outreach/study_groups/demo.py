"""A community of the demo world in the middle of its year: sessions that were held, one that comes, members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency, Membership
from events.enums import Attendance, Channel, ReplyWay, Way
from events.models import Participant, Session
from events.services.applying import ApplicationRequest, PersonRequest, apply_for_event
from events.services.attendance import mark_attendance
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .demo_days import open_day
from .enums import Joining, Place, SessionFormat
from .models import Community, PlanRow, YearPlan
from .rules import is_in_year, month_of
from .services.joining import Named, admit_on_paper, name_delegate
from .services.making import adopt_promises, create_community, move_community
from .services.people import name_facilitator
from .services.planning import add_row, approve_plan, begin_plan, call_off
from .services.sessions import Announcement, announce

ABOUT = {
    "slug": "kurashi",
    "name": "くらしの会",
    "name_kana": "クラシノカイ",
    "aim": "困りごとを持ちよって、いっしょに考える会です。支援がむずかしい方のこと、職員の気持ちのこと、何でも話せます。",
    "tone": "うまくいかなかった話を、歓迎します。答えが出なくても、かまいません。",
    "joining": Joining.REQUEST,
}
PROMISES = "名前や場所がわかる話はしない\n聞いた話は、外に持ち出さない\nうまくいかなかった話を、責めない"
MEMBERS, ROOM, HOUR, WANTED = 9, 30, 14, 15


@dataclass(frozen=True)
class Planned:
    """One line of the demo year; `place` counts months from April."""

    place: int
    format: SessionFormat
    theme: str
    people: int = 0
    off: str = ""


YEAR = (
    Planned(1, SessionFormat.GENERAL_MEETING, "今年度の計画を決める", 14),
    Planned(2, SessionFormat.CASE_STUDY, "電話に出ない方と、どうつながるか", 12),
    Planned(3, SessionFormat.TALK_CIRCLE, "職員の心を守る", 11),
    Planned(4, SessionFormat.CASE_STUDY, "夜の見守り", off="台風のため"),
    Planned(5, SessionFormat.LECTURE, "話してくれない方と、関係をつくる", 20),
    Planned(6, SessionFormat.CASE_STUDY, "お金の管理を、どこまで手伝うか", 17),
    Planned(7, SessionFormat.CASE_STUDY, "住まいが決まらないとき"),
    Planned(9, SessionFormat.TALK_CIRCLE, "家族のことを話す"),
    Planned(11, SessionFormat.REVIEW, "1年をふりかえる"),
)


def seed(world: World) -> None:
    """Make the community and its year; a world that has one is left as it is."""
    if world.door != "public" or Community.objects.filter(slug=ABOUT["slug"]).exists():
        return
    staff, manager = (world.people[key].user for key in ("staff", "manager"))
    today = timezone.localdate(world.now)
    begin = _at(month_of(fiscal_year(today), 0))
    community = create_community(details=ABOUT, actor=staff, now=begin)
    adopt_promises(community=community, text=PROMISES, actor=staff, now=begin)
    move_community(community=community, move="open", actor=manager, now=begin)
    agencies = _join(world, community, staff, begin)
    name_facilitator(community=community, person=world.people["facilitator"], actor=manager, now=begin)
    plan = begin_plan(
        community=community,
        year=fiscal_year(today),
        target="1年を通して、困ったときに電話できる相手を、一人ふやす",
        actor=staff,
        now=begin,
    )
    for each in YEAR:
        details = {
            "month": month_of(plan.fiscal_year, each.place),
            "format": each.format,
            "theme": each.theme,
            "owner": "センター" if each.format == SessionFormat.LECTURE else "世話人",
            "people": WANTED,
        }
        add_row(plan=plan, details=details, actor=staff, now=begin)
    approve_plan(plan=plan, on=begin.date(), by="センター長", actor=manager, now=begin)
    plan.refresh_from_db()
    _hold(world, plan, agencies, staff)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _join(world: World, community: Community, staff: User, then: datetime) -> list[Agency]:
    """Let the agencies of the cast and some besides join; the cast's people stand for theirs."""
    cast = [world.people[key] for key in ("partner", "facilitator")]
    own = {each.agency_id: each for each in Membership.objects.filter(person__in=cast).order_by("pk")}
    others = Agency.objects.current(today=then.date()).exclude(pk__in=own).order_by("public_id")
    agencies = [*Agency.objects.filter(pk__in=own).order_by("pk"), *others[: MEMBERS - len(own)]]
    for agency in agencies:
        member = admit_on_paper(community=community, agency=agency, named=None, actor=staff, now=then)
        person: Person | None = own[agency.pk].person if agency.pk in own else None
        if person is not None:
            named = Named(person, Place.DELEGATE, is_shown=True)
            name_delegate(member=member, named=named, actor=staff, now=then)
    return agencies


def _hold(world: World, plan: YearPlan, agencies: Sequence[Agency], staff: User) -> None:
    """Hold what lies behind, call off what was, announce the next one."""
    today = timezone.localdate(world.now)
    for row, each in zip(plan.rows.order_by("month", "position"), YEAR, strict=True):
        if each.off and row.month < today:
            call_off(row=row, because=each.off, actor=staff, now=_at(row.month))
        elif each.people and row.month + timedelta(days=24) < today:
            _held(world, row, each, agencies, staff)
    following = plan.rows.filter(
        event__isnull=True, called_off_at__isnull=True, month__gte=today.replace(day=1)
    )
    next_row = following.order_by("month").first()
    if next_row is not None:
        day = open_day(max(next_row.month + timedelta(days=17), today + timedelta(days=14)))
        # In the last days of a fiscal year its sessions are over.
        if is_in_year(day, plan.fiscal_year):
            announce(row=next_row, held_as=_announcement(day), actor=staff, now=world.now)


def _announcement(day: date) -> Announcement:
    starts_at = timezone.make_aware(datetime.combine(day, time(HOUR)))
    return Announcement(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        deadline_at=starts_at - timedelta(days=1),
        venue="見本会館 1階 和室",
        venue_address="石川県金沢市見本町1丁目2-3",
        venue_capacity=ROOM,
    )


def _held(world: World, row: PlanRow, each: Planned, agencies: Sequence[Agency], staff: User) -> None:
    """Announce a session a month before, let members answer, and mark who came."""
    day = open_day(row.month + timedelta(days=17))
    then = _at(day) - timedelta(days=14)
    event = announce(row=row, held_as=_announcement(day), actor=staff, now=then)
    session = Session.objects.get(event=event)
    for number in range(each.people):
        agency = agencies[number % len(agencies)]
        request = ApplicationRequest(
            form_key=UUID(int=world.rng.getrandbits(128), version=4),
            people=[PersonRequest(Way.VENUE, f"見本 {number + 1}")],
            contact_name=f"見本 {number + 1}",
            phone=agency.phone or "000-000-2000",
            reply_way=ReplyWay.PHONE,
            agency=agency,
            channel=Channel.PHONE,
        )
        apply_for_event(session_id=session.pk, request=request, actor=staff, by_staff=True, now=then)
    people = Participant.objects.filter(session=session).values_list("pk", flat=True)
    marks = dict.fromkeys(people, Attendance.ATTENDED)
    mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)

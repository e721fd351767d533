"""Committees of the demo world: seats that are held, empty or asked for, money, links, opinions and replies."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from outreach.study_groups.enums import CommunityKind, Joining, SessionFormat
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.services.making import create_community, move_community
from outreach.study_groups.services.planning import add_row, approve_plan, begin_plan

from .demo_review import seed_review
from .enums import AdviceState, Role
from .models import Appointment, Seat
from .services.appointing import Term, add_seat, appoint, record_signature
from .services.linking import ask_advice, move_advice, record_introduction
from .services.opinions import reply_to_opinion, write_opinion
from .services.paying import Sum, pay, record_honoraria, set_conditions
from .services.recommending import Wanted, answer_recommendation, request_recommendation

SLUG = "suishin"
ABOUT = {
    "slug": SLUG,
    "kind": CommunityKind.STEERING_COMMITTEE,
    "name": "運営推進委員会",
    "name_kana": "ウンエイスイシンイインカイ",
    "aim": "センターの1年の仕事について、司法・福祉・医療・行政の方から、ご意見をいただく委員会です。",
    "fee": "謝金あり",
    "joining": Joining.INVITED,
}
# Name, body that recommends, role, and who of the cast holds it.
SEATS = (
    ("学識経験者", "", Role.CHAIR, "manager"),
    ("地域福祉", "見本市社会福祉協議会", Role.MEMBER, "facilitator"),
    ("障害福祉", "見本県知的障害者福祉協会", Role.MEMBER, "partner_admin"),
    ("行政", "見本県福祉保健部", Role.OBSERVER, "prefecture"),
    ("医療", "見本県医師会", Role.MEMBER, ""),
    ("司法", "見本弁護士会", Role.MEMBER, ""),
)
OPINION = "相談の件数だけでなく、つないだあとのようすも、数字で見られるとよいと思います。"
REPLY = "来年度の報告から、つないだあとの6か月のようすを、件数でのせます。"
FEE, TRAVEL, YEARS = 8_000, 1_200, 2


def seed(world: World) -> None:
    """Make a steering and a review committee; a world that has one is left as it is."""
    if world.door != "public" or Community.objects.filter(slug=SLUG).exists():
        return
    seed_review(world)
    staff, manager = (world.people[key].user for key in ("staff", "manager"))
    first = fiscal_year_span(fiscal_year(timezone.localdate(world.now)))[0].date()
    then = _at(first)
    community = create_community(details=ABOUT, actor=staff, now=then)
    move_community(community=community, move="open", actor=manager, now=then)
    set_conditions(community=community, fee=FEE, travel=TRAVEL, years=YEARS, actor=staff, now=then)
    meeting = _plan(community, staff, first)
    seats = [
        add_seat(community=community, name=name, body=body, role=role, actor=staff, now=then)
        for name, body, role, _ in SEATS
    ]
    terms = _appoint(world, seats, manager, staff, first)
    _ask_bodies(seats, staff, world.now)
    approve_plan(plan=meeting.plan, on=first, by="センター長", actor=manager, now=then)
    _meet(community, terms, meeting, staff, world.now)
    _speak(world, community, meeting, staff)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _plan(community: Community, staff: User, first: date) -> PlanRow:
    plan = begin_plan(community=community, year=first.year, target="", actor=staff, now=_at(first))
    details = {"month": first, "format": SessionFormat.COMMITTEE_MEETING, "theme": "前の年度の報告"}
    return add_row(plan=plan, details=details, actor=staff, now=_at(first))


def _appoint(world: World, seats: list[Seat], manager: User, staff: User, first: date) -> list[Appointment]:
    """Let the cast hold seats; one term ends soon, so that its notice can be seen."""
    today = timezone.localdate(world.now)
    ends = {"facilitator": today + timedelta(days=60)}
    usual = first.replace(year=first.year + YEARS) - timedelta(days=1)
    terms = []
    for seat, (_, _, _, key) in zip(seats, SEATS, strict=True):
        if not key:
            continue
        term = Term(world.people[key], first, ends.get(key, usual), first)
        made = appoint(seat=seat, term=term, actor=manager, now=_at(first))
        terms.append(record_signature(appointment=made, on=first, actor=staff, now=_at(first)))
    return terms


def _ask_bodies(seats: list[Seat], staff: User, now: datetime) -> None:
    """Ask two bodies; one has answered with a name."""
    today = timezone.localdate(now)
    since = date(fiscal_year(today) + 1, 4, 1)
    until = since.replace(year=since.year + YEARS) - timedelta(days=1)
    for seat in seats[-2:]:
        wanted = Wanted(today + timedelta(days=21), since, until)
        asked = request_recommendation(seat=seat, wanted=wanted, actor=staff, now=now)
        if seat.name == "医療":
            answer_recommendation(
                recommendation=asked, on=today, name="見本 医師", job="副会長", actor=staff, now=now
            )


def _meet(
    community: Community, terms: list[Appointment], meeting: PlanRow, staff: User, now: datetime
) -> None:
    """Pay some of those who came, and let one link the centre to a body."""
    today = timezone.localdate(now)
    given = Sum(today, FEE, TRAVEL, meeting)
    paid = record_honoraria(community=community, people=terms[1:3], given=given, actor=staff, now=now)
    pay(honorarium=paid[0], on=today, actor=staff, now=now)
    record_introduction(
        appointment=terms[1], on=today, body="見本県精神科病院協会", reference="R8-014", actor=staff, now=now
    )
    first = ask_advice(appointment=terms[1], reference="R8-021", is_urgent=True, actor=staff, now=now)
    move_advice(advice=first, to=AdviceState.ANSWERED, actor=staff, now=now)
    ask_advice(appointment=terms[2], reference="R8-022", is_urgent=True, actor=staff, now=now)


def _speak(world: World, community: Community, meeting: PlanRow, staff: User) -> None:
    writer = world.people["partner_admin"].user
    said = write_opinion(
        community=community,
        year=meeting.plan.fiscal_year - 1,
        row=meeting,
        text=OPINION,
        actor=writer,
        now=world.now,
    )
    reply_to_opinion(opinion=said, reply=REPLY, actor=staff, now=world.now)

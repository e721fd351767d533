"""A review committee of the demo world: chair, members, an observer, and a year with a meeting every second month."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from foundation.japanese.dates import fiscal_year
from outreach.study_groups.enums import CommunityKind, Joining, SessionFormat
from outreach.study_groups.models import Community
from outreach.study_groups.rules import month_of
from outreach.study_groups.services.making import create_community, move_community
from outreach.study_groups.services.planning import add_row, approve_plan, begin_plan

from .enums import Role
from .services.appointing import Term, add_seat, appoint, record_signature
from .services.paying import set_conditions

SLUG = "kentou"
ABOUT = {
    "slug": SLUG,
    "kind": CommunityKind.REVIEW_COMMITTEE,
    "name": "支援検討委員会",
    "name_kana": "シエンケントウイインカイ",
    "aim": "センターの支援について、専門の方から助言をいただく委員会です。1つの事例を、2回から3回話し合います。",
    "fee": "謝金あり",
    "joining": Joining.INVITED,
}
# Name, body that recommends, role, and who of the cast holds it.
SEATS = (
    ("相談支援", "見本県相談支援専門員協会", Role.CHAIR, "facilitator"),
    ("受け入れる事業所", "見本県知的障害者福祉協会", Role.MEMBER, "partner_admin"),
    ("県の担当課", "見本県福祉保健部", Role.OBSERVER, "prefecture"),
    ("医療", "見本県精神科病院協会", Role.MEMBER, ""),
    ("法律", "見本弁護士会", Role.MEMBER, ""),
)
# Months from April, and what is talked about besides the cases.
YEAR = (
    (0, "年度のはじめに"),
    (2, "住まいが決まるまで"),
    (4, "お金の管理と権利"),
    (6, "医療につなぐとき"),
    (8, "家族とのあいだ"),
    (10, "1年の助言のその後"),
)
FEE, TRAVEL, YEARS = 8_000, 1_200, 2


def seed_review(world: World) -> None:
    """Make the committee and its year; a world that has one is left as it is."""
    if Community.objects.filter(slug=SLUG).exists():
        return
    staff, manager = (world.people[key].user for key in ("staff", "manager"))
    year = fiscal_year(timezone.localdate(world.now))
    first = month_of(year, 0)
    then = timezone.make_aware(datetime.combine(first, time(10)))
    community = create_community(details=ABOUT, actor=staff, now=then)
    move_community(community=community, move="open", actor=manager, now=then)
    set_conditions(community=community, fee=FEE, travel=TRAVEL, years=YEARS, actor=staff, now=then)
    _appoint(world, community, first, then)
    plan = begin_plan(community=community, year=year, target="", actor=staff, now=then)
    for place, theme in YEAR:
        details = {
            "month": month_of(year, place),
            "format": SessionFormat.COMMITTEE_MEETING,
            "theme": theme,
        }
        add_row(plan=plan, details=details, actor=staff, now=then)
    approve_plan(plan=plan, on=first, by="センター長", actor=manager, now=then)


def _appoint(world: World, community: Community, first: date, then: datetime) -> None:
    staff, manager = (_user(world, key) for key in ("staff", "manager"))
    until = first.replace(year=first.year + YEARS) - timedelta(days=1)
    for name, body, role, key in SEATS:
        seat = add_seat(community=community, name=name, body=body, role=role, actor=staff, now=then)
        if key:
            term = Term(world.people[key], first, until, first)
            made = appoint(seat=seat, term=term, actor=manager, now=then)
            record_signature(appointment=made, on=first, actor=staff, now=then)


def _user(world: World, key: str) -> User:
    user: User = world.people[key].user
    return user

"""An association of the demo world: rules, a general meeting that decided, one that comes, its secretariat."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from directory.models import Agency, Membership
from foundation.demo import World
from foundation.japanese.dates import fiscal_year
from outreach.study_groups.demo_days import open_day
from outreach.study_groups.enums import CommunityKind, Joining, Place, SessionFormat
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.rules import month_of
from outreach.study_groups.services.joining import Named, admit_on_paper, name_delegate
from outreach.study_groups.services.making import create_community, move_community
from outreach.study_groups.services.planning import add_row, begin_plan
from outreach.study_groups.services.sessions import Announcement, announce

from .enums import Choice, Effect, Presence
from .models import Assembly, Resolution
from .services.agenda import add_resolution, prepare_assembly, set_deadline
from .services.counting import carry_out, close_assembly, record_attendance, record_votes
from .services.ruling import adopt_rules, propose_rules
from .services.secretariat import name_secretariat
from .services.sending import Sender, give_proxy

ABOUT = {
    "slug": "ukeire-net",
    "kind": CommunityKind.ASSOCIATION,
    "name": "受け入れネットワーク",
    "name_kana": "ウケイレネットワーク",
    "aim": "受け入れた経験を分け合い、受け入れる事業所を増やす、規則と総会のある会です。",
    "joining": Joining.REQUEST,
}
RULES = """第1条　この会を、受け入れネットワークという。
第2条　この会は、受け入れた経験を分け合い、受け入れる事業所を増やすことをめざす。
第3条　会員は、この会のめざすところに賛成する法人の機関とする。会費は、集めない。
第4条　総会は、年に1回以上開く。会員の機関の半分より多くの参加で成り立つ。
第5条　議案は、参加した機関の過半数で決める。賛成と反対が同じ数のときは、議長が決める。
第6条　規則を改めるには、参加した機関の3分の2以上の賛成が要る。
第7条　事務局は、はじめはセンターに置き、総会で会員の機関に移すことができる。"""
NEW_RULES = RULES.replace("年に1回以上開く。", "年に1回以上、画面からも出られる形で開く。")
NUMBERS = {"most_proxies": 2}
MEMBERS, THERE, HOUR = 7, 4, 14


def seed(world: World) -> None:
    """Make the association; a world that has one is left as it is."""
    if world.door != "public" or Community.objects.filter(slug=ABOUT["slug"]).exists():
        return
    staff, manager = (world.people[key].user for key in ("staff", "manager"))
    today = timezone.localdate(world.now)
    begin = _at(month_of(fiscal_year(today), 0))
    community = create_community(details=ABOUT, actor=staff, now=begin)
    move_community(community=community, move="open", actor=manager, now=begin)
    agencies = _members(world, community, staff, begin)
    details = NUMBERS | {"text": RULES, "in_force_from": begin.date()}
    rules = propose_rules(community=community, details=details, actor=staff, now=begin)
    adopt_rules(version=rules, on=begin.date(), by="設立総会", actor=staff, now=begin)
    name_secretariat(
        community=community,
        agency=None,
        since=begin.date(),
        decided_by="設立総会",
        actor=manager,
        now=begin,
    )
    _past(community, agencies, staff, begin + timedelta(days=20))
    _coming(world, community, agencies, staff)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(HOUR)))


def _members(world: World, community: Community, staff: User, then: datetime) -> list[Agency]:
    """Let the cast's agencies and some besides join; the cast stands for theirs."""
    cast = [world.people[key] for key in ("partner", "facilitator")]
    own = {each.agency_id: each for each in Membership.objects.filter(person__in=cast).order_by("pk")}
    others = Agency.objects.current(today=then.date()).exclude(pk__in=own).order_by("public_id")
    agencies = [*Agency.objects.filter(pk__in=own).order_by("pk"), *others[: MEMBERS - len(own)]]
    for agency in agencies:
        member = admit_on_paper(community=community, agency=agency, named=None, actor=staff, now=then)
        if agency.pk in own:
            named = Named(own[agency.pk].person, Place.DELEGATE, is_shown=True)
            name_delegate(member=member, named=named, actor=staff, now=then)
    return agencies


def _row(community: Community, month: date, theme: str, staff: User, now: datetime) -> PlanRow:
    plan = begin_plan(
        community=community,
        year=fiscal_year(month),
        target="受け入れる事業所を、3つ増やす",
        actor=staff,
        now=now,
    )
    details = {"month": month, "format": SessionFormat.GENERAL_MEETING, "theme": theme}
    return add_row(plan=plan, details=details, actor=staff, now=now)


def _meeting(row: PlanRow, day: date, staff: User, now: datetime) -> Assembly:
    """Announce a general meeting and say until when proxies come."""
    starts_at = _at(day)
    held_as = Announcement(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        deadline_at=starts_at - timedelta(days=3),
        venue="見本会館 2階",
        venue_address="石川県金沢市見本町1丁目2-3",
        venue_capacity=30,
    )
    announce(row=row, held_as=held_as, actor=staff, now=now)
    made = prepare_assembly(row=row, actor=staff, now=now)
    set_deadline(assembly=made, until=starts_at - timedelta(days=1), actor=staff, now=now)
    return made


def _past(community: Community, agencies: list[Agency], staff: User, then: datetime) -> None:
    """Hold the general meeting that approved the plan of this year."""
    row = _row(community, then.date().replace(day=1), "今年度の総会", staff, then)
    day = open_day(then.date() + timedelta(days=8))
    assembly = _meeting(row, day, staff, then)
    details = {"title": "今年度の計画について", "effect": Effect.PLAN, "plan_id": row.plan_id}
    resolution = add_resolution(assembly=assembly, details=details, actor=staff, now=then)
    _add_others(community, staff, then)
    on_paper = Sender(agencies[THERE], then.date())
    give_proxy(assembly=assembly, sender=on_paper, holder=None, actor=staff, now=then)
    held = _at(day)
    presences = {
        each.pk: Presence.DELEGATE if number < THERE else Presence.ABSENT
        for number, each in enumerate(agencies)
    }
    record_attendance(assembly=assembly, presences=presences, chair=agencies[0], actor=staff, now=held)
    choices = {each.pk: Choice.YES for each in agencies[: THERE - 1]} | {
        agencies[THERE - 1].pk: Choice.ABSTAIN
    }
    record_votes(resolution=resolution, choices=choices, casting=None, actor=staff, now=held)
    close_assembly(assembly=assembly, actor=staff, now=held)
    carry_out(resolution=Resolution.objects.get(pk=resolution.pk), actor=staff, now=held)


def _add_others(community: Community, staff: User, then: datetime) -> None:
    plan = begin_plan(
        community=community,
        year=fiscal_year(then.date()),
        target="受け入れる事業所を、3つ増やす",
        actor=staff,
        now=then,
    )
    themes = (
        (6, SessionFormat.STUDY, "受け入れの前に決めておくこと"),
        (9, SessionFormat.CASE_STUDY, "住まいを移すとき"),
    )
    for place, kind, theme in themes:
        details = {"month": month_of(plan.fiscal_year, place), "format": kind, "theme": theme}
        add_row(plan=plan, details=details, actor=staff, now=then)


def _coming(world: World, community: Community, agencies: list[Agency], staff: User) -> None:
    """Prepare the next one: new rules, and a member as the secretariat; one proxy has come."""
    day = open_day(timezone.localdate(world.now) + timedelta(days=21))
    row = _row(community, day.replace(day=1), "規則と事務局を決める総会", staff, world.now)
    assembly = _meeting(row, day, staff, world.now)
    details = NUMBERS | {"text": NEW_RULES, "in_force_from": day + timedelta(days=7)}
    rules = propose_rules(community=community, details=details, actor=staff, now=world.now)
    agenda = (
        {"title": "規則を改めること", "kind": "special", "effect": Effect.RULES, "rules_id": rules.pk},
        {
            "title": "事務局を会員に移すこと",
            "effect": Effect.SECRETARIAT,
            "secretariat_id": agencies[1].pk,
            "secretariat_since": month_of(fiscal_year(day) + 1, 0),
        },
    )
    for each in agenda:
        add_resolution(assembly=assembly, details=each, actor=staff, now=world.now)
    sender = Sender(agencies[2], timezone.localdate(world.now))
    give_proxy(assembly=assembly, sender=sender, holder=agencies[0], actor=staff, now=world.now)

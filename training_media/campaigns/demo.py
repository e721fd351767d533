"""A campaign of the demo world: cards of three agencies, names, one deadline that was extended."""

from datetime import timedelta

from directory.models import Agency
from foundation.demo import World
from training_media.enums import CourseState
from training_media.models import Course

from .models import Campaign
from .services.inviting import extend, invite_agencies
from .services.naming import Named, write_names
from .services.planning import Plan, plan_campaign

NAMES = [
    Named("佐久間 礼子", "サクマ レイコ", "生活相談員"),
    Named("髙橋 慎", "タカハシ シン", "介護職員"),
    Named("宮﨑 ひかり", "ミヤザキ ヒカリ", "看護職員"),
    Named("見本 夜勤太郎", "ミホン ヤキンタロウ", "介護職員（夜勤）"),
]


def seed(world: World) -> None:
    """Plan a campaign for an open course; a world without one, or with a campaign, stays as it is."""
    course = Course.objects.filter(state=CourseState.OPEN).order_by("pk").first()
    if world.door != "public" or course is None or Campaign.objects.exists():
        return
    staff, now = world.people["staff"].user, world.now
    opens_on = now.date() - timedelta(days=14)
    campaign = plan_campaign(
        course=course,
        plan=Plan("受け入れを考える施設のみなさまへ", opens_on, opens_on + timedelta(days=110), grace_days=7),
        actor=staff,
        now=now,
    )
    own = world.people["partner"].memberships.order_by("pk").first()
    known = [own.agency] if own else []
    others = Agency.objects.current(today=now.date()).exclude(pk__in=[each.pk for each in known])
    agencies = [*known, *others.order_by("pk")[:2]]
    invite_agencies(campaign=campaign, agencies=agencies, actor=staff, now=now)
    for agency in agencies[:2]:
        write_names(agency=agency, names=NAMES, actor=staff, now=now)
    last = campaign.invitations.order_by("pk").last()
    if last is not None:
        until = campaign.closes_on + timedelta(days=14)
        extend(card=last, until=until, reason="感染症で、勤務の交代が組めなかった", actor=staff, now=now)

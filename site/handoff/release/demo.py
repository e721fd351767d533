"""An invented release day: confirmed, with two of its steps ticked."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.models import Handoff

from .enums import PlanDeed
from .models import ReleaseDayPlan
from .queries import step_lines
from .services import take_step, tick_step, write_plan, write_step

TEXTS = {
    "meet_by": "相談員 見本、グループホームの世話人",
    "meet_where": "正門のよこの待合所",
    "meet_at": "午前8時30分",
    "transport": "センターの車で行きます。昼は、市役所の食堂で食べます。",
    "papers": "在所証明書\n年金手帳\n印かん\nお薬の説明書",
    "medicine": "14日ぶん。朝と寝る前に飲みます。袋は本人が持ちます。",
    "first_night": "午後8時に、世話人が部屋で様子を見て、センターに電話します。",
    "phones": "1 グループホーム 000-0000-1111\n2 相談員 000-0000-2222\n3 センター 000-0000-3333",
}
STEPS = (
    {"time": "8:30", "what": "正門で待ち合わせ。荷物と薬を確かめる", "owner": "相談員 見本"},
    {"time": "10:00", "what": "市役所 市民課で、転入の届け", "owner": "相談員 見本", "papers": "在所証明書"},
    {"time": "11:00", "what": "市役所 福祉課で、手帳の手続き", "owner": "福祉課の係長", "papers": "印かん"},
    {"time": "14:00", "what": "クリニックで、次の受診の予約", "owner": "世話人", "papers": "お薬の説明書"},
    {"time": "15:30", "what": "グループホームに着く。部屋とお金の約束を、もう一度話す", "owner": "世話人"},
)
TICKED = 2


def fill(world: World) -> None:
    """Add what is missing, beside the hand-off whose receiver has taken it on."""
    with opened(CLOCK, now=world.now):
        handoff = Handoff.objects.filter(decided_at__isnull=False, requester=None).order_by("made_at").first()
        if handoff is None or ReleaseDayPlan.objects.exists():
            return
    actor, now = _actor(world), world.now
    day = timezone.localdate(now) + timedelta(days=3)
    plan = write_plan(handoff_id=handoff.pk, day=day, texts=TEXTS, actor=actor, now=now)
    for texts in STEPS:
        write_step(plan_id=plan.pk, texts=texts, actor=actor, now=now)
    take_step(plan_id=plan.pk, deed=PlanDeed.CONFIRM, words="", actor=actor, now=now)
    with opened(actor, now=now):
        steps = [line.step.pk for line in step_lines(plan)]
    for step in steps[:TICKED]:
        tick_step(plan_id=plan.pk, step_id=step, is_done=True, actor=actor, now=now)


def _actor(world: World) -> Actor:
    user = User.objects.get(person=world.people["case_worker"])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)

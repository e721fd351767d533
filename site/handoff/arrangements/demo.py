"""Invented sheets beside the hand-off that was taken on: a team, a limits sheet, a pack in use."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.models import Handoff

from .enums import SheetDeed, SheetKind
from .models import SupportTeam
from .services import add_member, take_step, write_sheet

TOLD_BY = "福祉課の係長から、昨日の午後、電話で"
TEAM = {
    "aim": "1人で暮らしはじめて、半年を越える。",
    "lead": "見本市 福祉課 係長",
    "backup": "保護観察所。夜は、グループホームの当直",
    "meeting": "2か月に1回、福祉課で",
}
MEMBERS = (
    (
        {
            "name": "見本市 福祉課 係長",
            "role": "手帳と年金の手続き",
            "reach": "電話 000-0000-4444（平日）",
            "sees": "名前と連絡先、希望する暮らし",
        },
        False,
    ),
    (
        {
            "name": "グループホームの世話人",
            "role": "毎日の声かけ、薬",
            "reach": "電話 000-0000-1111（夜も）",
            "sees": "名前と連絡先、体のこと、薬",
        },
        False,
    ),
    ({"name": "保護観察所", "role": "困ったときの相談", "reach": "電話 000-0000-5555"}, True),
)
LIMITS = {
    "emergency": "昼は福祉課の係長、夜はグループホームの当直が、電話を受けます。",
    "signs": "入居の契約は本人。入院の同意は、病院と本人で。",
    "not_done": "保証人、お金の預かり、夜の訪問は、しません。",
    "hospital_lead": "グループホーム",
    "hospital_contact": "世話人が病院に付き添い、次の日にセンターに電話します。",
    "leaving_lead": "福祉課",
    "leaving_contact": "出る2週間前に、全員で集まります。",
    "death_lead": "福祉課",
    "death_contact": "福祉課が親族をさがします。荷物は、グループホームが1か月預かります。",
}
PACK = {
    "daily": "朝と夕方に、声をかけます。日中は、畑の仕事に行きます。",
    "triggers": "急がされたとき。知らない人が大勢いるとき。",
    "helped": "10分おいて、静かな部屋で、もう一度話します。",
    "contacts": "眠れない日が続く → クリニック 000-0000-6666\nお金がなくなった → 福祉課 000-0000-4444",
    "money": "毎週月曜に、世話人と7千円を受け取り、帳面につけます。",
    "medical": "第2火曜に受診。血圧の薬を朝に1回。",
}


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        handoff = Handoff.objects.filter(decided_at__isnull=False, requester=None).order_by("made_at").first()
        if handoff is None or SupportTeam.objects.exists():
            return
    actor, now, today = _actor(world), world.now, timezone.localdate(world.now)
    where = {"handoff_id": handoff.pk, "actor": actor, "now": now}
    team = write_sheet(kind=SheetKind.TEAM, texts=TEAM, **where)  # type: ignore[arg-type]  # -- named arguments
    for texts, is_backup in MEMBERS:
        add_member(
            team_id=team.pk,
            texts=texts,
            since=today,
            is_backup=is_backup,
            agency=None,
            actor=actor,
            now=now,
        )
    take_step(kind=SheetKind.TEAM, sheet_id=team.pk, deed=SheetDeed.ACTIVATE, seen=1, actor=actor, now=now)
    for kind, texts in ((SheetKind.LIMITS, LIMITS), (SheetKind.PACK, PACK)):
        days = {"review_on": today + timedelta(days=90)} if kind == SheetKind.PACK else {}
        sheet = write_sheet(kind=kind, texts=texts, **where, **days)  # type: ignore[arg-type]  # -- named arguments
        for told_by in ("", TOLD_BY):
            take_step(
                kind=kind,
                sheet_id=sheet.pk,
                deed=SheetDeed.AGREE,
                seen=1,
                told_by=told_by,
                actor=actor,
                now=now,
            )
        if kind == SheetKind.PACK:
            take_step(kind=kind, sheet_id=sheet.pk, deed=SheetDeed.START, seen=1, actor=actor, now=now)


def _actor(world: World) -> Actor:
    user = User.objects.get(person=world.people["case_worker"])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)

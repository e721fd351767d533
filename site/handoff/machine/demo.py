"""Invented people on their way: one whose request has come to the home, one with a city on paper, a draft."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.cases.enums import Duty, HowExplained, OriginKind, Place
from handoff.cases.models import Case
from handoff.cases.services.bases import NewBasis, activate_basis, write_basis
from handoff.cases.services.cases import NewCase, open_case
from handoff.disclosure.enums import BasisKind, Part, ReceiverCategory, SafeguardKind
from handoff.models import AgencyCopy
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import confirm_safeguard, write_safeguard

from .enums import Deed, Kind
from .models import Handoff
from .services.moving import Answer, move
from .services.naming import Named
from .services.writing import Draft, begin_handoff

HOME, CITY = "minamo", "komatsu_section"
FORMS = UUID("6f1c2c38-3a0e-4f6e-9f5e-0d1a2b3c4d5e")
PARTS = {
    Part.OUTLINE: "60代の方。南の地域で、出所のあと部屋を借りて暮らすことを望んでいます。",
    Part.NEED: "朝と夕方に声をかけてもらえると、薬を忘れません。日中は、畑の仕事がしたいです。",
    Part.HEALTH: "血圧の薬を、朝に1回。膝が痛む日は、長く歩けません。",
    Part.BEHAVIOUR: "急がされると、黙りこむことがあります。時間をおくと、話せます。",
    Part.IDENTITY: "見本 一夫（みほん かずお）さん。連絡先は、見本地域生活定着支援センターです。",
}


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if Case.objects.exists():
            return
    home, city = world.agencies[HOME], world.agencies[CITY]
    AgencyCopy.objects.filter(pk=city.pk).update(category=ReceiverCategory.MUNICIPALITY)
    city.category = ReceiverCategory.MUNICIPALITY
    bound = {HOME: _safeguard(world, home, Way.HERE), CITY: _safeguard(world, city, Way.PAPER)}
    first = _begin(world, home, bound[HOME], Kind.ACCEPTANCE, "グループホームで迎えてほしい")
    _send(world, first)
    second = _begin(
        world, city, bound[CITY], Kind.COORDINATION, "手帳と年金の手続きを、いっしょに考えてほしい"
    )
    _send(world, second)
    told = "福祉課の係長から、電話で"
    _do(world, second, Deed.ACKNOWLEDGE, "case_worker", told_by=told)
    named = (Named(place=Place.MAIN, name="係長"), Named(place=Place.SECOND, name="主査"))
    _do(world, second, Deed.ACCEPT, "case_worker", told_by=told, receivers=named)
    _begin(world, home, bound[HOME], Kind.ACCEPTANCE, "短い宿泊から始めてほしい")


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)


def _safeguard(world: World, agency: AgencyCopy, way: Way) -> Safeguard:
    today = timezone.localdate(world.now)
    written = write_safeguard(
        kind=SafeguardKind.AGREEMENT,
        agency=agency,
        covers=frozenset(Part),
        since=today,
        until=today + timedelta(days=365),
        details={"way": way, "signed_by": "管理者", "paper_at": "書庫の1"},
        actor=_actor(world, "case_worker"),
        now=world.now,
    )
    return confirm_safeguard(safeguard_id=written.pk, actor=_actor(world, "lead"), now=world.now)


def _begin(world: World, agency: AgencyCopy, safeguard: Safeguard, kind: Kind, ask: str) -> Handoff:
    """Open a case with a consent for this receiver, and begin a request to it."""
    actor, today = _actor(world, "case_worker"), timezone.localdate(world.now)
    new = NewCase(
        duty=Duty.SPECIAL_ADJUSTMENT,
        origin_kind=OriginKind.SPECIAL_ADJUSTMENT_REQUEST,
        origin_on=today,
        main=world.people["case_worker"],
        second=world.people["deputy_lead"],
        release_on=today + timedelta(days=60),
        identity={"name": "見本 一夫", "name_kana": "ミホン カズオ"},
        texts={"need": "住まいと通いさき"},
    )
    case = open_case(new=new, actor=actor, now=world.now)
    consent = NewBasis(
        kind=BasisKind.CONSENT,
        covers=frozenset(Part) - {Part.OFFENCE},
        since=today,
        until=today + timedelta(days=365),
        receivers=(agency,),
        texts={"purpose": "住むところと支える人を見つけるため", "evidence": "書庫の2"},
        explained={
            "explained_by": world.people["case_worker"],
            "explained_on": today,
            "explained_how": HowExplained.INTERVIEW,
        },
    )
    basis = write_basis(case=case, new=consent, actor=actor, now=world.now)
    basis = activate_basis(basis_id=basis.pk, actor=actor, now=world.now)
    draft = Draft(kind=kind, performer=agency, safeguard=safeguard, basis=basis, ask=ask, parts=PARTS)
    return begin_handoff(case=case, draft=draft, actor=actor, now=world.now)


def _send(world: World, handoff: Handoff) -> None:
    _do(world, handoff, Deed.SUBMIT, "case_worker")
    _do(world, handoff, Deed.APPROVE, "lead")


def _do(
    world: World,
    handoff: Handoff,
    deed: Deed,
    who: str,
    *,
    told_by: str = "",
    receivers: tuple[Named, ...] = (),
) -> None:
    with opened(CLOCK, now=world.now):
        seen = Handoff.objects.get(pk=handoff.pk).version
    key = uuid5(FORMS, f"{handoff.pk}:{seen}")
    answer = Answer(seen=seen, key=key, told_by=told_by, receivers=receivers)
    move(handoff_id=handoff.pk, deed=deed, answer=answer, actor=_actor(world, who), now=world.now)

"""Invented people on their way: to a home, to a city on paper, to another centre, and one for whom a home asks."""

from datetime import timedelta

from django.utils import timezone

from foundation.demo import World
from handoff.access import opened
from handoff.actors import CLOCK, Actor
from handoff.cases.enums import Duty, HowExplained, OriginKind, Place
from handoff.cases.models import Case, LegalBasis
from handoff.cases.services.bases import NewBasis, activate_basis, withdraw_basis, write_basis
from handoff.cases.services.cases import NewCase, open_case
from handoff.disclosure.enums import BasisKind, Part, ReceiverCategory, SafeguardKind
from handoff.models import AgencyCopy
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import confirm_safeguard, write_safeguard

from .demo_steps import actor_of_cast, do, send, work_alongside
from .enums import Deed, Kind
from .models import Handoff
from .services.looking import look_after
from .services.naming import Named
from .services.writing import Draft, begin_handoff

HOME, CITY, OTHER_CENTRE, ENDED = "minamo", "komatsu_section", "tonari_centre", "tomarigi"
CATEGORIES = {CITY: ReceiverCategory.MUNICIPALITY, OTHER_CENTRE: ReceiverCategory.CENTRE}
PEOPLE = (
    ("見本 一夫", "ミホン カズオ"),
    ("例田 さくら", "レイタ サクラ"),
    ("仮名山 三郎", "カメイヤマ サブロウ"),
    ("試野 花代", "タメシノ ハナヨ"),
    ("見取 五郎", "ミトリ ゴロウ"),
    ("想田 六美", "ソウダ ムツミ"),
)
PARTS = {
    Part.OUTLINE: "60代の方。南の地域で、出所のあと部屋を借りて暮らすことを望んでいます。",
    Part.NEED: "朝と夕方に声をかけてもらえると、薬を忘れません。日中は、畑の仕事がしたいです。",
    Part.HEALTH: "血圧の薬を、朝に1回。膝が痛む日は、長く歩けません。",
    Part.BEHAVIOUR: "急がされると、黙りこむことがあります。時間をおくと、話せます。",
}


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if Case.objects.exists():
            return
    home, city = world.agencies[HOME], world.agencies[CITY]
    for key, category in CATEGORIES.items():
        world.agencies[key].category = category
        world.agencies[key].save(update_fields=["category"])
    bound = {
        HOME: _safeguard(world, home, Way.HERE),
        CITY: _safeguard(world, city, Way.PAPER, until=24),
        OTHER_CENTRE: _safeguard(world, world.agencies[OTHER_CENTRE], Way.PAPER),
    }
    _safeguard(world, world.agencies[ENDED], Way.PAPER, since=-400, until=-30)
    first = _begin(world, 0, home, bound[HOME], Kind.ACCEPTANCE, "グループホームで迎えてほしい")
    send(world, first)
    _to_city(
        world, _begin(world, 1, city, bound[CITY], Kind.COORDINATION, "手帳と年金の手続きを考えてほしい")
    )
    other = world.agencies[OTHER_CENTRE]
    third = _begin(
        world, 2, other, bound[OTHER_CENTRE], Kind.CENTRE_COOPERATION, "ふるさとで暮らすのを助けてほしい"
    )
    _withdrawn(world, third)
    _begin(world, 3, home, bound[HOME], Kind.ACCEPTANCE, "短い宿泊から始めてほしい")
    last = _begin(world, 4, home, bound[HOME], Kind.ACCEPTANCE, "春から、いっしょに支えてほしい")
    send(world, last)
    work_alongside(world, last)
    ours = _safeguard(world, None, Way.HERE)
    asked = _begin(world, 5, None, ours, Kind.ADVICE, "夜に眠れない日が続く方の、支え方を知りたい", own=home)
    send(world, asked, writer="agency_worker", approver="agency_coordinator")


def _to_city(world: World, second: Handoff) -> None:
    """Let a city say by telephone that it takes it on."""
    send(world, second)
    told = "福祉課の係長から、電話で"
    do(world, second, Deed.ACKNOWLEDGE, "case_worker", told_by=told)
    named = (Named(place=Place.MAIN, name="係長"), Named(place=Place.SECOND, name="主査"))
    do(world, second, Deed.ACCEPT, "case_worker", told_by=told, receivers=named)


def _withdrawn(world: World, third: Handoff) -> None:
    """Let another centre take it on, and the person take the consent back: it pauses by itself."""
    send(world, third)
    told = "となりのセンターの相談員から、電話で"
    do(world, third, Deed.ACKNOWLEDGE, "case_worker", told_by=told)
    named = (Named(place=Place.MAIN, name="主任相談員"), Named(place=Place.SECOND, name="相談員"))
    do(world, third, Deed.ACCEPT, "case_worker", told_by=told, receivers=named)
    assert third.basis_id is not None
    withdraw_basis(
        basis_id=third.basis_id,
        reason="やはり、いまの町で暮らしたいと話された",
        actor=actor_of_cast(world, "case_worker"),
        now=world.now,
    )
    look_after(handoff_id=third.pk, now=world.now)


def _safeguard(
    world: World, agency: AgencyCopy | None, way: Way, *, since: int = 0, until: int = 365
) -> Safeguard:
    """Bind an agency, or the centre itself, from and until so many days from today."""
    today = timezone.localdate(world.now)
    written = write_safeguard(
        kind=SafeguardKind.AGREEMENT,
        agency=agency,
        covers=frozenset(Part),
        since=today + timedelta(days=since),
        until=today + timedelta(days=until),
        details={"way": way, "signed_by": "管理者", "paper_at": "書庫の1"},
        actor=actor_of_cast(world, "case_worker"),
        now=world.now,
    )
    return confirm_safeguard(safeguard_id=written.pk, actor=actor_of_cast(world, "lead"), now=world.now)


def _begin(
    world: World,
    person: int,
    agency: AgencyCopy | None,
    safeguard: Safeguard,
    kind: Kind,
    ask: str,
    *,
    own: AgencyCopy | None = None,
) -> Handoff:
    """Open a case with a consent for this receiver, and begin a request to it; `own` asks, else the centre."""
    name, kana = PEOPLE[person]
    main, second = ("agency_worker", "agency_coordinator") if own else ("case_worker", "deputy_lead")
    actor, today = actor_of_cast(world, main), timezone.localdate(world.now)
    new = NewCase(
        duty=Duty.CONSULTATION if own else Duty.SPECIAL_ADJUSTMENT,
        origin_kind=OriginKind.CONSULTATION if own else OriginKind.SPECIAL_ADJUSTMENT_REQUEST,
        origin_on=today,
        main=world.people[main],
        second=world.people[second],
        agency=own,
        release_on=None if own else today + timedelta(days=60),
        identity={"name": name, "name_kana": kana},
        texts={"need": "眠れない夜の支え方" if own else "住まいと通いさき"},
    )
    case = open_case(new=new, actor=actor, now=world.now)
    basis = _consent(world, case, agency, actor, main)
    parts = PARTS | {Part.IDENTITY: f"{name}さん。連絡先は、見本地域生活定着支援センターです。"}
    draft = Draft(kind=kind, performer=agency, safeguard=safeguard, basis=basis, ask=ask, parts=parts)
    return begin_handoff(case=case, draft=draft, actor=actor, now=world.now)


def _consent(world: World, case: Case, agency: AgencyCopy | None, actor: Actor, main: str) -> LegalBasis:
    today = timezone.localdate(world.now)
    consent = NewBasis(
        kind=BasisKind.CONSENT,
        covers=frozenset(Part) - {Part.OFFENCE},
        since=today,
        until=today + timedelta(days=365),
        receivers=(agency,),
        texts={"purpose": "住むところと支える人を見つけるため", "evidence": "書庫の2"},
        explained={
            "explained_by": world.people[main],
            "explained_on": today,
            "explained_how": HowExplained.INTERVIEW,
        },
    )
    basis = write_basis(case=case, new=consent, actor=actor, now=world.now)
    return activate_basis(basis_id=basis.pk, actor=actor, now=world.now)

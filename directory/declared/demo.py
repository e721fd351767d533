"""What agencies of the demo world say of themselves: published and waiting; free places of three ages."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from directory.enums import FieldGroup, Level
from directory.models import ServiceKind
from foundation.demo import World

from .enums import DraftWay
from .models import Declaration, Draft
from .queries import editing
from .rules import EntryText, OfferText
from .services.approving import approve_draft, seen
from .services.drafts import save_draft
from .services.reminding import send_due_reminders
from .services.saying import tell_vacancy
from .services.visibility import set_visibility, wish_visibility

HOME = {"from_facility": "yes", "intellectual": "yes", "mental": "ask", "men": "yes", "women": "no"}
HOME |= {"no_guarantor": "yes", "public_assistance": "yes", "same_day": "ask", "medication": "yes"}
HOME |= {"night_staff": "yes", "private_room": "yes", "meals": "yes", "wheelchair": "no"}
OPEN_HOUSE = {"from_facility": "yes", "suspect": "yes", "no_residence": "yes", "no_guarantor": "yes"}
OPEN_HOUSE |= {"same_day": "yes", "private_room": "yes", "meals": "yes", "smoking": "ask", "pets": "no"}
WORKSHOP = {"intellectual": "yes", "mental": "yes", "no_handbook": "ask", "transport": "yes"}

# agency, days since it was written, who, what it says
ENTRIES = (
    ("minamo", 20, "髙﨑", EntryText(
        summary="海の近くの、6人の家です。世話人が朝と夜にいます。", visits="見学はいつでも。泊まりの体験は2泊まで",
        hours="平日9時から17時", contact_point="管理者", building="2階建て。1階に1部屋",
        offers=(OfferText("group_home", 6, HOME, ("172031", "172065"), "はじめは体験からどうぞ"),),
    )),
    ("hidamari", 250, "見本", EntryText(
        summary="借り上げのアパートです。職員が毎日たずねます。", contact_point="受け入れ係",
        offers=(OfferText("self_reliance_home", 4, OPEN_HOUSE, (), ""),),
    )),
    ("yamanami", 420, "見本", EntryText(
        summary="山の見える4人の家です。", visits="電話で予約してください",
        offers=(OfferText("group_home", 5, HOME | {"women": "yes", "men": "no"}, ("172049",), ""),),
    )),
    ("tomarigi", 60, "土井", EntryText(
        summary="お弁当と清掃の仕事をしています。", hours="月曜から金曜の9時から15時",
        offers=(OfferText("work_b", 20, WORKSHOP, (), "見学の日にお弁当を食べられます"),),
    )),
)  # fmt: skip
# agency, service, free places, days ago: today's, of this month, too old to count
FREE = (
    ("minamo", "group_home", 1, 2),
    ("hidamari", "self_reliance_home", 2, 24),
    ("yamanami", "group_home", 1, 80),
)
WAITING = EntryText(
    summary="南加賀の4つの市と町の、相談の中心です。", hours="平日8時30分から17時15分", contact_point="相談係"
)


def seed(world: World) -> None:
    """Write, publish and leave waiting what agencies of the demo world say, once."""
    people = {key: User.objects.filter(person=person).first() for key, person in world.people.items()}
    staff, partner = people.get("staff"), people.get("partner_admin")
    if world.door != "public" or staff is None or partner is None or Declaration.objects.exists():
        return
    for key, days, said_by, text in ENTRIES:
        moment = world.now - timedelta(days=days)
        draft = _write(world, key, text, said_by, DraftWay.STAFF, staff, days)
        approve_draft(draft=draft, as_seen=seen(draft), actor=staff, now=moment + timedelta(hours=3))
    for key, service, free, days in FREE:
        kind, moment = ServiceKind.objects.get(pk=service), world.now - timedelta(days=days)
        tell_vacancy(agency=world.agencies[key], service=kind, free=free, actor=partner, now=moment)
    _write(world, "tsumugi", WAITING, "藤井", DraftWay.PORTAL, people.get("facilitator") or staff, 3)
    _show(world, staff, partner)
    send_due_reminders(now=world.now - timedelta(days=40))


def _write(
    world: World, key: str, text: EntryText, said_by: str, way: DraftWay, actor: User, days: int
) -> Draft:
    agency = world.agencies[key]
    return save_draft(
        agency=agency,
        text=text,
        base=editing(agency).base,
        said_by=said_by,
        way=way,
        actor=actor,
        now=world.now - timedelta(days=days),
    )


def _show(world: World, staff: User, partner: User) -> None:
    """Show free places of one agency to everybody, as it agreed, and leave a wish of another to decide on."""
    day = timezone.localdate(world.now - timedelta(days=15))
    set_visibility(
        agency=world.agencies["minamo"],
        levels={FieldGroup.VACANCY: Level.PUBLIC},
        agreed_on=day,
        agreed_by="髙﨑",
        actor=staff,
        now=world.now - timedelta(days=15),
    )
    wish_visibility(
        agency=world.agencies["hidamari"],
        levels={FieldGroup.CONDITIONS: Level.PARTNERS},
        said_by="見本",
        actor=partner,
        now=world.now - timedelta(days=5),
    )

"""Invented wishes, registrations and contacts of the demo world, written down by the real services."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from directory.enums import AcceptanceState, HousingState
from foundation.demo import World

from .enums import ContactWay, Sexes
from .models import ContactRecord
from .services import finish_next_step, record_acceptance, record_contact, record_housing

# agency, days ago, state, first year, whom to ask, cautions
WISHES = (
    ("minamo", 12, AcceptanceState.HAS_ACCEPTED, 2021, "サービス管理責任者に電話。見学のあとに話し合い", "夜勤は1人。薬の管理は相談してから"),
    ("yamanami", 210, AcceptanceState.WILLING, None, "管理者に電話", ""),
    ("tsumugi", 40, AcceptanceState.INTERESTED, None, "相談支援専門員に電話かFAX", ""),
)  # fmt: skip
# agency, state, days since registered, meals, whom, places, months
HOUSES = (
    ("akatsuki", HousingState.REGISTERED, 2400, True, Sexes.MEN, 20, 6),
    ("hidamari", HousingState.REGISTERED, 820, True, Sexes.BOTH, 4, 6),
    ("komichi", HousingState.APPLYING, None, False, Sexes.WOMEN, 2, 6),
    ("minamo", HousingState.EXPLAINED, None, True, Sexes.MEN, 2, 6),
)
# agency, days ago, way, with whom, purpose, result, next step, days until then, whether it is done
CONTACTS = (
    ("minamo", 95, ContactWay.VISIT, "管理者", "自立準備ホームの説明", "関心あり。理事会で話す", "返事を聞く", 30, True),
    ("minamo", 20, ContactWay.PHONE, "管理者", "理事会の返事を聞く", "登録の書類がほしい", "書類を持って行く", 14, False),
    ("tsumugi", 33, ContactWay.TRAINING, "相談支援専門員", "出前講座の打ち合わせ", "", "日程を決める", 45, False),
    ("tsumugi", 60, ContactWay.MEETING, "相談支援専門員", "圏域の会議で名刺を交換", "", "", None, False),
)  # fmt: skip


def seed(world: World) -> None:
    """Write down what the centre of the demo world knows, once."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or ContactRecord.objects.exists():
        return
    _fill_wishes(world, staff)
    _fill_houses(world, staff)
    _fill_contacts(world, staff)


def _fill_wishes(world: World, staff: User) -> None:
    for key, days, state, year, way, cautions in WISHES:
        record_acceptance(
            agency=world.agencies[key],
            values={"state": state, "experienced_since": year, "contact_way": way, "cautions": cautions},
            actor=staff,
            now=world.now - timedelta(days=days),
        )


def _fill_houses(world: World, staff: User) -> None:
    today = timezone.localdate(world.now)
    for key, state, days, meals, sexes, places, months in HOUSES:
        values = {
            "state": state,
            "registered_on": today - timedelta(days=days) if days else None,
            "registered_with": world.agencies["probation"] if days else None,
            "meals": meals,
            "sexes": sexes,
            "places": places,
            "longest_months": months,
            "as_of": today,
        }
        record_housing(agency=world.agencies[key], values=values, actor=staff, now=world.now)


def _fill_contacts(world: World, staff: User) -> None:
    for key, days, way, met_with, purpose, result, step, until, is_done in CONTACTS:
        moment = world.now - timedelta(days=days)
        day = timezone.localdate(moment)
        values = {"day": day, "way": way, "met_with": met_with, "purpose": purpose, "result": result}
        values |= {"next_step": step, "next_on": day + timedelta(days=until) if until else None}
        record = record_contact(agency=world.agencies[key], values=values, actor=staff, now=moment)
        if is_done:
            finish_next_step(record_id=record.pk, actor=staff, now=moment + timedelta(days=until or 0))

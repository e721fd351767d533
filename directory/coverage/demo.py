"""Invented windows, notes, key persons and experts of the demo world, written down by the real services."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from directory.models import Municipality, ServiceKind, WelfareArea
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .enums import ExpertState, FeeClass, KeyRole, WindowState
from .models import MunicipalWindow
from .services.notes import record_note
from .services.people import add_expert, appoint_key_person
from .services.windows import carry_windows_over, record_window

SINCE = date(2024, 4, 1)
# municipality, contractor, name of the window, phone, whether a senior specialist is there
RUNNING = (
    ("金沢市", "hashiwatashi", "地域生活連携の窓口（相談支援事業所はしわたし）", "000-003-0001", True),
    ("小松市", "tsumugi", "みなみ加賀地域の窓口（つむぎ）", "000-003-0002", True),
    ("輪島市", None, "輪島市 見本福祉課", "000-003-0003", False),
)
PLANNED = (("白山市", None), ("能登町", "misaki"))
# area, role, agency, name, reading, introduced by, whether the person agreed to be listed
KEY_PEOPLE = (
    ("南加賀", KeyRole.ADVISER, "tsumugi", "見本 森子", "ミホン モリコ", "小松市 見本福祉課", True),
    ("石川中央", KeyRole.ADVISER, "hashiwatashi", "見本 橋太", "ミホン ハシタ", "", True),
    ("能登北部", KeyRole.LIAISON, "misaki", "見本 岬", "ミホン ミサキ", "輪島市 見本福祉課", False),
)
# agency, name, reading, qualification, topics, state
EXPERTS = (
    ("umibe", "見本 波子", "ミホン ナミコ", "精神科の医師", "依存症、服薬のこと", ExpertState.AGREED),
    ("hiiragi", "見本 柊", "ミホン ヒイラギ", "弁護士", "更生支援計画、成年後見", ExpertState.ASKED),
    (None, "見本 学", "ミホン マナブ", "大学の教員（社会福祉）", "意思決定支援", ExpertState.CANDIDATE),
)


def seed(world: World) -> None:
    """Write down the registers of the demo world, once."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or MunicipalWindow.objects.exists():
        return
    _fill_windows(world, staff)
    _fill_notes(world, staff)
    _fill_people(world, staff)


def _fill_windows(world: World, staff: User) -> None:
    places = {place.name: place for place in Municipality.objects.all()}
    year = fiscal_year(timezone.localdate(world.now))
    for name, contractor, window, phone, has_specialist in RUNNING:
        values = {
            "state": WindowState.RUNNING,
            "contractor": world.agencies[contractor] if contractor else None,
            "window_name": window,
            "phone": phone,
            "has_senior_specialist": has_specialist,
            "started_on": SINCE,
        }
        record_window(municipality=places[name], year=year - 1, values=values, actor=staff, now=world.now)
    carry_windows_over(year=year, actor=staff, now=world.now)
    for name, contractor in PLANNED:
        values = {"state": WindowState.PLANNED, "contractor": world.agencies.get(contractor)}
        record_window(municipality=places[name], year=year, values=values, actor=staff, now=world.now)


def _fill_notes(world: World, staff: User) -> None:
    places = {place.name: place for place in Municipality.objects.all()}
    kind = ServiceKind.objects.filter(pk="self_reliance_home").first() or ServiceKind.objects.first()
    if kind is None:
        return
    for place, neighbour in (("珠洲市", "輪島市"), ("川北町", "能美市")):
        values = {
            "municipality": places[place],
            "area": None,
            "kind": kind,
            "covering_municipality": places[neighbour],
            "covering_agency": None,
            "valid_from": SINCE,
            "note": "",
        }
        record_note(values=values, actor=staff, now=world.now)


def _fill_people(world: World, staff: User) -> None:
    areas = {area.name: area for area in WelfareArea.objects.all()}
    for area, role, agency, name, kana, introduced_by, may_be_listed in KEY_PEOPLE:
        appoint_key_person(
            agency=world.agencies[agency],
            name=name,
            name_kana=kana,
            may_be_listed=may_be_listed,
            actor=staff,
            now=world.now,
            area=areas[area],
            role=role,
            introduced_by=introduced_by,
            valid_from=SINCE,
        )
    for agency, name, kana, qualification, topics, state in EXPERTS:
        add_expert(
            agency=world.agencies[agency] if agency else None,
            name=name,
            name_kana=kana,
            actor=staff,
            now=world.now,
            qualification=qualification,
            topics=topics,
            may_lecture=True,
            fee=FeeClass.CENTRE,
            state=state,
        )

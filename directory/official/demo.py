"""Invented official data of the demo world: taken in twice, changed between, and once only looked at."""

from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency, Municipality
from foundation.demo import World

from .demo_files import Office, care_file, invented, wam_file
from .models import ImportRun, OfficialRecord
from .services.applying import apply_run
from .services.reading import read_run
from .services.uploading import keep_run_in_transaction

# The national sites publish what stood on the last days of March and September.
MONTHS = (3, 9)
HALF_A_YEAR = timedelta(days=182)
A_PLACE = {"wam": 3, "care": 2}
# Every so manieth office has a new telephone number in the newer data.
MOVED = 9
GONE, NEW = 2, 3


def seed(world: World) -> None:
    """Take in official data of the demo world, once."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or ImportRun.objects.exists():
        return
    places = list(Municipality.objects.filter(valid_to__isnull=True).order_by("code"))
    newest = _newest_period(timezone.localdate(world.now))
    before = _newest_period(newest - timedelta(days=1))
    wam, care = (invented(places, kind, a_place, world.rng) for kind, a_place in A_PLACE.items())
    wam += _of_the_cast(world)
    steps = (
        ("wam", before, wam[:-NEW], 200, True),
        ("care", before, care, 190, True),
        ("wam", newest, _half_a_year_later(wam), 30, True),
        ("care", newest, _half_a_year_later(care), 1, False),
    )
    for source, period, offices, days, is_applied in steps:
        moment = world.now - timedelta(days=days)
        _take_in(source, period, offices, moment, staff, is_applied=is_applied)


def sample_file(*, today: date) -> tuple[str, bytes]:
    """Return name and content of a file that is newer than what is held: most is the same.

    The first office has moved to another number, the last one is gone, one is new.
    """
    rows = OfficialRecord.objects.filter(source="wam", missing_since__isnull=True, municipality__isnull=False)
    offices = [_published(each) for each in rows.select_related("municipality", "service").order_by("pk")]
    changed = [each._replace(phone="000-019-0001") for each in offices[:1]]
    new = [
        each._replace(
            number="1799999999", name="グループホームあたらしい", kana="アタラシイ", town="見本町9丁目9番"
        )
        for each in offices[:1]
    ]
    return f"sfkopendata_{today:%Y%m}.csv", wam_file([*changed, *offices[1:-1], *new])


def _published(record: OfficialRecord) -> Office:
    place = record.municipality
    assert place is not None
    assert record.service is not None
    return Office(
        *(place, record.office_number, record.service.name, record.name, record.name_kana),
        *(record.address.removeprefix(f"{place.prefecture}{place.name}"), record.phone, record.capacity or 0),
        *(record.latitude or 0, record.longitude or 0),
    )


def _newest_period(day: date) -> date:
    found = [date(year, month, 1) for year in (day.year - 1, day.year) for month in MONTHS]
    return max(each for each in found if each <= day)


def _of_the_cast(world: World) -> list[Office]:
    """Return what is published of agencies that the centre knows: surely, perhaps, and one entered twice."""
    surely = (("yamanami", "共同生活援助", 5), ("niji", "生活介護", 20), ("soyokaze", "短期入所", 4))
    found = [_office(world.agencies[key], service, capacity) for key, service, capacity in surely]
    perhaps, twice = (world.agencies[key] for key in ("minamo", "soyokaze"))
    moved = _office(perhaps, "共同生活援助", 6, town="見本台2丁目7番")
    other = _office(twice, "短期入所", 4, town="見本台1丁目5番", name="そよかぜの家")
    return [moved, other, *found]


def _office(agency: Agency, service: str, capacity: int, *, town: str = "", name: str = "") -> Office:
    place = agency.municipality
    assert place is not None
    own = agency.address.removeprefix(f"{place.prefecture}{place.name}")
    return Office(
        *(place, f"1799{agency.pk:06d}", service, name or agency.name, agency.name_kana),
        *(town or own, agency.phone, capacity),
    )


def _half_a_year_later(offices: list[Office]) -> list[Office]:
    """Return the same offices half a year later: some are gone, some have another number."""
    return [
        each._replace(phone=f"{each.phone[:-4]}9{each.phone[-3:]}") if number % MOVED == 0 else each
        for number, each in enumerate(offices[GONE:])
    ]


def _take_in(
    source: str, period: date, offices: list[Office], now: datetime, staff: User, *, is_applied: bool
) -> None:
    write, stem = {"wam": (wam_file, "sfkopendata"), "care": (care_file, "jigyosho")}[source]
    upload: File[bytes] = File(BytesIO(write(offices)), name=f"{stem}_{period:%Y%m}.csv")
    with transaction.atomic(durable=True):
        run = keep_run_in_transaction(uploads=[upload], actor=staff, now=now, period=period)
    run = read_run(run=run, period=period, now=now)
    if is_applied:
        apply_run(run=run, actor=staff, now=now + timedelta(minutes=5))

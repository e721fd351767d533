"""Talks of the demo world, written down by the real service at the times they would have been."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from directory.models import Municipality
from foundation.demo import World
from foundation.japanese.dates import fiscal_year, fiscal_year_span

from .enums import AskerKind, Outcome, TalkWay, Theme
from .models import Consultation
from .rules import Talk
from .services import record_consultation

# (days ago, kind, theme, way, minutes, outcome, municipality)
TALKS = (
    (1, AskerKind.PERSON, Theme.MONEY, TalkWay.PHONE, 20, Outcome.GOES_ON, "金沢市"),
    (5, AskerKind.FAMILY, Theme.HOUSING, TalkWay.PHONE, 25, Outcome.GOES_ON, "白山市"),
    (8, AskerKind.WELFARE, Theme.RECEIVING, TalkWay.VISIT_THERE, 60, Outcome.TAKEN_UP, "七尾市"),
    (12, AskerKind.LAWYER, Theme.RECEIVING, TalkWay.PHONE, 15, Outcome.TOLD, ""),
    (19, AskerKind.CORRECTIONS, Theme.HOUSING, TalkWay.ONLINE, 45, Outcome.TAKEN_UP, ""),
    (26, AskerKind.FAMILY, Theme.SYSTEM, TalkWay.MAIL, 10, Outcome.NOT_REACHED, ""),
    (33, AskerKind.GOVERNMENT, Theme.WELFARE, TalkWay.VISIT_HERE, 50, Outcome.REFERRED, "小松市"),
    (61, AskerKind.MEDICAL, Theme.CARE, TalkWay.PHONE, 30, Outcome.TOLD, "金沢市"),
    (95, AskerKind.PERSON, Theme.HOUSING, TalkWay.VISIT_HERE, 70, Outcome.TAKEN_UP, "加賀市"),
    (140, AskerKind.WELFARE, Theme.TRAINING, TalkWay.FAX, 5, Outcome.TOLD, "能登町"),
    (171, AskerKind.LAWYER, Theme.MONEY, TalkWay.PHONE, 20, Outcome.REFERRED, ""),
    (260, AskerKind.GOVERNMENT, Theme.SYSTEM, TalkWay.PHONE, 15, Outcome.TOLD, "輪島市"),
)

# (kind, how many): the talks of the fiscal year before, for the yearly report
LAST_YEAR = (
    (AskerKind.PERSON, 7), (AskerKind.FAMILY, 6), (AskerKind.LAWYER, 8), (AskerKind.CORRECTIONS, 11),
    (AskerKind.WELFARE, 14), (AskerKind.MEDICAL, 3), (AskerKind.GOVERNMENT, 9),
)  # fmt: skip


def seed(world: World) -> None:
    """Write down the talks of two years, once."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or Consultation.objects.filter(is_answer=False).exists():
        return
    places = {place.name: place.pk for place in Municipality.objects.all()}
    for days, kind, theme, way, minutes, outcome, place in TALKS:
        moment = world.now - timedelta(days=days)
        talk = Talk(theme, moment.date(), way, minutes, outcome, places.get(place))
        record_consultation(asker_kind=kind, talk=talk, actor=staff, now=moment)
    begins, _ = fiscal_year_span(fiscal_year(timezone.localdate(world.now)) - 1)
    kinds = [kind for kind, talks in LAST_YEAR for _ in range(talks)]
    for number, kind in enumerate(kinds):
        day = begins.date() + timedelta(days=6 * number)
        talk = Talk(Theme.RECEIVING, day, TalkWay.PHONE, 20, Outcome.TOLD)
        record_consultation(asker_kind=kind, talk=talk, actor=staff, now=world.now)

"""Meetings of others and kits for first-time hosts, as tests need them."""

from datetime import date, timedelta

from django.utils import timezone

from directory.enums import AreaScheme
from directory.models import MunicipalityInArea, WelfareArea
from outreach.outside_meetings.enums import ItemKind, MeetingKind, Theme
from outreach.outside_meetings.services.hosts import add_item, add_story, make_kit, send_kit
from outreach.outside_meetings.services.meetings import Said, add_meeting, plan_visit, write_attendance
from tests.factories.directory import make_municipality

SINCE = date(2018, 4, 1)


def make_areas(*names, scheme=AreaScheme.DISABILITY, since=SINCE):
    """Make areas with one municipality each; returns areas and municipalities."""
    areas, places = [], []
    for number, name in enumerate(names):
        area = WelfareArea.objects.create(scheme=scheme, name=name, valid_from=since)
        place = make_municipality(name=f"{name}市", code=f"17{number:02}12")
        MunicipalityInArea.objects.create(municipality=place, area=area, scheme=scheme, valid_from=since)
        areas.append(area)
        places.append(place)
    return areas, places


def make_meeting(*, by, now, name="東部圏域 自立支援協議会", kind=MeetingKind.SUPPORT_COUNCIL, **fields):
    fields = {"host_words": "東部の事務局"} | fields
    return add_meeting(details={"name": name, "kind": kind, **fields}, actor=by, now=now)


def go_to(meeting, *, by, now, day=None, attended=True, **said):
    """Plan a visit, yesterday unless told otherwise, and write down that the centre was there."""
    day = day or timezone.localdate(now) - timedelta(days=1)
    visit = plan_visit(meeting=meeting, day=day, place="", people=[by.person], actor=by, now=now)
    if not attended:
        return visit
    what = Said(**({"theme": Theme.WORK, "people": 12} | said))
    return write_attendance(visit=visit, said=what, people=[by.person], actor=by, now=now)


def make_host_kit(*, by, now, title="はじめて受け入れるみなさまへ"):
    kit = make_kit(details={"title": title, "greeting": "いっしょに考えます。"}, actor=by, now=now)
    things = {"kind": ItemKind.CALL, "title": "困ったときはセンターへ", "phone": "000-000-2000"}
    add_item(kit=kit, details=things, actor=by, now=now)
    story = {"title": "はじめの1か月", "office": "町の小さなホーム", "text": "毎週、話しに来てくれました。"}
    add_story(kit=kit, details=story, actor=by, now=now)
    return kit


def give(kit, agency, *, by, now, buddy=None, on=None):
    on = on or timezone.localdate(now)
    return send_kit(kit=kit, agency=agency, on=on, buddy=buddy, actor=by, now=now)

"""Events and applications, made by the real services so that ledger, mail and audit are as in life."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from events.enums import Admission, Audience, ReplyWay, Way
from events.services.applying import ApplicationRequest, PersonRequest, apply_for_event
from events.services.publishing import SessionPlan, create_event

TOKYO = ZoneInfo("Asia/Tokyo")
# The day on which most tests take place: a Tuesday in office hours.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
STARTS_AT = datetime(2026, 12, 11, 13, 30, tzinfo=TOKYO)


def make_event(*, venue=20, online=None, now=NOW, publish=True, starts_at=STARTS_AT, sessions=1, **details):
    """Make a public seminar in December with seats at the venue, on line, or both."""
    details = {
        "title": "はじめての受け入れ",
        "subtitle": "迎える前に知っておきたいこと",
        "summary": "はじめて迎える事業所のための研修です。",
        "audience": Audience.PUBLIC,
        "opens_at": now - timedelta(days=7),
        "deadline_at": starts_at - timedelta(days=7),
        "admission": Admission.FIRST_COME,
        "offer_hours": None,
    } | details
    plans = [
        SessionPlan(
            starts_at=starts_at + timedelta(days=7 * week),
            ends_at=starts_at + timedelta(days=7 * week, hours=3),
            venue="見本市民会館 2階 会議室2" if venue else "",
            venue_capacity=venue,
            online_url="https://meeting.example.jp/room-2" if online else "",
            online_capacity=online,
        )
        for week in range(sessions)
    ]
    return create_event(details=details, sessions=plans, publish=publish, actor=None, now=now)


def make_session(**options):
    return make_event(**options).sessions.get()


def some_people(count, *, way=Way.VENUE, named=True):
    names = [(f"見本 {number}", f"ミホン {number}") if named else ("", "") for number in range(1, count + 1)]
    return [PersonRequest(way=way, name=name, name_kana=kana) for name, kana in names]


def a_request(people=1, *, way=Way.VENUE, named=True, **fields):
    """Return a request for people, given as a list or as a number of named ones of one way."""
    listed = some_people(people, way=way, named=named) if isinstance(people, int) else people
    fields = {
        "form_key": uuid4(),
        "people": listed,
        "contact_name": "佐久間 礼子",
        "phone": "000-000-4567",
        "reply_way": ReplyWay.MAIL,
        "email": "minamo@example.jp",
        "agency_name": f"事業所 {uuid4().hex[:6]}",
    } | fields
    return ApplicationRequest(**fields)


def apply(session, people=1, *, now=NOW, actor=None, by_staff=False, **fields):
    """Let an agency apply for some people; fields are those of the request."""
    return apply_for_event(
        session_id=session.pk, request=a_request(people, **fields), actor=actor, by_staff=by_staff, now=now
    )

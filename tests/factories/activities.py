"""A year of activities from all sources, made row by row so that three hundred take a second."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from directory.enums import Sector
from directory.models import Agency
from events.enums import Attendance, EventKind, EventState, ReplyWay
from events.models import Application, Event, Participant, Session
from outreach.outside_meetings.enums import MeetingKind, Theme
from outreach.outside_meetings.models import Attendance as Visit
from outreach.outside_meetings.models import Contact, OutsideMeeting
from outreach.study_groups.enums import SessionFormat
from outreach.study_groups.models import Community, PlanRow, YearPlan
from tests.factories.directory import make_agency
from tests.factories.events import TOKYO
from tests.factories.outside import make_areas

FIRST_DAY = date(2025, 4, 1)


def make_agencies(rng: Random, count: int) -> list[Agency]:
    _, towns = make_areas("東部", "西部", "南部")
    return [
        make_agency(
            name=f"事業所{number}", sector=rng.choice(Sector.values), municipality=rng.choice([*towns, None])
        )
        for number in range(count)
    ]


def make_held_event(
    day: date, *, kind=EventKind.TRAINING, title="研修", address="", state=EventState.PUBLISHED
):
    """Make an event with one date of two hours, as staff's form would."""
    starts_at = datetime.combine(day, time(13, 30), TOKYO)
    word = uuid4().hex[:6]
    event = Event.objects.create(
        number=f"R-{word}",
        sheet_number=word[:6],
        slug=f"e{word}",
        title=title,
        kind=kind,
        state=state,
        cancelled_at=starts_at if state == EventState.CANCELLED else None,
        opens_at=starts_at - timedelta(days=30),
        deadline_at=starts_at - timedelta(days=7),
        deadline_uid=f"{uuid4()}",
        deadline_changed_at=starts_at,
        created_at=starts_at,
        changed_at=starts_at,
    )
    return Session.objects.create(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue="見本会館",
        venue_address=address,
        venue_capacity=50,
        calendar_uid=f"{uuid4()}",
        calendar_changed_at=starts_at,
    )


def make_came(session: Session, agency: Agency | None, people: int, *, absent=0, persons=()):
    """Let people of an agency have been marked as present, and some as absent."""
    application = Application.objects.create(
        form_key=uuid4(),
        session=session,
        agency=agency,
        agency_name=agency.name if agency else "",
        sector=agency.sector if agency else "",
        contact_name="見本",
        phone="000-000-0000",
        email="minamo@example.jp",
        reply_way=ReplyWay.MAIL,
        received_at=session.event.opens_at,
        typed_at=session.event.opens_at,
        line_at=session.event.opens_at,
        state="confirmed",
    )
    known = list(persons) + [None] * people
    for position in range(people + absent):
        came = position < people
        person = known[position] if came else None
        Participant.objects.create(
            application=application,
            session=session,
            position=position + 1,
            way="venue",
            name=person.name if person else "",
            person=person,
            attendance=Attendance.ATTENDED if came else Attendance.ABSENT,
            marked_at=session.ends_at,
        )
    return application


def make_group_session(session: Session, *, community: Community, of_format=SessionFormat.CASE_STUDY):
    """Let an event be a community's session as well: a second path to the same activity."""
    day = session.starts_at.astimezone(TOKYO).date()
    year = day.year if day.month >= 4 else day.year - 1
    plan, _ = YearPlan.objects.get_or_create(
        community=community, fiscal_year=year, defaults={"changed_at": session.starts_at}
    )
    return PlanRow.objects.create(
        plan=plan,
        month=day.replace(day=1),
        position=session.pk % 30_000,
        format=of_format,
        theme=f"テーマ{session.pk}",
        event=session.event,
    )


def make_outside_visit(day: date, *, area=None, contacts=(), called_off=""):
    meeting = OutsideMeeting.objects.create(
        name=f"会議{uuid4().hex[:6]}",
        kind=MeetingKind.SUPPORT_COUNCIL,
        host_words="東部の事務局",
        area=area,
        created_at=datetime.combine(day, time(9), TOKYO),
        changed_at=datetime.combine(day, time(9), TOKYO),
    )
    at = datetime.combine(day, time(17), TOKYO)
    visit = Visit.objects.create(
        meeting=meeting,
        day=day,
        theme="" if called_off else Theme.WORK,
        attended_at=None if called_off else at,
        called_off_because=called_off,
        calendar_uid=f"{uuid4()}",
        calendar_changed_at=at,
        created_at=at,
    )
    for agency in contacts:
        Contact.objects.create(attendance=visit, agency=agency)
    return visit

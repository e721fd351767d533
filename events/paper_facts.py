"""From the records of an event to the words on its papers."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from foundation.centre.queries import current_centre
from foundation.japanese.dates import clock_time, long_date, short_date, time_range, wareki
from foundation.limits.queries import limit
from foundation.printing.pdf import PaperDoesNotFit
from foundation.printing.sheet import Box, SheetRow

from . import admission_words, applicant_queries, letters, papers, queries
from .asking import sheet_questions
from .enums import Accommodation, ApplicationState, Channel, DateState, ReplyWay, Way
from .limits import ANSWERED_WITHIN
from .models import Application, Event, Session
from .registries import ReceiptPart, event_hosts, receipt_parts, sheet_notes
from .series import parts_of

PURPOSE = "書いていただいた内容は、この研修・行事の連絡と名札のためだけに使います。"
REPLY_BOXES = tuple(Box(way.label, "番号" if way == ReplyWay.FAX else None) for way in ReplyWay)
ACCOMMODATION_BOXES = (*(Box(each.label) for each in Accommodation), Box("その他", ""))
LEAST_BOXES = (Box("全員いっしょのときだけ参加"), Box("1人でも参加"), Box("一部でも参加", "何人から"))
MANAGER_BOXES = (Box("得ています", "所属長のお名前"),)
ROSTER_BOXES = (Box("名前をのせてよい（当日、参加した方だけに配ります）"), Box("のせない"))
PROGRAMME_LINES = 6
ASKED_BESIDE = 4  # questions of an event that stand beside the usual ones; more have a page of their own
DATES_WRITTEN = 4  # more would not leave room on one sheet
_LIST_ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)


@dataclass(frozen=True)
class Letterhead:
    """What a paper says of the centre; equal words make equal papers."""

    name: str
    phone: str
    fax: str
    hours_text: str


def letterhead() -> Letterhead:
    centre = current_centre()
    return Letterhead(centre.name, centre.phone, centre.fax, centre.hours_text)


def event_words(event: Event, sessions: list[Session]) -> papers.EventFacts:
    """Return what each paper says of an event with these sessions, each place named once."""
    when = [letters.when(session) for session in sessions[:DATES_WRITTEN]]
    if len(sessions) == 1:
        when += _parts_on_paper(sessions[0])
    if len(sessions) > 1:
        when = [f"（{number}） {words}" for number, words in enumerate(when, 1)]
    if len(sessions) > DATES_WRITTEN:
        when.append(f"ほか{len(sessions) - DATES_WRITTEN}回")
    ways = [way.label for way in Way if any(way in each.capacity for each in sessions)]
    held = [each for each in sessions if Way.VENUE in each.capacity]
    return papers.EventFacts(
        title=letters.full_title(event),
        number=event.number,
        when=tuple(when),
        ways=tuple(ways),
        where="／".join(dict.fromkeys(each.venue for each in held)),
        address="／".join(dict.fromkeys(each.venue_address for each in held if each.venue_address)),
    )


def _parts_on_paper(session: Session) -> list[str]:
    """Return the parts of a series; where they are many their days alone, and the time once."""
    parts = parts_of(session)
    if len(parts) <= DATES_WRITTEN:
        # What a part is about stands on the event's page: here it would leave no room.
        return [letters.part_line(part, with_title=False) for part in parts]
    held = [part for part in parts if part.takes_place]
    months = groupby((timezone.localdate(part.starts_at) for part in held), key=lambda day: day.month)
    days = "、".join(f"{month}月{'・'.join(str(day.day) for day in found)}日" for month, found in months)
    clocks = {
        tuple(timezone.localtime(moment).time() for moment in (part.starts_at, part.ends_at)) for part in held
    }
    same = f"どの回も、{time_range(*clocks.pop())}" if len(clocks) == 1 else "時刻は、回によって違います。"
    return [days, same]


def application_sheet(event: Event, *, now: datetime) -> papers.ApplicationSheet:
    """Return the FAX twin of the event's entry form; with several dates it asks which one."""
    sessions = _dates_of(event)
    days = tuple(Box(_day(session)) for session in sessions)
    more = tuple(row for source in sheet_questions for row in source(event))
    entry = reverse("events:apply", args=[event.slug], query={"sheet": event.sheet_number})
    return papers.ApplicationSheet(
        event=event_words(event, sessions),
        sheet_number=event.sheet_number,
        entry_url=f"{settings.OWN_URL}{entry}",
        deadline=_moment(event.deadline_at, with_year=True),
        order_note=admission_words.order_on_paper(
            event, answered_within=limit(ANSWERED_WITHIN, on=timezone.localdate(now))
        ),
        reply_ways=REPLY_BOXES,
        accommodations=ACCOMMODATION_BOXES,
        questions=_questions(event, days),
        more_questions=more,
        asks_apart=len(more) > ASKED_BESIDE,
        purpose="".join((PURPOSE, *(words for source in sheet_notes for words in source(event)))),
        centre=letterhead(),
        printed_on=wareki(timezone.localdate(now)),
        desk=event.contact_name or "研修担当",
        sample_world=settings.DEMO,
    )


def _questions(event: Event, days: tuple[Box, ...]) -> tuple[SheetRow, ...]:
    """Return what the form asks besides contact and people, in its order."""
    asked = [SheetRow("参加する日", days)] if len(days) > 1 else []
    if event.most_people > 1:
        asked.append(SheetRow("席が足りないとき", LEAST_BOXES))
    if event.asks_for_manager:
        asked.append(SheetRow("所属長の了承", MANAGER_BOXES))
    return (*asked, SheetRow("参加者の名簿", ROSTER_BOXES))


def flyer(event: Event, *, now: datetime) -> papers.Flyer:
    """Return the event's leaf: the front invites, the back is the application sheet."""
    sheet = application_sheet(event, now=now)
    items = (unescape(strip_tags(item)).strip() for item in _LIST_ITEM.findall(event.description))
    return papers.Flyer(
        kind=f"{event.get_kind_display()}のご案内",
        lead=event.summary,
        audience=event.audience_text or event.get_audience_display(),
        fee=event.fee,
        capacity=_capacity(_dates_of(event)),
        event_url=f"{settings.OWN_URL}{event.get_absolute_url()}",
        sheet=sheet,
        programme=tuple(filter(None, items))[:PROGRAMME_LINES],
        hosts=_hosts(event, sheet.centre.name),
        heading=tuple(filter(None, (event.title, event.subtitle))),
    )


def _hosts(event: Event, centre: str) -> tuple[str, ...]:
    """Return who holds an event, a line for each role."""
    lines = [line for source in event_hosts for line in source(event)]
    return tuple(f"{line.role}　{'、'.join(line.names)}" for line in lines) or (f"主催　{centre}",)


def flyer_that_fits(leaf: papers.Flyer) -> bytes:
    """Return the flyer's PDF, without its programme when title, dates and places alone fill the front.

    Questions that do not fit on the back stand on a sheet of their own.
    """
    for narrower in (leaf, replace(leaf, programme=())):
        with suppress(PaperDoesNotFit):
            return papers.flyer_pdf(narrower)
    apart = replace(leaf, programme=(), sheet=replace(leaf.sheet, asks_apart=True))
    return papers.flyer_pdf(apart)


PAPER_STATES = {
    ApplicationState.HELD: "所属長の確認を待っています",
    ApplicationState.PENDING: "決定を待っています",
    ApplicationState.CONFIRMED: "席があります",
    ApplicationState.PARTLY: "一部の席があります",
    ApplicationState.OFFERED: "席を案内しています",
    ApplicationState.WAITING: "空きを待っています",
    ApplicationState.DECLINED: "お受けできませんでした",
    ApplicationState.LAPSED: "返事の期限が過ぎました",
    ApplicationState.CANCELLED: "取り消しました",
}


def receipt(application: Application, *, now: datetime) -> papers.Receipt:
    """Return the answer to an application as it stands now, to be printed or sent by FAX."""
    session, event = application.session, application.session.event
    cancelled = application.state == ApplicationState.CANCELLED
    people = list(application.participants.all() if cancelled else queries.active_people(application))
    parts = [part for source in receipt_parts if (part := source(application))]
    code = next((part for part in parts if part.code), ReceiptPart())
    told = PAPER_STATES[ApplicationState(application.state)]
    places = applicant_queries.places(application, people)
    return papers.Receipt(
        reception_number=application.number,
        event=as_taken(event_words(event, [session]), {person.way for person in people}),
        agency=application.agency_name,
        contact_person=application.contact_name,
        fax=application.fax,
        received=f"{_moment(application.received_at)}に{_by_channel(application)}。",
        outcome=queries.standing(application).word,
        people=tuple(
            papers.ReceiptPerson(
                name=str(person),
                kana=person.name_kana,
                way=person.get_way_display(),
                state=places.get(person.pk, told),
            )
            for person in people
        ),
        change_until=letters.moment_words(applicant_queries.changes_until(session, now=now)),
        centre=letterhead(),
        printed_on=wareki(timezone.localdate(now)),
        desk=event.contact_name or "研修担当",
        notes=tuple(note for part in parts for note in part.notes),
        code=code.code,
        code_words=code.code_words,
        sample_world=settings.DEMO,
    )


def as_taken(words: papers.EventFacts, ways: set[str]) -> papers.EventFacts:
    """Return the words without the ways in which nobody of this application takes part."""
    labels = tuple(way.label for way in Way if way in ways)
    at_venue = Way.VENUE in ways
    return replace(
        words,
        ways=labels,
        where=words.where if at_venue else "",
        address=words.address if at_venue else "",
    )


def _moment(moment: datetime, *, with_year: bool = False) -> str:
    local = timezone.localtime(moment)
    day = long_date(local.date()) if with_year else short_date(local.date())
    return f"{day}{clock_time(local.time())}"


def _day(session: Session) -> str:
    return short_date(timezone.localdate(session.starts_at))


def _capacity(sessions: list[Session]) -> str:
    """Return 30人 or, by ways, 会場30人・オンライン20人; nothing when several dates are not alike."""
    kinds = {tuple(sorted(session.capacity.items())) for session in sessions}
    if len(kinds) != 1:
        return ""
    seats = sessions[0].capacity
    if len(seats) == 1:
        return f"{sum(seats.values())}人"
    return "・".join(f"{way.label}{seats[way]}人" for way in Way if way in seats)


def _by_channel(application: Application) -> str:
    words: dict[str, str] = {
        Channel.WEB: "ウェブで届きました",
        Channel.FAX: "FAXで届きました",
        Channel.PHONE: "電話で受け付けました",
        Channel.POST: "郵送・持参で届きました",
        Channel.DOOR: "当日の受付で受け付けました",
    }
    return words[application.channel]


def _dates_of(event: Event) -> list[Session]:
    """Return the dates for which one can apply on paper; all of them where none takes place."""
    dates = list(event.sessions.all())
    return [each for each in dates if each.state == DateState.PLANNED] or dates

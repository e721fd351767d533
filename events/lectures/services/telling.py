"""The mails about a lecture: one for each cause, to requester and to those who go."""

from datetime import datetime

from events.entries import session_entry
from events.lectures import entries, letters, links
from events.lectures.models import LectureRequest, LecturerSlot
from events.lectures.on_paper import SOURCE
from events.letters import Letter
from events.models import Session
from events.registries import PaperLetter, letters_on_paper
from foundation.calendar import ics
from foundation.calendar.ics import CalendarPart
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction


def tell_requester_in_transaction(
    request: LectureRequest,
    letter: Letter,
    *,
    cause: str,
    now: datetime,
    calendar: CalendarPart | None = None,
) -> None:
    """Tell whoever asked in the one way that they wished: by mail, or on paper by the desk's list."""
    assert_in_transaction("tell_requester")
    if not request.is_told_by_mail:
        _owe_on_paper_in_transaction(request, letter, cause=cause, now=now)
        return
    queue_mail_in_transaction(
        to=request.email,
        subject=letter.subject,
        text=letter.text,
        cause=f"events.lecture:{request.pk}:{cause}",
        now=now,
        calendar=calendar,
    )


def _owe_on_paper_in_transaction(
    request: LectureRequest, letter: Letter, *, cause: str, now: datetime
) -> None:
    """Put a letter onto the list of what leaves by FAX, phone or post."""
    assert_in_transaction("owe_on_paper")
    owed = PaperLetter(
        source=SOURCE,
        source_id=request.pk,
        number=request.number,
        cause=f"events.lecture:{request.pk}:{cause}",
        subject=letter.subject,
        text=letter.text,
    )
    for owe in letters_on_paper:
        owe(owed, now)


def tell_agreed_in_transaction(request: LectureRequest, session: Session, *, now: datetime) -> None:
    """Tell the requester that date and place are fixed, with the entry for the calendar."""
    assert_in_transaction("tell_agreed")
    letter = letters.agreed(
        request, dates=dates_of(session), link=links.address(request), centre=current_centre()
    )
    part = requester_part(request, session, now=now)
    tell_requester_in_transaction(request, letter, cause="agreed", now=now, calendar=part)


def requester_part(
    request: LectureRequest, session: Session, *, now: datetime, cancels: bool = False
) -> CalendarPart | None:
    """Return the message for the requester's own calendar."""
    if not request.is_told_by_mail:
        return None
    entry = session_entry(session, url=links.address(request))
    write = ics.cancel if cancels else ics.request
    return write(entry, attendee_name=request.host, attendee_email=request.email, now=now)


def tell_lecturers_in_transaction(
    request: LectureRequest, session: Session, *, now: datetime, cancels: bool = False
) -> None:
    """Put a lecture into the calendars of those who go, or take it out; each version once."""
    assert_in_transaction("tell_lecturers")
    slots = LecturerSlot.objects.filter(request=request).select_related("lecturer__person")
    write = ics.cancel if cancels else ics.request
    for slot in slots:
        if not slot.lecturer.email:
            continue
        address = slot.lecturer.email
        part = write(
            entries.lecturer_entry(request, session), attendee_name="講師", attendee_email=address, now=now
        )
        letter = letters.to_lecturer(
            request,
            part=slot.get_part_display(),
            dates=dates_of(session),
            link=entries.desk_address(request),
            what="が取りやめになりました" if cancels else "が入りました",
        )
        verb = "cancel" if cancels else "request"
        queue_mail_in_transaction(
            to=address,
            subject=letter.subject,
            text=letter.text,
            cause=f"events.lecture:{request.pk}:lecturer-{slot.lecturer_id}:{verb}-{session.calendar_sequence}",
            now=now,
            calendar=part,
        )


def dates_of(session: Session) -> str:
    return letters.when(session.starts_at, session.ends_at)

"""The door: a list to press, codes that are held up, who walks in, and the signed sheet typed back."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from content import desk
from content.desk import UNPROCESSABLE, actor
from events.attendance import queries, rules, waiting
from events.attendance.access import application_at_the_door, day_desk, session_at_the_desk
from events.attendance.enums import FactKind, Means, Presence
from events.attendance.exceptions import DayRefused
from events.attendance.forms import TimesForm, WalkIn
from events.attendance.services.noting import note, set_times, take_back
from events.attendance.services.seating import seat_who_waits
from events.attendance.services.walking_in import take_walk_in
from events.attendance.words import rule_lines
from events.enums import ApplicationState, Attendance, EventState
from events.exceptions import ColleagueTwice, EventsError
from events.models import Session
from events.queries import state_of
from events.series import meets_on
from events.services.attendance import mark_attendance
from foundation.japanese.text import clean_line

from .frame import DOOR, back_to, to, trail_of_event, trail_of_session
from .papers import papers_of

ALL = "all"
TABS = (
    (ALL, "みんな"),
    (Presence.NOT_YET.value, "まだ"),
    (Presence.HERE.value, "来ています"),
    (Presence.LEFT.value, "帰りました"),
    (Presence.ABSENT.value, "欠席"),
)
# Once it is over nobody is there any more.
AFTER_THE_END = {Presence.HERE.value: "終わりまで", Presence.LEFT.value: "途中まで"}
MAY_WAIT = "空きを待っている方には、「当日の受付」の「空きを待っている方」で席を渡します。"
DEEDS = {"arrived": FactKind.ARRIVED, "left": FactKind.LEFT}


@day_desk.form_page
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """List everybody with a seat, each with one button for what comes next.

    The words of a search are sent, so that no name stands in an address or a log.
    """
    session = session_at_the_desk(pk)
    meeting = _meeting(request.GET, session)
    rows = queries.door_rows(session, meeting)
    search, shown = clean_line(request.POST.get("q", "")), request.GET.get("show", ALL)
    found = queries.searched(rows, search)
    if shown in Presence.values:
        found = [row for row in found if row.presence == shown]
    counts, now = queries.counted(rows), timezone.now()
    words = AFTER_THE_END if session.ends_at <= now else {}
    return desk.show(
        request,
        "attendance/desk/door.html",
        DOOR,
        trail=trail_of_event(session.event),
        session=session,
        event=session.event,
        when=queries.words_of_meeting(session, meeting),
        meetings=queries.meeting_tabs(session, meeting),
        part=meeting + 1,
        unmarked=sum(row.is_unmarked for row in rows),
        rows=found,
        people=len(rows),
        search=search,
        shown=shown,
        tabs=[(value, words.get(value, word), counts.get(value, len(rows))) for value, word in TABS],
        counts=counts,
        lines=rule_lines(queries.rule_of(session.event)),
        papers=papers_of(session),
        receiving=rules.may_receive(timezone.localtime(now), queries.spans_of(session)[meeting]),
        is_over=session.ends_at <= now,
        waiting=waiting.waiting_rows(session, now=now),
        seating=waiting.may_seat(session, now=now),
        undecided=0 if rows else waiting.undecided_people(session),
    )


def _meeting(data: QueryDict, session: Session) -> int:
    """Return which meeting of a series is meant, from 0: as asked (`part`), or that of now."""
    asked = data.get("part", "")
    return queries.meeting_of(session, int(asked) - 1 if asked.isdecimal() else None, timezone.now())


@day_desk.deed
def note_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one press: somebody came, left, or the last press was wrong."""
    session = session_at_the_desk(pk)
    deed, person = request.POST.get("deed", ""), _whom(request)
    try:
        if deed == "back":
            take_back(
                session=session,
                participant_id=person,
                meeting=_meeting(request.POST, session),
                actor=actor(request),
                now=timezone.now(),
            )
            messages.success(request, "もどしました。")
        elif deed in DEEDS:
            _note(request, session, [person], DEEDS[deed])
        else:
            raise Http404
    except DayRefused as refused:
        messages.error(request, str(refused))
    return back_to(_next(request, session, person))


@day_desk.deed
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an empty seat to somebody of the line who is here."""
    session, person = session_at_the_desk(pk), _whom(request)
    try:
        seat_who_waits(session=session, participant_id=person, actor=actor(request), now=timezone.now())
    except DayRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "席を渡しました。来たことも書きました。")
    return back_to(f"{reverse('day_desk:door', args=[pk])}#person-{person}")


def _note(request: HttpRequest, session: Session, people: list[int], kind: FactKind) -> None:
    means = Means.CODE if "code" in request.POST else Means.LIST
    news = note(
        session=session,
        participants=people,
        kind=kind,
        means=means,
        actor=actor(request),
        now=timezone.now(),
    )
    came = kind == FactKind.ARRIVED
    if news:
        messages.success(request, "来たことを書きました。" if came else "帰ったことを書きました。")
    else:
        messages.success(request, "もう書いてあります。")


def _whom(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("person", ""))
    except ValueError as error:
        raise Http404 from error


def _next(request: HttpRequest, session: Session, person: int) -> str:
    """Return the address of the page on which the button was, at the same person; never another site's."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return f"{wanted}#person-{person}"
    return f"{reverse('day_desk:door', args=[session.pk])}#person-{person}"


@day_desk.deed
def absent(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark everybody as absent of whom nothing is known, once the date is over."""
    session, now = session_at_the_desk(pk), timezone.now()
    if session.ends_at > now:
        messages.error(request, "まだ終わっていません。終わってから、押してください。")
        return to("door", pk)
    missing = [row.participant.pk for row in queries.door_rows(session) if row.is_unmarked]
    marks = dict.fromkeys(missing, Attendance.ABSENT.value)
    changed = mark_attendance(session=session, marks=marks, actor=actor(request), now=now)
    messages.success(request, f"{changed}人を欠席にしました。")
    return to("door", pk)


@day_desk.form_page
def code(request: HttpRequest, public_id: str, position: int | None = None) -> HttpResponse:
    """Show whose code was held up, with one button for each; nothing is written by looking."""
    application = application_at_the_door(public_id)
    session = application.session
    meeting = _meeting(request.GET, session)
    rows = [
        row
        for row in queries.door_rows(session, meeting)
        if row.participant.application_id == application.pk and position in (None, row.participant.position)
    ]
    if request.method == "POST":
        arriving = [row.participant.pk for row in rows if row.may_arrive]
        try:
            _note(request, session, arriving, FactKind.ARRIVED)
        except DayRefused as refused:
            messages.error(request, str(refused))
        return back_to(request.get_full_path())
    return desk.show(
        request,
        "attendance/desk/code.html",
        application.agency_name or "個人の申込",
        trail=trail_of_session(session),
        application=application,
        session=session,
        when=queries.words_of_meeting(session, meeting),
        part=meeting + 1,
        rows=rows,
        receiving=rules.may_receive(timezone.localtime(), queries.spans_of(session)[meeting]),
        arriving=sum(row.may_arrive for row in rows),
        waits=application.state == ApplicationState.WAITING,
    )


@day_desk.form_page
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in who stands at the door without an application, if there are seats."""
    session, now = session_at_the_desk(pk), timezone.now()
    refusal = _no_walk_in(session)
    if refusal:
        messages.error(request, refusal)
        return to("door", pk)
    if request.method != "POST":
        empty = WalkIn(session=session, now=now, initial={"form_key": uuid4()})
        return _walk_in_page(request, session, empty)
    typed = WalkIn(request.POST, session=session, now=now)
    if "add_rows" in request.POST:
        typed.keep_with_more_rows()
        return _walk_in_page(request, session, typed)
    if typed.is_valid():
        try:
            take_walk_in(session=session, request=typed.request, actor=actor(request), now=now)
        except ColleagueTwice as refused:
            typed.form.add_error(None, f"{refused}{MAY_WAIT}")
        except EventsError as refused:
            typed.form.add_error(None, str(refused))
        else:
            messages.success(request, f"{len(typed.people)}人を受け付けました。来たことも書きました。")
            return to("door", pk)
    return _walk_in_page(request, session, typed, status=UNPROCESSABLE)


def _no_walk_in(session: Session) -> str:
    """Return why nobody can walk in, empty where somebody can."""
    now = timezone.now()
    if state_of(session) != EventState.PUBLISHED:
        return "公開している研修・行事だけ、当日の申込を受けられます。"
    if not meets_on(session, timezone.localdate(now)):
        return "当日の申込は、開催日の当日に入れます。前もっての申込は「申込を入力する」で入れます。"
    return "" if now < session.ends_at else "この研修・行事は終わりました。"


def _walk_in_page(
    request: HttpRequest, session: Session, typed: WalkIn, *, status: int = 200
) -> HttpResponse:
    return desk.show(
        request,
        "attendance/desk/walk_in.html",
        "当日申込を入れる",
        trail=trail_of_session(session),
        status=status,
        session=session,
        event=session.event,
        entry=typed,
        form=typed.form,
        free=waiting.free_words(session, now=timezone.now()),
        waiting=waiting.waiting_people(session).count(),
    )


@day_desk.form_page
def times(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the signed sheet back: two times for each number."""
    session = session_at_the_desk(pk)
    meeting = _meeting(request.GET, session)
    rows = queries.door_rows(session, meeting)
    data = request.POST if request.method == "POST" else None
    form = TimesForm(data, day=queries.spans_of(session)[meeting].starts_at.date(), rows=rows)
    if form.is_bound and form.is_valid():
        try:
            changed = set_times(
                session=session,
                times=form.times,
                actor=actor(request),
                now=timezone.now(),
                meeting=meeting,
            )
        except DayRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{changed}人の時刻を書きました。" if changed else "変わったところはありません。"
            )
            return back_to(request.get_full_path())
    return desk.show(
        request,
        "attendance/desk/times.html",
        "紙の受付名簿から入れる",
        trail=trail_of_session(session),
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
        session=session,
        event=session.event,
        when=queries.words_of_meeting(session, meeting),
        meetings=queries.meeting_tabs(session, meeting),
        form=form,
        lines=rule_lines(queries.rule_of(session.event)),
    )

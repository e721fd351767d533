"""A series: to which of its parts each person came, where nobody wrote down times."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from events import letters
from events.attendance import queries
from events.attendance.access import day_desk, session_at_the_desk
from events.attendance.exceptions import DayRefused
from events.attendance.forms import PartsForm
from events.attendance.rules import Span
from events.attendance.services.noting import set_meetings
from events.models import Session

from .frame import back_to, to, trail_of_session

TITLE = "回ごとの出欠を書く"


@day_desk.form_page
def by_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came to which part; parts that have not begun are not asked about."""
    session, now = session_at_the_desk(pk), timezone.now()
    if not session.part_count:
        return to("door", pk)
    begun = [words for words, span in _meetings(session) if span.starts_at <= timezone.localtime(now)]
    rows = [queries.door_rows(session, number) for number in range(len(begun))]
    form = PartsForm(request.POST if request.method == "POST" else None, parts=begun, rows=rows)
    if form.is_bound and form.is_valid():
        try:
            changed = set_meetings(
                session=session, came=form.came, shown=len(begun), actor=actor(request), now=now
            )
        except DayRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{changed}人の出欠を書きました。" if changed else "変わったところはありません。"
            )
            return back_to(request.get_full_path())
    return desk.show(
        request,
        "attendance/desk/by_part.html",
        TITLE,
        trail=trail_of_session(session),
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
        session=session,
        event=session.event,
        when=letters.when(session),
        form=form,
        begun=begun,
    )


def _meetings(session: Session) -> list[tuple[str, Span]]:
    return list(zip(queries.meeting_words(session), queries.spans_of(session), strict=True))

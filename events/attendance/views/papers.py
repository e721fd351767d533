"""Papers of the day, taken away by a press that is written down."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor, file
from events.attendance.access import day_desk, session_at_the_desk
from events.attendance.enums import DayPaper
from events.attendance.papers import paper
from events.attendance.queries import groups_of, meeting_of, spans_of
from events.attendance.services.handing_out import record_paper_taken
from events.models import Session

from .frame import to

FILE_WORDS = {
    DayPaper.SIGN_IN: "受付名簿",
    DayPaper.NAME_CARDS: "名札",
    DayPaper.GROUPS: "グループ",
    DayPaper.GROUPS_AT_THE_DOOR: "入口のグループ",
}
NEED_GROUPS = {DayPaper.GROUPS, DayPaper.GROUPS_AT_THE_DOOR}


def papers_of(session: Session) -> list[tuple[str, str]]:
    """Return which papers the door offers; those of groups once there are groups."""
    has_groups = session.groups.exists()
    return [(kind, kind.label) for kind in DayPaper if has_groups or kind not in NEED_GROUPS]


@day_desk.deed
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one paper of a date as a PDF."""
    session, now = session_at_the_desk(pk), timezone.now()
    if request.POST.get("paper") not in DayPaper.values:
        raise Http404
    kind = DayPaper(request.POST["paper"])
    if kind in NEED_GROUPS and not groups_of(session):
        messages.error(request, "グループは、まだ分けていません。先に、グループに分けてください。")
        return to("groups", pk)
    asked = request.GET.get("part", "")
    meeting = meeting_of(session, int(asked) - 1 if asked.isdecimal() else None, now)
    content = paper(session, kind, now=now, meeting=meeting)
    record_paper_taken(session=session, paper=kind, actor=actor(request), now=now)
    day = spans_of(session)[meeting].starts_at
    name = f"{FILE_WORDS[kind]}_{session.event.number}_{day:%Y%m%d}.pdf"
    return file(content, name=name, content_type="application/pdf", inline=True)

"""What one answers to a session oneself; for the chair and whoever prepares it, who comes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups.access import Standing, announced_row
from outreach.study_groups.enums import Action, Capacity
from outreach.study_groups.meetings.enums import WITHOUT_SEAT, Coming
from outreach.study_groups.meetings.queries import coming
from outreach.study_groups.meetings.services.answering import take_back_absence, tell_absence
from outreach.study_groups.views.frame import show, where_they_may

from .ways import deed, named_roll, to_meetings, where


@where_they_may(Action.READ_MEETING)
def answers(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Show what one has answered; who chairs or prepares it reads the whole roster."""
    found = announced_row(standing, row)
    session = coming.session_of(found)
    if session is None:
        raise Http404
    given = coming.answers_to(found, session)
    mine = next((each for each in given if each.row.person == actor(request).person_id), None)
    reads_all = standing.may(Action.PREPARE_MEETING) or Capacity.CHAIR in standing.capacities
    if mine is None and not reads_all:
        raise Http404
    listed = coming.named(given, named_roll(request, standing, [each.row for each in given]))
    return show(
        request,
        "group_meetings/answers.html",
        f"「{found.theme}」への返事",
        community=standing.community,
        trail=to_meetings(standing.community),
        row=found,
        session=session,
        mine=mine,
        may_answer=standing.may(Action.ANSWER_SESSION) and session.starts_at > timezone.now(),
        answers=listed if reads_all else [],
        counts=_counts(given),
    )


def _counts(given: list[coming.Answer]) -> list[tuple[str, int]]:
    """Return how many have answered what; of those without a seat, where there are any."""
    found = [(state, sum(each.coming == state for each in given)) for state in Coming]
    return [(state.label, count) for state, count in found if count or state not in WITHOUT_SEAT]


@require_POST
@where_they_may(Action.READ_MEETING)
def absent(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Say that one does not come."""
    found = announced_row(standing, row)

    def act() -> str:
        tell_absence(row=found, actor=actor(request), now=timezone.now())
        return "欠席を知らせました。"

    return deed(request, act, where("answers", standing.community, row))


@require_POST
@where_they_may(Action.READ_MEETING)
def absent_no_more(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Take back that one does not come."""
    found = announced_row(standing, row)

    def act() -> str:
        take_back_absence(row=found, actor=actor(request), now=timezone.now())
        return "欠席を取り消しました。"

    return deed(request, act, where("answers", standing.community, row))

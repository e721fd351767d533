"""What a member of the committee finds on their first page: the room, and the questions put to them."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from foundation.japanese.dates import clock_time, short_date
from foundation.limits.queries import limit
from handoff.actors import Actor
from handoff.machine.rooms import Panel, PanelLine

from .access import is_staff, questions_for, seat_today
from .enums import QuestionState
from .limits import ANSWER_WITHIN
from .models import QuickQuestion


def for_members(actor: Actor, today: date) -> Panel | None:
    """Return the way into the room for whoever sits in it today, with the questions put to them."""
    if is_staff(actor) or seat_today(actor, today=today) is None:
        return None
    waiting = questions_for(actor, today=today).filter(state=QuestionState.ASKED, asked_of=actor.person_id)
    asked = [_line(each, today=today) for each in waiting.order_by("asked_at")]
    room = PanelLine(words="委員会室を開く（次の会、資料、質問）", address=reverse("handoff:committee"))
    title = f"あなたに届いた質問が、{len(asked)}件あります" if asked else "委員会の方へ"
    return Panel(title=title, lines=[*asked, room])


def _line(question: QuickQuestion, *, today: date) -> PanelLine:
    hours = limit(ANSWER_WITHIN, on=today)
    due_at = timezone.localtime(question.asked_at + timedelta(hours=hours))
    return PanelLine(
        words=f"{question.case_reference}　急ぎの質問に、答える",
        address=reverse("handoff:quick_question", args=[question.pk]),
        due=f"{short_date(due_at.date())} {clock_time(due_at.time())}まで",
        is_over=due_at.date() < today,
    )

"""The day of an event: which date, and from when on somebody is late."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events import letters
from events.access import event_at_the_desk
from events.attendance.access import day_desk
from events.attendance.exceptions import DayRefused
from events.attendance.forms import DayRuleForm, day_rule_initial
from events.attendance.queries import rule_of
from events.attendance.services.ruling import set_day_rule
from events.attendance.words import rule_lines

from .frame import DOOR, to, trail_of_event


@day_desk.reading
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the door of the only date, or let one of several be chosen."""
    event = event_at_the_desk(pk)
    sessions = list(event.sessions.all())
    if len(sessions) == 1:
        return to("door", sessions[0].pk)
    return desk.show(
        request,
        "attendance/desk/of_event.html",
        DOOR,
        trail=trail_of_event(event),
        event=event,
        dates=[(session.pk, letters.when(session)) for session in sessions],
        lines=rule_lines(rule_of(event)),
    )


@day_desk.form_page
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Say from when on somebody is late or leaves early."""
    event = event_at_the_desk(pk)
    form = DayRuleForm(request.POST or None, initial=day_rule_initial(rule_of(event)))
    day = reverse("day_desk:of_event", args=[pk])

    def save() -> Done:
        set_day_rule(event=event, values=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("遅刻・早退の決まりを決めました。公開のページと受付票に出ます。", day)

    def fresh() -> DayRuleForm:
        return DayRuleForm(initial=day_rule_initial(rule_of(event)))

    trail = [*trail_of_event(event), (DOOR, day)]
    screen = Screen("attendance/desk/rule.html", "遅刻・早退の決まり", trail)
    kept = Kept(event, fresh)
    return form_screen(request, form, save, screen, refused_as=DayRefused, kept=kept, event=event, day=day)

"""When one event reminds, set at the desk; and who wants no notices."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.letters import moment_words, part_line, when
from events.limits import reminder_days
from events.models import Event
from events.notices import queries
from events.notices.access import event_with_reminders, notices_desk, refusal_at_the_desk
from events.notices.exceptions import NoticeRefused
from events.notices.forms import RefusalForm, ReminderForm
from events.notices.models import ReminderPlan
from events.notices.services.refusing import refuse_notices, take_refusal_back
from events.notices.services.reminding import plan_reminders
from events.quiet import quiet_hours
from events.series import load_parts, taking_place
from events.views.desk.frame import LIST, to_event

from .desk import to_notices

TITLE = "お知らせの日とお礼"


@dataclass(frozen=True)
class DateRow:
    """A date of an event with the moments at which its people are reminded."""

    when: str
    moments: tuple[str, ...]


@notices_desk.form_page
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when an event reminds, and see when that is."""
    event, now = event_with_reminders(pk), timezone.now()
    usual = reminder_days(timezone.localdate(now))
    plan = queries.plan_of(event, usual)
    form = ReminderForm(request.POST or None, plan=plan)

    def save() -> Done:
        plan_reminders(event=event, **form.cleaned_data, actor=actor(request), now=now)
        return Done("お知らせの日を決めました。", reverse("notices_desk:reminders", args=[pk]))

    def fresh() -> ReminderForm:
        return ReminderForm(plan=queries.plan_of(event_with_reminders(pk), usual))

    screen = Screen(
        "notices/desk/reminders.html", TITLE, [(LIST, reverse("event_desk:list")), to_event(event)]
    )
    kept = Kept(plan if plan.pk else event, fresh)
    rows = _rows(event, plan, now)
    return form_screen(
        request, form, save, screen, refused_as=NoticeRefused, kept=kept, event=event, rows=rows
    )


def _rows(event: Event, plan: ReminderPlan, now: datetime) -> list[DateRow]:
    quiet = quiet_hours(on=timezone.localdate(now))
    rows = []
    sessions = list(event.sessions.all())
    load_parts(sessions)
    for session in sessions:
        meetings = [(part, part_line(part)) for part in taking_place(session)] or [(session, when(session))]
        for meeting, words in meetings:
            planned = queries.reminders_of(meeting, plan, quiet)
            # A reminder goes on its day or never: what an event was made too late for is not planned.
            coming = [each.moment for each in planned if each.moment.date() >= timezone.localdate(now)]
            rows.append(DateRow(words, tuple(moment_words(each) for each in coming)))
    return rows


@notices_desk.form_page
def refusals(request: HttpRequest) -> HttpResponse:
    """Show who wants no notices, and write down who said so by phone or FAX."""
    form = RefusalForm(request.POST or None)

    def save() -> Done:
        assert form.agency is not None
        refuse_notices(agency=form.agency, actor=actor(request), now=timezone.now())
        return Done(f"「{form.agency}」には、案内を送りません。", reverse("notices_desk:refusals"))

    screen = Screen("notices/desk/refusals.html", "案内を断った事業所", [to_notices()])
    rows = queries.refusals()
    return form_screen(request, form, save, screen, refused_as=NoticeRefused, field="number", rows=rows)


@notices_desk.deed
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to an agency again."""
    refusal = refusal_at_the_desk(pk)
    take_refusal_back(agency=refusal.agency, actor=actor(request), now=timezone.now())
    messages.success(request, f"「{refusal.agency}」に、また案内を送れます。")
    return HttpResponseRedirect(reverse("notices_desk:refusals"), status=SEE_OTHER)

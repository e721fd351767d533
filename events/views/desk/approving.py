"""Where the centre looks at each application: those that wait, let in or turned down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from events import deciding_rules, letters, queries
from events.access import event_at_the_desk, event_desk
from events.admission_words import by_reply_way
from events.decision_sheet import wish_words
from events.desk_line import pending_applications, pending_rows
from events.desk_queries import short_state
from events.enums import Accommodation
from events.exceptions import DecisionRefused
from events.models import Application
from events.services.deciding import approve_application, decline_application

from .frame import find_application, show, to, to_application, to_event


@event_desk.reading
def approvals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what waits to be looked at, with everything that is needed to decide."""
    event = event_at_the_desk(pk)
    sessions = list(event.sessions.all())
    rows = pending_rows(event)
    return show(
        request,
        "approvals",
        "申し込みを確かめる",
        trail=[to_event(event)],
        event=event,
        dates=queries.session_rows(sessions, now=timezone.now()),
        rows=[
            (
                row,
                [Accommodation(each).label for each in row.application.accommodations],
                wish_words(len(row.people), row.application.least_people),
            )
            for row in rows
        ],
        several=len(sessions) > 1,
    )


@event_desk.deed
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an application in: to a seat, or to the line."""
    found = find_application(pk)
    try:
        approve_application(application=found, actor=actor(request), now=timezone.now())
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        found.refresh_from_db(fields=["state"])
        messages.success(
            request, f"{found.number} を認めました（{short_state(found.state).word}）。{_told(found)}"
        )
    return _onward(found)


@event_desk.form_page
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is told and how, then turn an application down."""
    found = find_application(pk)
    if request.method == "POST":
        try:
            decline_application(application=found, actor=actor(request), now=timezone.now())
        except DecisionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{found.number} をお断りにしました。{_told(found)}")
        return _onward(found)
    facts = queries.event_facts(found.session)
    decision = deciding_rules.may_look_at(facts, found.state, timezone.localtime())
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("application", pk)
    return show(
        request,
        "decline",
        "お断りする",
        trail=[to_event(found.session.event), to_application(found)],
        application=found,
        people=queries.active_people(found).count(),
        when=letters.when(found.session),
    )


def _told(application: Application) -> str:
    if application.is_told_by_mail:
        return "メールで知らせます。"
    return f"「送るもの」から、{by_reply_way(application.reply_way)}知らせてください。"


def _onward(application: Application) -> HttpResponse:
    """Lead to what else waits, or back to the application."""
    event = application.session.event
    has_more = pending_applications(event).exists()
    return to("approvals", event.pk) if has_more else to("application", application.pk)

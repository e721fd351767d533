"""Incidents as everybody meets them: the list, the short form, and what was learnt."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import Actor
from handoff.answers import address, done, posted, shown
from handoff.cases.access import case_for
from handoff.cases.rules import Act
from handoff.enums import CENTRE_ROLES, EVERYBODY_ENROLLED
from handoff.incidents.access import handles, incidents_for
from handoff.incidents.enums import SHORT_KINDS, State
from handoff.incidents.forms import ReportForm
from handoff.incidents.queries import counts_by_year, lines_of
from handoff.incidents.services.reading import read_lessons
from handoff.incidents.services.reporting import report_incident
from handoff.machine.access import handoff_for

SAID = "知らせました。番号は {reference} です。責任者と個人情報の責任者が、すぐ見ます。"


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def incident_list(request: EnrolledRequest) -> HttpResponse:
    """Show the incidents that this person may know of, with clocks and counts to those who handle them."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        lines = lines_of(incidents_for(actor), today=today)
        years = counts_by_year(incidents_for(actor)) if handles(actor) else []
    context = {
        "page_title": "事故・ヒヤリハット",
        "lines": [line for line in lines if line.incident.state != State.CLOSED],
        "ended": [line for line in lines if line.incident.state == State.CLOSED],
        "is_handling": handles(actor),
        "may_learn": bool(actor.centre_roles & CENTRE_ROLES),
        "kinds": SHORT_KINDS.values(),
        "years": years,
    }
    return render(request, "incidents/list.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: EnrolledRequest) -> HttpResponse:
    """Take what somebody has to say of an incident."""
    return _reported(request, "")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def report_of(request: EnrolledRequest, pk: UUID, room: str) -> HttpResponse:
    """Take what somebody has to say of a hand-off, or of a case, whose number is there already."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        about = _reference_of(room, actor, pk, today=timezone.localdate(now))
    return _reported(request, about)


def _reference_of(room: str, actor: Actor, pk: UUID, *, today: date) -> str:
    """Return the number of a hand-off or a case that this actor sees. Raises Http404."""
    if room == "handoff":
        return handoff_for(actor, pk, today=today).reference
    return case_for(actor, pk, Act.READ, today=today).reference


def _reported(request: EnrolledRequest, about: str) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    first = {"found_on": timezone.localdate(now), "about": about}
    form = ReportForm(posted(request), initial=first)

    def write() -> str:
        incident = report_incident(word=form.word(), actor=actor, now=now)
        messages.success(request, SAID.format(reference=incident.reference))
        return address("incidents")

    answer = done(request, form, write, said="")
    return answer or shown(request, "incidents/report_form.html", form, "事故・ヒヤリハットを知らせる")


@policy(open_to=CENTRE_ROLES)
@never_cache
@require_GET
def lessons(request: EnrolledRequest) -> HttpResponse:
    """Show what was learnt; no name, no number, no case."""
    found = read_lessons(actor=actor_of(request), now=timezone.now())
    return render(request, "incidents/lessons.html", {"page_title": "学んだこと", "lessons": found})

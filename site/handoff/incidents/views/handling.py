"""One incident, and what those who handle it do with it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff import answers
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import KEEPING
from handoff.answers import address, done, posted, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.incidents.enums import Exemption, Report, State, StepKind
from handoff.incidents.forms import AssessmentForm, CloseForm, DoneForm, ItemsForm, StepForm
from handoff.incidents.papers import report_pdf
from handoff.incidents.rules import (
    ASK_THE_LAWYER,
    may_be_assessed,
    may_be_closed,
    may_be_notified,
    may_be_reported_finally,
)
from handoff.incidents.services.handling import (
    assess,
    close_incident,
    note_report,
    write_report_items,
    write_step,
)
from handoff.incidents.services.reading import IncidentRead, read_for_report, read_incident, read_readers


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def incident(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show one incident: all of it to those who handle it, their own words to whoever reported it."""
    read = _read(request, pk)
    facts = read.facts
    context = {
        "page_title": read.incident.reference,
        "read": read,
        "lawyer": ASK_THE_LAWYER,
        "may_assess": may_be_assessed(facts).allowed,
        "is_writing": facts.is_reportable and facts.state != State.CLOSED,
        "may_notify": may_be_notified(facts).allowed,
        "may_report_finally": may_be_reported_finally(facts).allowed,
        "closing": may_be_closed(facts),
    }
    return render(request, "incidents/incident.html", context)


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def judge(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Judge whether it has to be reported."""
    read = _read(request, pk)
    known = {
        "kind": read.incident.kind,
        "criteria": read.incident.criteria,
        "exemption": read.incident.exemption or Exemption.NONE,
        "reason": read.judgement,
    }
    form = AssessmentForm(posted(request), initial=known)

    def write() -> None:
        assess(incident_id=pk, judgement=form.judgement(), actor=actor_of(request), now=timezone.now())

    return _answered(request, read, form, write, title="報告が要るかを決める", note=ASK_THE_LAWYER)


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def items(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write the nine items of a report."""
    read = _read(request, pk)
    known = {f"{each.item}_text": each.text for each in read.items}
    form = ItemsForm(
        posted(request), initial=known | {f"{each.item}_known": each.is_known for each in read.items}
    )

    def write() -> None:
        write_report_items(incident_id=pk, items=form.items(), actor=actor_of(request), now=timezone.now())

    note = "速報では、わかっていることだけでかまいません。確報では、9つ全部を書きます。"
    return _answered(request, read, form, write, title="報告の9項目を書く", note=note)


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down what was done, with its day."""
    read = _read(request, pk)
    form = StepForm(posted(request), initial={"done_on": timezone.localdate()})

    def write() -> None:
        data = form.cleaned_data
        write_step(
            incident_id=pk,
            kind=StepKind(data["kind"]),
            done_on=data["done_on"],
            words=data["words"],
            actor=actor_of(request),
            now=timezone.now(),
        )

    return _answered(request, read, form, write, title="したことを書く")


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def reported(request: EnrolledRequest, pk: UUID, report: str) -> HttpResponse:
    """Say that a report has gone to the commission."""
    read = _read(request, pk)
    form = DoneForm(posted(request), initial={"done_on": timezone.localdate()})

    def write() -> None:
        note_report(
            incident_id=pk,
            report=Report(report),
            done_on=form.cleaned_data["done_on"],
            words=form.cleaned_data["words"],
            actor=actor_of(request),
            now=timezone.now(),
        )

    note = "ここからは送られません。個人情報保護委員会のホームページなどで報告してから、その日を書きます。"
    return _answered(request, read, form, write, title=f"{Report(report).label}をした日を書く", note=note)


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def close(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """End it with what was learnt."""
    read = _read(request, pk)
    form = CloseForm(posted(request))

    def write() -> None:
        close_incident(
            incident_id=pk, lesson=form.cleaned_data["lesson"], actor=actor_of(request), now=timezone.now()
        )

    return _answered(request, read, form, write, title="学んだことを書いて、終わりにする")


@policy(open_to=KEEPING)
@never_cache
@require_GET
def paper(request: EnrolledRequest, pk: UUID, report: str) -> HttpResponse:
    """Give the draft of a report as A4."""
    now = timezone.now()
    read = read_for_report(incident_id=pk, report=report, actor=actor_of(request), now=now)
    pdf = report_pdf(read, Report(report), today=timezone.localdate(now))
    return answers.paper(pdf, name=f"{read.incident.reference}-{report}", is_kept=True)


@policy(open_to=KEEPING)
@never_cache
@require_GET
def readers(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show who has read what is concerned, from the audit trail."""
    found, events = read_readers(incident_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": "だれが読んだか", "incident": found, "events": events}
    return render(request, "incidents/readers.html", context)


def _read(request: EnrolledRequest, pk: UUID) -> IncidentRead:
    actor, now = actor_of(request), timezone.now()
    return read_incident(incident_id=pk, actor=actor, now=now, is_shown=request.method == "GET")


def _answered(
    request: EnrolledRequest,
    read: IncidentRead,
    form: forms.Form,
    write: Callable[[], None],
    *,
    title: str,
    note: str = "",
) -> HttpResponse:
    """Show a form of an incident, or write what it says and go back to the incident."""

    def do() -> str:
        write()
        return address("incident", read.incident.pk)

    answer = done(request, form, do, said="記録しました。")
    return answer or shown(request, "incidents/form.html", form, title, read=read, note=note)

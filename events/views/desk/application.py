"""One application at the desk: how it stands, change, cancel, whose it is, its receipt."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from content.desk import file as file_answer
from content.desk_forms import Done, Kept, Screen, form_screen
from directory.queries import open_agencies, suggest_agencies
from events import deciding_rules, desk_line, letters, links, paper_facts, papers, queries, rules
from events.access import event_desk
from events.asking import answers_of
from events.decision_sheet import wish_words
from events.desk_forms.change import ChangeSheet
from events.desk_forms.deeds import NewAgencyForm
from events.enums import (
    ENDED_STATES,
    LINE_STATES,
    SEATED_STATES,
    Accommodation,
    ApplicationState,
    Channel,
    OfferAnswer,
)
from events.exceptions import ChangeRefused, EventsError
from events.models import Application
from events.registries import papers_of
from events.services.changing import (
    cancel_application,
    cancel_people,
    change_application,
    match_agency,
    match_new_agency,
)

from .frame import below, find_application, show, to, to_application, to_event


@event_desk.reading
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application with everything that the centre knows of it."""
    found = find_application(pk)
    session, event = found.session, found.session.event
    facts, now = queries.event_facts(session), timezone.localtime()
    people = list(found.participants.order_by("position"))
    return show(
        request,
        "application",
        f"申込 {found.number}",
        trail=[to_event(event)],
        application=found,
        event=event,
        when=letters.when(session),
        people=people,
        has_ways=len(session.ways) > 1,
        standing=queries.standing(found),
        needs=[Accommodation(each).label for each in found.accommodations],
        wish=wish_words(len(people), found.least_people),
        is_cancelled=found.state == ApplicationState.CANCELLED,
        is_ended=found.state in ENDED_STATES,
        is_held=found.state == ApplicationState.HELD,
        to_be_approved=deciding_rules.may_look_at(facts, found.state, now).allowed,
        is_asked=found.state in LINE_STATES and found.offers.filter(answer=OfferAnswer.OPEN).exists(),
        in_line=found.state in LINE_STATES,
        is_on_paper=found.channel not in (Channel.WEB, Channel.DOOR),
        may_be_revived=deciding_rules.may_revive(facts, found.state, now).allowed,
        corrections=desk_line.correction_rows(found),
        offers=list(found.offers.order_by("id")),
        own_page=links.path(found),
        answers=answers_of(found, now=now),
        typed_from=[paper for papers in papers_of for paper in papers("application", found.pk)],
    )


@event_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change contact and names, and what the group and its manager said; nothing is overwritten unseen."""
    found = find_application(pk)
    people = list(queries.active_people(found))
    facts, now = queries.event_facts(found.session), timezone.now()
    decision = rules.may_change(
        facts,
        found.state,
        timezone.localtime(now),
        by_staff=True,
        is_erased=found.erased_at is not None,
    )
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("application", pk)
    sheet = ChangeSheet(request.POST if request.method == "POST" else None, application=found, people=people)

    def save() -> Done:
        change_application(
            application=found,
            contact=sheet.contact.contact,
            names=sheet.names,
            actor=actor(request),
            by_staff=True,
            now=now,
        )
        return Done("申し込みの内容を変えました。", to_application(found)[1])

    return form_screen(
        request,
        sheet,
        save,
        Screen("events/desk/application_change.html", "申し込みを変える", below(found)),
        refused_as=EventsError,
        kept=Kept(found, lambda: _as_it_stands(pk)),
        application=found,
        contact=sheet.contact,
        rows=sheet.rows,
        formsets=[sheet.rows],
    )


def _as_it_stands(pk: int) -> ChangeSheet:
    found = find_application(pk)
    return ChangeSheet(application=found, people=list(queries.active_people(found)))


@event_desk.form_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows, then cancel the whole application or some of its people."""
    found = find_application(pk)
    people = list(queries.active_people(found))
    if request.method == "POST":
        try:
            told = _cancelled(request, found)
        except ChangeRefused as refused:
            messages.error(request, str(refused))
            return to("application_cancel", pk)
        messages.success(request, told)
        return to("application", pk)
    facts, now = queries.event_facts(found.session), timezone.localtime(timezone.now())
    decision = rules.may_cancel(facts, found.state, now, by_staff=True)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("application", pk)
    return show(
        request,
        "application_cancel",
        "申し込みを取り消す",
        trail=[to_event(found.session.event), to_application(found)],
        application=found,
        people=people,
        follows=_follows(facts, now) if found.state in SEATED_STATES else "",
        told_title="取り消すと、すぐに知らせます"
        if found.is_told_by_mail
        else "取り消したら、知らせてください",
    )


def _follows(facts: rules.EventFacts, now: datetime) -> str:
    """Return what becomes of seats that are given back now: a begun or called-off date has no moving line."""
    if facts.state != "published":
        return ""
    if rules.line_moves(facts, now):
        return "空いた席は、待っている組にまわります。"
    return "もう始まっているので、空いた席は自動ではまわりません。待っている方には「当日の受付」で渡せます。"


def _cancelled(request: HttpRequest, found: Application) -> str:
    now = timezone.now()
    if "whole" in request.POST:
        cancel_application(application=found, actor=actor(request), by_staff=True, now=now)
        facts = queries.event_facts(found.session)
        return f"申し込みを取り消しました。{_follows(facts, timezone.localtime(now))}"
    chosen = {int(key) for key in request.POST.getlist("people") if key.isdecimal()}
    cancel_people(application=found, people=chosen, actor=actor(request), by_staff=True, now=now)
    return f"{len(chosen)}人を取り消しました。"


@event_desk.form_page
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a typed agency to the directory: one of the suggestions, or a new entry."""
    found, now = find_application(pk), timezone.now()
    current = open_agencies(today=timezone.localdate(now))
    form = NewAgencyForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            if form.is_bound:
                kind = form.cleaned_data["kind"]
                agency = match_new_agency(application=found, kind=kind, actor=actor(request), now=now)
            else:
                agency = get_object_or_404(current, public_id=request.POST.get("agency", ""))
                match_agency(application=found, agency=agency, actor=actor(request), now=now)
        except EventsError as refused:
            messages.error(request, str(refused))
            return to("match", pk)
        messages.success(request, f"「{agency.name}」の申し込みにしました。")
        return to("application", pk)
    search = request.GET.get("q", found.agency_name)
    return show(
        request,
        "match",
        "事業所を関係機関と結ぶ",
        trail=[to_event(found.session.event), to_application(found)],
        status=UNPROCESSABLE if form.errors else 200,
        application=found,
        form=form,
        search=search,
        found=suggest_agencies(search, current.select_related("kind", "municipality")),
    )


@event_desk.reading
def receipt(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Return the 受付票 that is sent back by FAX."""
    found = find_application(pk)
    pdf = papers.receipt_pdf(paper_facts.receipt(found, now=timezone.now()))
    return file_answer(pdf, name=f"受付票_{found.number}.pdf", content_type="application/pdf", inline=True)

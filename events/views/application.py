"""The page of one application, opened by its signed link: how it stands, names, change, cancel, papers."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Visitor
from accounts.models import Person, User
from directory.access import memberships_to_choose
from directory.enums import MembershipRole
from events import (
    admission_words,
    date_words,
    decision_facts,
    decision_papers,
    letters,
    links,
    paper_facts,
    papers,
    participant_links,
    queries,
    rules,
)
from events.access import may_be_let_in, people_to_choose
from events.applicant_queries import IN_LINE, changes_until, was_decided
from events.asking import answers_of
from events.entries import application_entries
from events.enums import (
    ENDED_STATES,
    SEATED_STATES,
    Accommodation,
    ApplicationState,
    EventState,
    Way,
)
from events.exceptions import ChangeRefused, ColleagueTwice
from events.expectations import least_words
from events.forms import MOST_ROWS, PEOPLE, OwnContactForm, PeopleFormSet, people_formset, typed
from events.limits import ANSWERED_WITHIN
from events.models import Application, Participant, Session
from events.next_steps import standing_of
from events.online import way_in
from events.registries import reminder_moments
from events.services.changing import cancel_application, cancel_people, change_application
from foundation.calendar import ics
from foundation.decision import Decision
from foundation.limits.queries import limit
from foundation.ui.typed import ASKING_FORM, TYPED_FORM, is_not_sent, keeps_what_is_typed, only_redraws

OK, SEE_OTHER, UNPROCESSABLE = 200, 303, 422
# What cancelling means for whoever has no seat and stands in no line.
LEAVES = {
    ApplicationState.HELD: "申し込みを取り下げます",
    ApplicationState.PENDING: "申し込みを取り下げます",
    ApplicationState.OFFERED: "案内した席を断り、列から抜けます",
}

type View = Callable[..., HttpResponse]


def to_whoever_is_let_in(view: View) -> View:
    """Give a paper or a calendar to whom the page itself says where it is held; others are led back to it."""

    @wraps(view)
    def given(request: HttpRequest, application: Application) -> HttpResponse:
        if not may_be_let_in(application, request.user, today=timezone.localdate()):
            return to_application(application)
        return view(request, application)

    return given


def by_link(view: View) -> View:
    """Open the application of a signed link; for a forged or old one, a page says what to do."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            application = links.open_link(token, now=timezone.now())
        except links.LinkNotUsable:
            context = {"page_title": "このリンクは使えません", "no_index": True}
            return render(request, "events/link_not_usable.html", context, status=404)
        return view(request, application, **more)

    return opened


@require_safe
@by_link
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Show how an application stands, its people, and what can still be done."""
    context = _standing(application, request.user) | {"may_release": _may_release(request.user, application)}
    return render(request, "events/application.html", context)


@require_safe
@by_link
def done(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the number and what happens next; the page can be opened again."""
    if application.state in ENDED_STATES:
        return to_application(application)
    received_on = timezone.localdate(application.received_at)
    context = _standing(application, request.user) | {
        "page_title": "申し込みを受け付けました",
        "reminders": _reminders(application.session),
        "answered_within": limit(ANSWERED_WITHIN, on=received_on),
    }
    return render(request, "events/done.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
@by_link
def change(request: HttpRequest, application: Application) -> HttpResponse:
    """Change names and contact; what may no longer be changed leads back with the reason."""
    decision = _may(rules.may_change, application)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to_application(application)
    known = _colleagues(request.user, application)
    if request.method != "POST":
        names = [_initial(person) for person in queries.active_people(application)]
        written = {name: getattr(application, name) for name in OwnContactForm.base_fields}
        contact = OwnContactForm(initial=written)
        return _change_form(request, application, contact, _names(known, initial=names))
    contact = OwnContactForm(request.POST)
    if only_redraws(request):
        names = _names(known, initial=[typed(form) for form in _names(known, data=request.POST).forms])
        return _change_form(request, application, OwnContactForm(initial=typed(contact)), names)
    rows = _names(known, data=_with_open_seats(request.POST, application))
    if contact.is_valid() & rows.is_valid():
        try:
            change_application(
                application=application,
                contact=contact.contact,
                names={form.cleaned_data["participant"]: form.naming for form in rows.forms},
                actor=request.user if isinstance(request.user, User) else None,
                by_staff=False,
                now=timezone.now(),
            )
        except (ChangeRefused, ColleagueTwice) as refused:
            contact.add_error(None, str(refused))
        else:
            messages.success(request, "変更を受け付けました。")
            return to_application(application)
    return _change_form(request, application, contact, rows, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def cancel(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask who drops out, then on a page of its own whether that is meant, then take them out."""
    decision = _may(rules.may_cancel, application)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to_application(application)
    people = list(queries.active_people(application))
    sent = request.POST if request.method == "POST" else request.GET
    leaving = (
        people if "whole" in sent else [each for each in people if str(each.pk) in sent.getlist("people")]
    )
    is_whole = len(leaving) == len(people)
    if request.method == "POST":
        # Nobody left to take out: the button was pressed twice.
        if not leaving:
            return to_application(application)
        return _cancelled(request, application, leaving, is_whole=is_whole)
    if (leaving and not is_not_sent(request)) or len(people) == 1:
        return _cushion(request, application, leaving or people, is_whole=is_whole or len(people) == 1)
    context = _basics(application, "だれを取り消しますか") | {
        "asking_form": ASKING_FORM,
        "asking_press": "some",
        "people": people,
        "ticked": leaving,
        "has_errors": "some" in sent,
    }
    return render(request, "events/cancel.html", context, status=UNPROCESSABLE if "some" in sent else OK)


@require_safe
@by_link
@to_whoever_is_let_in
def receipt(_: HttpRequest, application: Application) -> HttpResponse:
    """Return the 受付票 as it stands now."""
    pdf = papers.receipt_pdf(paper_facts.receipt(application, now=timezone.now()))
    name = f'inline; filename="{application.number}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
@by_link
@to_whoever_is_let_in
def decision(_: HttpRequest, application: Application) -> HttpResponse:
    """Return the 受講決定通知; before the decision there is none."""
    if not was_decided(application):
        return to_application(application)
    pdf = decision_papers.decision_pdf(decision_facts.decision(application, now=timezone.now()))
    name = f'inline; filename="{application.number}-decision.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
@by_link
@to_whoever_is_let_in
def calendar(_: HttpRequest, application: Application) -> HttpResponse:
    """Return the date as a calendar file; only a seat puts it into somebody's calendar."""
    if application.state not in SEATED_STATES:
        return to_application(application)
    entries = application_entries(application, url=links.address(application))
    content = ics.publish(entries, name=application.session.event.title, ttl_hours=24, now=timezone.now())
    name = f'attachment; filename="{application.number}.ics"'
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


def _basics(application: Application, title: str) -> dict[str, Any]:
    session = application.session
    return {
        "page_title": title,
        "no_index": True,
        "application": application,
        "session": session,
        "event": session.event,
        "token": links.token(application),
        "when": letters.when(session),
        "part_lines": letters.part_lines(session),
        "where": letters.where(session),
        "deadline": letters.deadline(session.event),
        "changes_until": letters.moment_words(changes_until(session, now=timezone.now())),
        "has_ways": len(session.ways) > 1,
    }


def _standing(application: Application, visitor: Visitor) -> dict[str, Any]:
    standing = standing_of(application, now=timezone.now())
    is_let_in = may_be_let_in(application, visitor, today=timezone.localdate())
    people, seated = standing.people, standing.seated
    event, session = application.session.event, application.session
    takes_place = queries.state_of(session) == EventState.PUBLISHED
    confirmed = application.state in SEATED_STATES and takes_place
    online = any(person.way == Way.ONLINE for person in seated)
    unnamed = sum(not person.name for person in people)
    may_change, may_cancel = _may(rules.may_change, application), _may(rules.may_cancel, application)
    return _basics(application, f"申し込み {application.number}") | {
        "people": people,
        "roster": standing.roster,
        "standing": standing,
        "step": standing.step if takes_place else None,
        "seats": len(seated),
        "rest": standing.counts[IN_LINE],
        "where": letters.where(session, {person.way for person in people}) if is_let_in else "",
        "part_lines": letters.part_lines(session) if is_let_in else [],
        "is_let_in": is_let_in,
        "unnamed": unnamed,
        "state": standing.state,
        "is_confirmed": confirmed,
        "unnamed_title": f"あと{unnamed}人の名前を知らせてください",
        "wishes": [Accommodation(each).label for each in application.accommodations],
        "way_in": way_in(session, now=timezone.now()) if confirmed and online and is_let_in else None,
        "date_notices": date_words.notices_of([session]),
        "at_venue": confirmed and is_let_in and any(person.way == Way.VENUE for person in seated),
        "change": may_change,
        "cancel": may_cancel,
        "is_open_still": may_change.allowed and takes_place,
        "is_over": session.ends_at <= timezone.now(),
        "has_not_ended": application.state not in ENDED_STATES,
        "least": least_words(application.least_people, len(people)),
        "freed_seats": admission_words.how_freed_seats_go(event),
        "was_decided": was_decided(application),
        "how_decided": admission_words.how_decided(event),
        "own_pages": participant_links.links_of(application),
        "answers": answers_of(application, now=timezone.now()),
    }


def _may_release(user: Visitor, application: Application) -> bool:
    """Return whether this visitor manages the agency whose application waits for its manager."""
    if application.state != ApplicationState.HELD:
        return False
    memberships = memberships_to_choose(user, today=timezone.localdate())
    return any(
        each.agency == application.agency and each.role == MembershipRole.PARTNER_ADMIN
        for each in memberships
    )


def _reminders(session: Session) -> list[date]:
    """Return the days on which reminders are still to come, the first one first."""
    now = timezone.now()
    moments = (moment for source in reminder_moments for moment in source(session, now))
    return sorted({timezone.localdate(moment) for moment in moments})


def _may(rule: Callable[..., Decision], application: Application) -> Decision:
    facts, now = queries.event_facts(application.session), timezone.localtime()
    return rule(facts, application.state, now, by_staff=False)


def _colleagues(user: Visitor, application: Application) -> list[Person]:
    """Return the agency's people for whoever acts in its name; the link alone does not show them."""
    agency, today = application.agency, timezone.localdate()
    if agency is None or all(each.agency != agency for each in memberships_to_choose(user, today=today)):
        return []
    return people_to_choose(application.session, agency, today=today)


def _initial(person: Participant) -> dict[str, Any]:
    words = {name: getattr(person, name) for name in ("name", "name_kana", "job")}
    return {"participant": person.pk, "later": False, **words}


def _with_open_seats(data: QueryDict, application: Application) -> QueryDict:
    """Return what was sent, with 「あとで決める」 for each seat that had no name and still has none."""
    sent = data.copy()
    unnamed = {str(person.pk) for person in queries.active_people(application) if not person.name}
    for number in range(MOST_ROWS):
        row = f"{PEOPLE}-{number}-"
        typed_in = (sent.get(f"{row}{name}", "").strip() for name in ("colleague", "name", "name_kana"))
        if sent.get(f"{row}participant") in unnamed and not any(typed_in):
            sent[f"{row}later"] = "on"
    return sent


def _names(known: list[Person], **source: Any) -> PeopleFormSet:
    return people_formset(most=MOST_ROWS, ways=(), colleagues=known, **source)


def _change_form(
    request: HttpRequest,
    application: Application,
    contact: OwnContactForm,
    names: PeopleFormSet,
    *,
    status: int = OK,
) -> HttpResponse:
    context = _basics(application, "申し込みを変える") | {
        "typed_form": TYPED_FORM,
        "contact": contact,
        "names": names,
        "formsets": (names,),
        "has_errors": status != OK,
    }
    return render(request, "events/change.html", context, status=status)


def _cushion(
    request: HttpRequest,
    application: Application,
    leaving: list[Participant],
    *,
    is_whole: bool,
    problem: str = "",
) -> HttpResponse:
    seated = standing_of(application, now=timezone.now()).seated
    giving_back = sum(person in seated for person in leaving)
    context = _basics(application, "取り消しの確認") | {
        "leaving": leaving,
        "leaving_title": f"取り消す方　{len(leaving)}人",
        "consequence": f"席を{giving_back}つ返します"
        if giving_back
        else LEAVES.get(ApplicationState(application.state), "空きを待つ列から抜けます"),
        "is_whole": is_whole,
        "is_confirmed": giving_back > 0,
        "problem": problem,
        "has_errors": bool(problem),
    }
    return render(request, "events/cancel_sure.html", context, status=UNPROCESSABLE if problem else OK)


def _cancelled(
    request: HttpRequest, application: Application, leaving: list[Participant], *, is_whole: bool
) -> HttpResponse:
    actor, now = request.user if isinstance(request.user, User) else None, timezone.now()
    try:
        if is_whole:
            cancel_application(application=application, actor=actor, by_staff=False, now=now)
        else:
            ids = {person.pk for person in leaving}
            cancel_people(application=application, people=ids, actor=actor, by_staff=False, now=now)
    except ChangeRefused as refused:
        return _cushion(request, application, leaving, is_whole=is_whole, problem=str(refused))
    done = "申し込みを取り消しました。" if is_whole else f"{len(leaving)}人を取り消しました。"
    messages.success(request, done)
    return to_application(application)


def to_application(application: Application) -> HttpResponse:
    """Lead back to the application's own page."""
    return HttpResponseRedirect(links.path(application), status=SEE_OTHER)

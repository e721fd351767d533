"""The diary after a hand-off, on the screen: its rhythm, what is due, what was written, a month on paper."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.limits.queries import limit
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.aftercare.forms import ContactForm, RhythmForm, SkipForm, month_of
from handoff.aftercare.limits import RHYTHM
from handoff.aftercare.paper import month_pdf
from handoff.aftercare.services.diary import (
    set_rhythm,
    settle_contact,
    skip_contact,
    stop_rhythm,
    write_contact,
)
from handoff.aftercare.services.reading import ground_of_entry, read_diary
from handoff.answers import address, answered, paper, posted, pressed
from handoff.enums import EVERYBODY_ENROLLED
from handoff.machine.enums import Side
from handoff.records.access import Ground


def diary_at(ground: Ground) -> str:
    """Return the address of the diary of a ground."""
    if ground.handoff:
        return address("diary_of_handoff", ground.handoff.pk)
    return address("diary_of_case", ground.case_id)


def _ids(ground: Ground) -> dict[str, UUID]:
    return {"handoff_id": ground.handoff.pk} if ground.handoff else {"case_id": ground.case_id}


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def diary_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the diary of a case that stands beside no hand-off."""
    return _diary(request, case_id=pk)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def diary_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the diary that both sides of a hand-off write."""
    return _diary(request, handoff_id=pk)


def _diary(request: EnrolledRequest, **where: Any) -> HttpResponse:
    now = timezone.now()
    read = read_diary(actor=actor_of(request), now=now, **where)
    context = {
        "page_title": "フォローアップの記録",
        "read": read,
        "month": f"{timezone.localdate(now):%Y-%m}",
        "is_case": "case_id" in where,
    }
    return render(request, "aftercare/diary.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def month_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the sheet of a month of a case's diary on A4."""
    return _month(request, case_id=pk)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def month_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the sheet of a month of a hand-off's diary on A4."""
    return _month(request, handoff_id=pk)


def _month(request: EnrolledRequest, **where: Any) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    month = month_of(request.GET.get("month", ""), today=today)
    read = read_diary(actor=actor_of(request), now=now, month=month, **where)
    return paper(month_pdf(read, month, today=today), name=f"{read.ground.reference}-{month[0]:%Y-%m}")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down a contact of a case."""
    return _create(request, case_id=pk)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down a contact beside a hand-off."""
    return _create(request, handoff_id=pk)


def _create(request: EnrolledRequest, **where: Any) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    read = read_diary(actor=actor, now=now, is_shown=request.method == "GET", **where)
    if not read.may_write:
        raise Http404
    form = _contact_form(request, read.ground, today=timezone.localdate(now))

    def write() -> str:
        write_contact(contact=form.contact(), actor=actor, now=now, **where)
        return diary_at(read.ground)

    return _contact(request, form, write, read.ground)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def settle(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down the contact that was due."""
    actor, now = actor_of(request), timezone.now()
    ground = ground_of_entry(entry_id=pk, actor=actor, now=now)
    form = _contact_form(request, ground, today=timezone.localdate(now))

    def write() -> str:
        settle_contact(entry_id=pk, contact=form.contact(), actor=actor, now=now)
        return diary_at(ground)

    return _contact(request, form, write, ground)


def _contact_form(request: EnrolledRequest, ground: Ground, *, today: date) -> ContactForm:
    """Return the form of a contact: the short one for a host office."""
    return ContactForm(posted(request), is_short=Side.GIVER not in ground.reading, today=today)


def _contact(request: EnrolledRequest, form: ContactForm, write: Any, ground: Ground) -> HttpResponse:
    return answered(
        request,
        form,
        write,
        title="フォローアップの記録を書く",
        button="記録する",
        back=diary_at(ground),
        reference=ground.reference,
        note="書いたあとは、直せません。",
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def skip(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down why a contact did not happen."""
    actor, now = actor_of(request), timezone.now()
    ground = ground_of_entry(entry_id=pk, actor=actor, now=now)
    form = SkipForm(posted(request))

    def write() -> str:
        skip_contact(entry_id=pk, reason=form.cleaned_data["reason"], actor=actor, now=now)
        return diary_at(ground)

    title, reference = "しなかったわけを書く", ground.reference
    return answered(
        request, form, write, title=title, button="記録する", back=diary_at(ground), reference=reference
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rhythm_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Say every how many days somebody of a case gets in touch."""
    return _rhythm(request, case_id=pk)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rhythm_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Say every how many days somebody gets in touch beside a hand-off."""
    return _rhythm(request, handoff_id=pk)


def _rhythm(request: EnrolledRequest, **where: Any) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    read = read_diary(actor=actor, now=now, is_shown=request.method == "GET", **where)
    if not read.may_set:
        raise Http404
    today = timezone.localdate(now)
    every = read.rhythm.every_days if read.rhythm else limit(RHYTHM, on=today)
    first = read.due.due_on if read.due else today
    form = RhythmForm(posted(request), initial={"every_days": every, "first_on": first})

    def write() -> str:
        data = form.cleaned_data
        set_rhythm(every_days=data["every_days"], first_on=data["first_on"], actor=actor, now=now, **where)
        return diary_at(read.ground)

    title, reference = "記録の予定を決める", read.ground.reference
    return answered(
        request, form, write, title=title, button="決める", back=diary_at(read.ground), reference=reference
    )


@policy(open_to=WRITING)
@require_POST
def stop_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a case's diary fall due any more."""
    return _stop(request, case_id=pk)


@policy(open_to=WRITING)
@require_POST
def stop_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a hand-off's diary fall due any more."""
    return _stop(request, handoff_id=pk)


def _stop(request: EnrolledRequest, **where: Any) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    ground = read_diary(actor=actor, now=now, is_shown=False, **where).ground

    def do() -> None:
        stop_rhythm(actor=actor, now=now, **_ids(ground))

    return pressed(request, do, diary_at(ground), said="記録の予定をやめました。")

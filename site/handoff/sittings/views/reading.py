"""What staff and the committee read: a sitting, a case in it, its paper, minutes, and the sheets on A4."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from handoff import answers
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import CASEWORK
from handoff.sittings.enums import COMMITTEE_ROLES
from handoff.sittings.papers import agenda_pdf, digest_pdf, feedback_pdf, minutes_pdf
from handoff.sittings.services.minutes import read_digest, read_feedback, read_minutes
from handoff.sittings.services.papers import read_log, read_paper
from handoff.sittings.services.reading import (
    may_come_in,
    read_agenda,
    read_home,
    read_item,
    read_sitting,
    read_thread,
    read_unanswered,
)

from .answering import IN_THE_ROOM


@policy(open_to=COMMITTEE_ROLES)
@never_cache
@require_GET
def committee(request: EnrolledRequest) -> HttpResponse:
    """Show somebody of the committee the next sitting and what they were asked; nothing without a term."""
    actor, now = actor_of(request), timezone.now()
    if not may_come_in(actor=actor, now=now):
        raise Http404
    home = read_home(actor=actor, now=now)
    return render(request, "sittings/committee.html", {"page_title": "委員会室", "home": home})


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_GET
def sitting(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a sitting: its agenda, what comes next, who sits there."""
    reading = read_sitting(sitting_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": f"検討委員会 {reading.sitting}", "reading": reading}
    return render(request, "sittings/sitting.html", context)


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_GET
def item(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a case before a sitting, with the advice on it."""
    reading = read_item(item_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": reading.item.case_reference, "reading": reading}
    return render(request, "sittings/item.html", context)


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_GET
def paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the paper on a case, with who reads it, when, under which number; it is written down."""
    reading = read_paper(item_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "sittings/paper.html", {"page_title": "資料", "reading": reading})


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def log(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show who saw the paper on a case."""
    found, rows = read_log(item_id=pk, actor=actor_of(request), now=timezone.now())
    return render(
        request, "sittings/log.html", {"page_title": "資料を読んだ記録", "item": found, "rows": rows}
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_GET
def minutes(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the minutes of a sitting, to staff and chair the draft too."""
    reading = read_minutes(sitting_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": f"{reading.sitting}の議事録", "minutes": reading}
    return render(request, "sittings/minutes.html", context)


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_POST
def minutes_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the minutes on A4."""
    now = timezone.now()
    reading = read_minutes(sitting_id=pk, actor=actor_of(request), now=now, printed=True)
    return answers.paper(
        minutes_pdf(reading, now=now), name=f"sitting-{reading.sitting.number}-minutes", is_kept=True
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_POST
def agenda_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the 次第 on A4."""
    now = timezone.now()
    found, lines, seats = read_agenda(sitting_id=pk, actor=actor_of(request), now=now)
    return answers.paper(
        agenda_pdf(found, lines, seats, now=now), name=f"sitting-{found.number}-agenda", is_kept=True
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_POST
def digest_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the advice of a sitting on A4."""
    now = timezone.now()
    found, cases = read_digest(sitting_id=pk, actor=actor_of(request), now=now)
    return answers.paper(
        digest_pdf(found, cases, now=now), name=f"sitting-{found.number}-advice", is_kept=True
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_POST
def feedback_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the feedback sheet of a case on A4."""
    now = timezone.now()
    found, thread = read_feedback(item_id=pk, actor=actor_of(request), now=now)
    return answers.paper(
        feedback_pdf(found, thread, now=now), name=f"{found.case_reference}-feedback", is_kept=True
    )


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def unanswered(request: EnrolledRequest) -> HttpResponse:
    """Show staff the advice for which they have not written what they did."""
    rows = read_unanswered(actor=actor_of(request), now=timezone.now())
    return render(request, "sittings/unanswered.html", {"page_title": "答えていない助言", "rows": rows})


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def thread(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the way of a case through the committee, to those who work on it."""
    reading = read_thread(case_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": f"{reading.case.reference}の委員会", "reading": reading}
    return render(request, "sittings/thread.html", context)

"""Writing a request for a case, and writing it anew until it has left."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import WRITING, Actor
from handoff.answers import address, done, posted, shown
from handoff.cases.access import case_for
from handoff.cases.models import Case
from handoff.cases.rules import Act
from handoff.disclosure.enums import BasisState
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.draft_forms import DraftForm, RewriteForm, known_of, written
from handoff.machine.enums import BEING_WRITTEN, Hand
from handoff.machine.models import Handoff
from handoff.machine.services.writing import begin_handoff, read_draft, rewrite_handoff
from handoff.queries import other_agencies
from handoff.safeguards.access import safeguards_for, standing_safeguards
from handoff.safeguards.models import Safeguard

BEGINNING = "引継ぎを書く"
SAVED = "書きました。確かめて、承認をたのんでください。"


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Begin a request for a case."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        case = case_for(actor, pk, Act.WRITE, today=timezone.localdate(now))
        form = _form(request, actor, case, today=timezone.localdate(now), initial=known_of(case))
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, BEGINNING, case)
    return _saved(
        request, form, case, lambda: begin_handoff(case=case, draft=form.draft(), actor=actor, now=now)
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rewrite(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write a request anew that has not left yet."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    initial = None
    if request.method == "GET":
        draft, texts, ask, offence = read_draft(handoff_id=pk, actor=actor, now=now)
        initial = written(draft, texts, ask=ask, offence_reason=offence)
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=today)
        if Hand.GIVER not in hands_of(actor, handoff, today=today) or handoff.state not in BEING_WRITTEN:
            raise Http404
        case = case_for(actor, handoff.case_id, Act.WRITE, today=today)
        form = _form(request, actor, case, today=today, initial=initial, handoff=handoff)
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, "引継ぎを書きなおす", case)

    def write() -> Handoff:
        seen = form.cleaned_data["seen"]
        return rewrite_handoff(handoff_id=pk, seen=seen, draft=form.draft(), actor=actor, now=now)

    return _saved(request, form, case, write)


def _form(
    request: EnrolledRequest,
    actor: Actor,
    case: Case,
    *,
    today: date,
    initial: dict[str, Any] | None = None,
    handoff: Handoff | None = None,
) -> DraftForm:
    bases = case.bases.filter(state=BasisState.ACTIVE, since__lte=today, until__gte=today)
    return (RewriteForm if handoff else DraftForm)(
        posted(request),
        by_agency=case.agency_id is not None,
        safeguards=_safeguards(actor, case, handoff, today=today),
        bases=bases.prefetch_related("receivers__agency"),
        agencies=other_agencies(today=today),
        initial=initial,
    )


def _safeguards(actor: Actor, case: Case, handoff: Handoff | None, *, today: date) -> QuerySet[Safeguard]:
    """Return what may be chosen: what stands today, and what a draft has already, such as its own pledge."""
    standing = standing_safeguards(actor, for_centre=case.agency_id is not None, today=today)
    own = handoff.safeguard_id if handoff else None
    chosen = Q(pk=own) | Q(pk__in=standing.filter(only_for__in=("", handoff.reference if handoff else "")))
    return safeguards_for(actor).filter(chosen).select_related("agency").order_by("agency__name", "since")


def _shown(request: EnrolledRequest, form: DraftForm, title: str, case: Case) -> HttpResponse:
    return shown(request, "machine/draft.html", form, title, case=case)


def _saved(
    request: EnrolledRequest, form: DraftForm, case: Case, save: Callable[[], Handoff]
) -> HttpResponse:
    answer = done(request, form, lambda: address("detail", save().pk), said=SAVED)
    if answer is None:
        with opened(actor_of(request), now=timezone.now()):
            return _shown(request, form, BEGINNING, case)
    return answer

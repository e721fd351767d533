"""Consents and other grounds: write one, let it count, approve one without consent, take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import SEEING_CASES, WRITING
from handoff.cases.access import case_for
from handoff.cases.forms import BasisForm, ExplainedForm
from handoff.cases.models import Case
from handoff.cases.queries import possible_receivers, workers_of
from handoff.cases.rules import Act
from handoff.cases.services.bases import (
    activate_basis,
    approve_basis,
    explain_basis,
    withdraw_basis,
    write_basis,
)
from handoff.disclosure.enums import BasisKind, BasisState
from handoff.exceptions import Refused
from handoff.safeguards.access import safeguards_for
from handoff.views import UNPROCESSABLE

NEW, EXPLAINING = "同意・根拠を書く", "説明して、署名をもらったことを書く"
DEEDS = {"activate": activate_basis, "approve": approve_basis}
SAID = {"activate": "有効にしました。", "approve": "承認しました。"}


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down a basis for a case; it counts for nothing yet."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        case = case_for(actor, pk, Act.WRITE_BASIS, today=today)
        form = BasisForm(
            request.POST or None,
            agencies=None if case.agency_id else possible_receivers(safeguards_for(actor), today=today),
            people=workers_of(case.agency_id, today=today),
            initial={"since": today},
        )
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, case)
    try:
        write_basis(case=case, new=form.new_basis(), actor=actor, now=now)
    except Refused as error:
        form.add_error(None, str(error))
        with opened(actor, now=now):
            return _shown(request, form, case)
    messages.success(request, "書きました。確かめて、有効にしてください。")
    return redirect("handoff:case", pk=pk)


def _shown(
    request: EnrolledRequest, form: BasisForm | ExplainedForm, case: Case, *, title: str = NEW
) -> HttpResponse:
    context = {"page_title": title, "form": form, "case": case, "has_errors": bool(form.errors)}
    return render(request, "cases/basis.html", context, status=UNPROCESSABLE if form.errors else 200)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def explain(request: EnrolledRequest, pk: UUID, basis: UUID) -> HttpResponse:
    """Write that a consent was explained and signed."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        case = case_for(actor, pk, Act.WRITE_BASIS, today=today)
        draft = case.bases.filter(pk=basis, kind=BasisKind.CONSENT, state=BasisState.DRAFT)
        if not draft.exists():
            raise Http404
        people = workers_of(case.agency_id, today=today)
        form = ExplainedForm(request.POST or None, people=people, initial={"explained_on": today})
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, case, title=EXPLAINING)
    data = form.cleaned_data
    texts = {name: data.pop(name) for name in ("helper", "evidence")}
    try:
        explain_basis(basis_id=basis, explained=data, texts=texts, actor=actor, now=now)
    except Refused as error:
        form.add_error(None, str(error))
        with opened(actor, now=now):
            return _shown(request, form, case, title=EXPLAINING)
    messages.success(request, "書きました。確かめて、有効にしてください。")
    return redirect("handoff:case", pk=pk)


@policy(open_to=SEEING_CASES)
@require_POST
def settle(request: EnrolledRequest, pk: UUID, basis: UUID, deed: str) -> HttpResponse:
    """Let a basis count."""
    try:
        DEEDS[deed](basis_id=basis, actor=actor_of(request), now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID[deed])
    return redirect("handoff:case", pk=pk)


@policy(open_to=SEEING_CASES)
@require_POST
def withdraw(request: EnrolledRequest, pk: UUID, basis: UUID) -> HttpResponse:
    """Take a basis back; what rested on it is closed at this moment."""
    reason = request.POST.get("reason", "")[:500]
    try:
        withdraw_basis(basis_id=basis, reason=reason, actor=actor_of(request), now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "撤回を記録しました。これにもとづいて開いていたものは、閉じました。")
    return redirect("handoff:case", pk=pk)

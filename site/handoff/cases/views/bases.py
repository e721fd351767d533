"""Consents and other grounds: write one, let it count, approve one without consent, take it back."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import SEEING_CASES, WRITING
from handoff.answers import address, answered, done, posted, pressed, shown
from handoff.cases.access import case_for
from handoff.cases.forms import BasisForm, ExplainedForm, WithdrawalForm
from handoff.cases.models import Case
from handoff.cases.queries import possible_receivers, workers_of
from handoff.cases.rules import Act
from handoff.cases.services.bases import (
    activate_basis,
    approve_basis,
    basis_to_withdraw,
    explain_basis,
    withdraw_basis,
    write_basis,
)
from handoff.disclosure.enums import BasisKind, BasisState
from handoff.safeguards.access import safeguards_for

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
            posted(request),
            agencies=None if case.agency_id else possible_receivers(safeguards_for(actor), today=today),
            people=workers_of(case.agency_id, today=today),
            initial={"since": today},
        )
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, NEW, case)
    return _saved(
        request,
        form,
        NEW,
        case,
        lambda: write_basis(case=case, new=form.new_basis(), actor=actor, now=now),
    )


def _shown(request: EnrolledRequest, form: BasisForm | ExplainedForm, title: str, case: Case) -> HttpResponse:
    return shown(request, "cases/basis.html", form, title, case=case)


def _saved(
    request: EnrolledRequest,
    form: BasisForm | ExplainedForm,
    title: str,
    case: Case,
    save: Callable[[], object],
) -> HttpResponse:
    def write() -> str:
        save()
        return address("case", case.pk)

    answer = done(request, form, write, said="書きました。確かめて、有効にしてください。")
    if answer is None:
        with opened(actor_of(request), now=timezone.now()):
            return _shown(request, form, title, case)
    return answer


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
        form = ExplainedForm(posted(request), people=people, initial={"explained_on": today})
        if request.method == "GET" or not form.is_valid():
            return _shown(request, form, EXPLAINING, case)
    data = form.cleaned_data
    texts = {name: data.pop(name) for name in ("helper", "evidence")}
    return _saved(
        request,
        form,
        EXPLAINING,
        case,
        lambda: explain_basis(basis_id=basis, explained=data, texts=texts, actor=actor, now=now),
    )


@policy(open_to=SEEING_CASES)
@require_POST
def settle(request: EnrolledRequest, pk: UUID, basis: UUID, deed: str) -> HttpResponse:
    """Let a basis count."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: DEEDS[deed](basis_id=basis, actor=actor, now=now),
        address("case", pk),
        said=SAID[deed],
    )


@policy(open_to=SEEING_CASES)
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: EnrolledRequest, pk: UUID, basis: UUID) -> HttpResponse:
    """Say what closes to whom and ask why, then take a basis back: what rested on it is closed at once."""
    actor, now = actor_of(request), timezone.now()
    found, receivers, resting = basis_to_withdraw(basis_id=basis, actor=actor, now=now)
    form = WithdrawalForm(posted(request), kind=BasisKind(found.kind))

    def do() -> str:
        withdraw_basis(basis_id=basis, reason=form.cleaned_data["reason"], actor=actor, now=now)
        return address("case", pk)

    return answered(
        request, form, do, title=f"{found.get_kind_display()}を撤回しますか", reference=found.case.reference,
        button="撤回する（もどせません）", back=address("case", pk),
        note=f"{'、'.join(receivers)}に渡してよいという根拠です。新しい根拠は、いつでも書けます。",
        warning="押すと、すぐに閉じます" if resting else "いま、これで開いているものはありません",
        warned_of=resting,
        said="撤回を記録しました。これにもとづいて開いていたものは、閉じました。",
    )  # fmt: skip

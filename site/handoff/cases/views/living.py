"""A case while it goes on, and its end: what is known of it, who works on it, closing it."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, answered, posted
from handoff.cases.forms import IdentityForm, WordsForm, WorkersForm
from handoff.cases.queries import workers_of
from handoff.cases.rules import Act
from handoff.cases.services.cases import (
    case_to_change,
    close_case,
    correct_case,
    name_workers,
    read_identity,
    write_case,
)
from handoff.cases.services.reading import read_case, read_workers

CLOSING = "終えると、書きこみや新しい引継ぎはできません。残しておく期間が、今日から始まります。"


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a case besides who it is."""
    actor, now = actor_of(request), timezone.now()
    case = case_to_change(case_id=pk, act=Act.WRITE, actor=actor, now=now)
    known = {}
    if request.method == "GET":
        known = read_case(case_id=pk, actor=actor, now=now).texts | {"release_on": case.release_on}
    form = WordsForm(posted(request), initial=known)

    def do() -> str:
        days = {"release_on": form.cleaned_data["release_on"]}
        write_case(case=case, texts=form.texts, days=days, actor=actor, now=now)
        return address("case", pk)

    return answered(
        request, form, do, title="わかったことを書く", button="書く", back=address("case", pk),
        reference=case.reference,
    )  # fmt: skip


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Correct who it is, or the day of the document; what stands there is read, and that is written down."""
    actor, now = actor_of(request), timezone.now()
    case = case_to_change(case_id=pk, act=Act.CORRECT, actor=actor, now=now)
    known: dict[str, object] = {}
    if request.method == "GET":
        identity = read_identity(case_id=pk, actor=actor, now=now)
        known = {**identity, "origin_on": case.origin_on}
    form = IdentityForm(
        posted(request), initial=known, today=timezone.localdate(now), is_of_agency=case.agency_id is not None
    )

    def do() -> str:
        correct_case(
            case=case, identity=form.identity, origin_on=form.cleaned_data["origin_on"], actor=actor, now=now
        )
        return address("case", pk)

    return answered(
        request, form, do, title="名前や生年月日を直す", button="直す", back=address("case", pk),
        note="読んだことと、直したことを記録します。この方のほかのケースでも、同じように直ります。",
        said="直しました。", reference=case.reference,
    )  # fmt: skip


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def workers(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Let other people work on a case from today."""
    actor, now = actor_of(request), timezone.now()
    case, standing = read_workers(case_id=pk, actor=actor, now=now)
    people = workers_of(case.agency_id, today=timezone.localdate(now))
    initial = {each.place: each.person_id for each in standing}
    form = WorkersForm(posted(request), workers=people, initial=initial)

    def do() -> str:
        name_workers(case=case, named=form.named, actor=actor, now=now)
        return address("case", pk)

    return answered(
        request, form, do, title="担当をかえる", button="今日からこの2人にする", back=address("case", pk),
        said="担当をかえました。", reference=case.reference,
    )  # fmt: skip


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def close(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """End a case, after a page that says what that means."""
    actor, now = actor_of(request), timezone.now()
    case = case_to_change(case_id=pk, act=Act.CLOSE, actor=actor, now=now)
    form = forms.Form(posted(request))

    def do() -> str:
        close_case(case=case, actor=actor, now=now)
        return address("case", pk)

    return answered(
        request, form, do, title="ケースを終える", button="終える（もどせません）", back=address("case", pk),
        said="ケースを終えました。", note=CLOSING, reference=case.reference,
    )  # fmt: skip

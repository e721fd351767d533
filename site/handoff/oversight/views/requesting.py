"""What people ask for of what is held about them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.exceptions import Refused
from handoff.oversight.access import OVERSEEING
from handoff.oversight.enums import Answer, RequestKind, ToldWay
from handoff.oversight.forms import NO_SUCH_CASE, AnswerForm, MaskForm, RequestForm, ToldForm
from handoff.oversight.paper import package_pdf
from handoff.oversight.services.requesting import (
    answer_request,
    approve_package,
    enter_request,
    mask_package,
    print_package,
    read_request,
    read_requests,
    tell_receiver,
)
from handoff.views import UNPROCESSABLE


@policy(open_to=OVERSEEING)
@never_cache
@require_GET
def requests(request: EnrolledRequest) -> HttpResponse:
    """Show what people asked for, what waits first."""
    actor = actor_of(request)
    context = {
        "page_title": "本人からの求め",
        "found": read_requests(actor=actor, now=timezone.now()),
        "may_enter": PrivateRole.PRIVACY_OFFICER in actor.centre_roles,
    }
    return render(request, "oversight/requests.html", context)


@policy(open_to={PrivateRole.PRIVACY_OFFICER})
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest) -> HttpResponse:
    """Enter what somebody asked for."""
    form = RequestForm(request.POST or None, initial={"asked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"kind": RequestKind(form.cleaned_data["kind"])}
        try:
            new = enter_request(**data, actor=actor_of(request), now=timezone.now())
        except Http404:
            form.add_error("reference", NO_SUCH_CASE)
        else:
            messages.success(request, f"書きました。番号は {new.reference} です。")
            return redirect("handoff:person_request", pk=new.pk)
    context = {"page_title": "本人からの求めを書く", "form": form, "has_errors": bool(form.errors)}
    return render(
        request, "oversight/new_request.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@policy(open_to=OVERSEEING)
@never_cache
@require_GET
def detail(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a request, what would be handed out, and what is still to be done."""
    return _shown(request, pk, {})


def _shown(request: EnrolledRequest, pk: UUID, forms: dict[str, object]) -> HttpResponse:
    actor = actor_of(request)
    again = "again" in request.GET or "mask" in forms
    read = read_request(request_id=pk, actor=actor, now=timezone.now(), is_masked_again=again)
    found = read.request
    context = {
        "page_title": found.reference,
        "read": read,
        "mask": MaskForm(),
        "answer": AnswerForm(),
        "told": ToldForm(agencies=read.untold),
        "is_disclosure": found.kind == RequestKind.DISCLOSURE,
        "may_approve": not read.is_open
        and found.package is not None
        and found.approved_at is None
        and found.masked_by_id != request.user.pk,
        "has_errors": bool(forms),
    }
    return render(request, "oversight/request.html", context | forms, status=UNPROCESSABLE if forms else 200)


@policy(open_to=OVERSEEING)
@never_cache
@require_POST
def mask(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Mask what concerns others and freeze what will be handed out."""
    form = MaskForm(request.POST)
    if form.is_valid():
        whole = {int(each) for each in request.POST.getlist("whole") if each.isdecimal()}
        try:
            done = mask_package(
                request_id=pk,
                seen=request.POST.get("seen", ""),
                words=form.words_list(),
                whole=whole,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{done.masked_places}か所を隠しました。別の人が、読んで承認します。")
            return redirect("handoff:person_request", pk=pk)
    return _shown(request, pk, {"mask": form})


@policy(open_to=OVERSEEING)
@require_POST
def approve(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Approve what will be handed out."""
    try:
        seen = request.POST.get("seen", "")
        approve_package(request_id=pk, seen=seen, actor=actor_of(request), now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "承認しました。印刷して渡せます。")
    return redirect("handoff:person_request", pk=pk)


@policy(open_to=OVERSEEING)
@never_cache
@require_POST
def paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with what is handed out, as A4; each time is written down."""
    now = timezone.now()
    try:
        found, lines = print_package(request_id=pk, actor=actor_of(request), now=now)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("handoff:person_request", pk=pk)
    content = package_pdf(found, lines, printed_on=timezone.localdate(now))
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@policy(open_to=OVERSEEING)
@never_cache
@require_POST
def answer(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down what was answered."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            answer_request(
                request_id=pk,
                answer=Answer(data["answer"]),
                because=data["because"],
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "答えを書きました。")
            return redirect("handoff:person_request", pk=pk)
    return _shown(request, pk, {"answer": form})


@policy(open_to=OVERSEEING)
@never_cache
@require_POST
def tell(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that a receiver was told."""
    actor, now = actor_of(request), timezone.now()
    form = ToldForm(request.POST, agencies=read_request(request_id=pk, actor=actor, now=now).untold)
    if form.is_valid():
        try:
            tell_receiver(
                request_id=pk,
                agency_id=form.cleaned_data["agency"].pk,
                told_on=form.cleaned_data["told_on"],
                way=ToldWay(form.cleaned_data["way"]),
                actor=actor,
                now=now,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "知らせたと記録しました。")
            return redirect("handoff:person_request", pk=pk)
    return _shown(request, pk, {"told": form})

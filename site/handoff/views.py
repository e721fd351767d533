from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.paper import invitation_pdf
from foundation.japanese.dates import fiscal_year

from . import queries, rules, services
from .access import EnrolledRequest, enrolments_for, policy
from .enums import ENROLLING_ROLES, EVERYBODY_ENROLLED
from .forms import EnrolmentForm

UNPROCESSABLE = 422


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def rooms(request: EnrolledRequest) -> HttpResponse:
    """Lead to what is looked at now and then."""
    return render(request, "handoff/rooms.html", {"page_title": "そのほかの部屋"})


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_GET
def enrolment_list(request: EnrolledRequest) -> HttpResponse:
    """Show everybody who may come in, and who is to be approved."""
    groups = queries.enrolments_by_state(enrolments_for(request), today=timezone.localdate())
    return render(request, "handoff/enrolment_list.html", {"groups": groups, "page_title": "登録した人"})


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def propose_enrolment(request: EnrolledRequest) -> HttpResponse:
    """Propose somebody; another person approves."""
    today = timezone.localdate()
    initial = {"valid_from": today, "valid_until": date(fiscal_year(today) + 1, 3, 31)}
    form = EnrolmentForm(
        request.POST or None,
        initial=initial,
        people=queries.people_enrolled(enrolments_for(request)),
        agencies=queries.other_agencies(today=today),
    )
    if request.method == "POST" and form.is_valid():
        try:
            proposed = services.invite_for_enrolment(
                actor=request.user, now=timezone.now(), **form.enrolment()
            )
        except services.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "承認を待っています。承認できる人に、メールで知らせました。")
            return redirect("handoff:enrolment", pk=proposed.pk)
    context = {"form": form, "page_title": "人を招待する", "has_errors": bool(form.errors)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "handoff/propose_enrolment.html", context, status=status)


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_GET
def enrolment(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Show one enrolment and what may be done with it, by whom."""
    found = get_object_or_404(enrolments_for(request), pk=pk)
    actor, today = request.user, timezone.localdate()
    has_account = services.account_of(found.person) is not None
    context = {
        "enrolment": found,
        "state": found.state(today=today),
        "approving": rules.may_approve(
            found.facts, actor_id=actor.pk, actor_person_id=actor.person_id, today=today
        ),
        "inviting": rules.may_invite_again(found.facts, has_account=has_account, today=today),
        "printing": rules.may_print_invitation(
            found.facts,
            has_account=has_account,
            has_address=bool(found.person.contact_email),
            actor_id=actor.pk,
            today=today,
        ),
        "ending": rules.may_end(found.facts, actor_person_id=actor.person_id),
        "has_account": has_account,
        "approvers": queries.possible_approvers(found, today=today),
        "page_title": found.person.name,
    }
    return render(request, "handoff/enrolment.html", context)


@policy(open_to=ENROLLING_ROLES)
@require_POST
def approve_enrolment(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Approve what another proposed."""
    found = get_object_or_404(enrolments_for(request), pk=pk)
    has_account = services.account_of(found.person) is not None
    try:
        services.approve_enrolment(enrolment=found, actor=request.user, now=timezone.now())
    except services.NotAllowed as error:
        messages.error(request, str(error))
    else:
        address = found.person.contact_email
        told = f"{address} に、招待を送りました。" if address and not has_account else ""
        messages.success(request, f"承認しました。{told}")
    return redirect("handoff:enrolment", pk=pk)


@policy(open_to=ENROLLING_ROLES)
@require_POST
def mail_invitation(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    found = get_object_or_404(enrolments_for(request), pk=pk)
    try:
        services.invite_again_by_mail(enrolment=found, actor=request.user, now=timezone.now())
    except services.NotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "招待のメールを送りました。前の招待は使えなくなりました。")
    return redirect("handoff:enrolment", pk=pk)


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_POST
def print_invitation(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Answer with the invitation on paper; its code is shown nowhere else."""
    found = get_object_or_404(enrolments_for(request), pk=pk)
    try:
        invitation, code = services.invite_again_on_paper(
            enrolment=found, actor=request.user, now=timezone.now()
        )
    except services.NotAllowed as error:
        messages.error(request, str(error))
        return redirect("handoff:enrolment", pk=pk)
    headers = {"Content-Disposition": 'attachment; filename="invitation.pdf"'}
    return HttpResponse(invitation_pdf(invitation, code), content_type="application/pdf", headers=headers)


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def end_enrolment(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Ask once, then end an enrolment at once."""
    found = get_object_or_404(enrolments_for(request), pk=pk)
    if request.method == "GET":
        context = {"enrolment": found, "page_title": "登録をとりやめる"}
        return render(request, "handoff/end_enrolment.html", context)
    try:
        services.end_enrolment(enrolment=found, actor=request.user, now=timezone.now())
    except services.NotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{found.person.name}さんの登録をとりやめました。")
    return redirect("handoff:enrolment_list")

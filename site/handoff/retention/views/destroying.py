"""One destruction: to confirm it, to take it back, its certificate, and what partners told."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy, roles_of
from handoff.actors import KEEPING
from handoff.answers import address, done, paper, password_asked, posted, pressed, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.retention.access import READING, SECONDING, is_of_side, keeps_records
from handoff.retention.forms import ReplyForm
from handoff.retention.paper import certificate_pdf, goes_words, how_words, letters_pdf
from handoff.retention.services.destroying import confirm as confirm_destruction
from handoff.retention.services.destroying import withdraw_proposal
from handoff.retention.services.reading import DestructionRead, read_certificate, read_destruction
from handoff.retention.services.replies import partners_to_ask, record_reply

GONE = "消去しました。証明書を印刷できます。"
STORE_AWAY = "2人の確認は、記録しました。鍵のしまい場所が動きしだい、消去します。"


@policy(open_to=READING)
@never_cache
@require_GET
def destruction(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what was proposed, or the certificate of what is gone and what partners told of it."""
    read = read_destruction(destruction_id=pk, actor=actor_of(request), now=timezone.now())
    form = ReplyForm(agencies=read.unanswered)
    return _shown(request, read, form)


def _shown(request: EnrolledRequest, read: DestructionRead, form: ReplyForm) -> HttpResponse:
    return shown(
        request,
        "retention/destruction.html",
        form,
        read.destruction.reference,
        read=read,
        how=how_words(read.destruction),
        may_decide=keeps_records(actor_of(request)) and read.destruction.agency_id is None,
    )


@policy(open_to=SECONDING)
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Ask for the password, say what cannot be undone, then destroy."""
    actor, now = actor_of(request), timezone.now()
    read = read_destruction(destruction_id=pk, actor=actor, now=now)
    if read.confirming is None:
        messages.error(request, "もう、提案ではありません。")
        return redirect("handoff:destruction", pk=pk)
    form = forms.Form(posted(request))
    if asked := password_asked(request, form, is_fresh=actor.is_fresh):
        return asked

    def write() -> str:
        gone = confirm_destruction(destruction_id=pk, actor=actor_of(request), now=now)
        messages.success(request, GONE if gone.destroyed_at else STORE_AWAY)
        return address("destruction", pk)

    answer = done(request, form, write, said="")
    return answer or shown(
        request,
        "retention/confirm.html",
        form,
        "確かめて、消去する",
        read=read,
        how=how_words(read.destruction),
        goes=goes_words(read.destruction),
        refused=read.confirming.reason,
    )


@policy(open_to=SECONDING)
@require_POST
def withdraw(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: withdraw_proposal(destruction_id=pk, actor=actor, now=now),
        address("destruction", pk),
        said="提案を取りやめました。何も消えていません。",
    )


@policy(open_to=KEEPING)
@never_cache
@require_POST
def reply(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that a partner holds nothing more."""
    actor, now = actor_of(request), timezone.now()
    read = read_destruction(destruction_id=pk, actor=actor, now=now)
    form = ReplyForm(request.POST, agencies=read.unanswered)

    def write() -> str:
        told_on, way = form.cleaned_data["told_on"], form.cleaned_data["way"]
        agency_id = form.agency_id()
        record_reply(destruction_id=pk, agency_id=agency_id, told_on=told_on, way=way, actor=actor, now=now)
        return address("destruction", pk)

    return done(request, form, write, said="相手の確認を書きました。") or _shown(request, read, form)


@policy(open_to=READING)
@never_cache
@require_GET
def certificate_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the certificate as A4."""
    now = timezone.now()
    found = read_destruction(destruction_id=pk, actor=actor_of(request), now=now).destruction
    if found.destroyed_at is None:
        messages.error(request, "まだ、消去していません。")
        return redirect("handoff:destruction", pk=pk)
    content = certificate_pdf(found, printed_on=timezone.localdate(now))
    return paper(content, name=found.reference, is_kept=True)


@policy(open_to=KEEPING)
@never_cache
@require_GET
def letters(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the letters that ask partners to confirm."""
    now = timezone.now()
    found, partners = partners_to_ask(destruction_id=pk, actor=actor_of(request), now=now)
    content = letters_pdf(found, partners, printed_on=timezone.localdate(now))
    return paper(content, name=f"{found.reference}-letters", is_kept=True)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def destroyed(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer for a case or a hand-off that is gone: what was destroyed when, to both its sides."""
    actor = actor_of(request)
    found = read_certificate(record_id=pk, actor=actor, now=timezone.now())
    context = {
        "page_title": found.record_reference,
        "destruction": found,
        "how": how_words(found),
        "is_of_its_side": is_of_side(actor, found.agency_id),
        "may_read_all": is_of_side(actor, found.agency_id) and bool(roles_of(request) & READING),
    }
    return render(request, "retention/destroyed.html", context)

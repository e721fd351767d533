"""Documents on the screen: the shelf of a case and of a hand-off, pages, copies, showing and removing."""

from base64 import b64encode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import SEEING_CASES, WRITING
from handoff.answers import address, done, posted, shown
from handoff.disclosure.enums import Part
from handoff.documents.enums import Copy
from handoff.documents.forms import AddForm, LimitForm, RemoveForm, ShareForm
from handoff.documents.models import Document
from handoff.documents.services.filing import add_document, remove_document
from handoff.documents.services.reading import (
    PAGES_SHOWN,
    Shelf,
    read_document_to_change,
    read_pages,
    read_shelf_of_case,
    read_shelf_of_handoff,
)
from handoff.documents.services.sharing import change_limit, share_document, withhold_document
from handoff.documents.services.taking import NoCopyLeft, take_copy
from handoff.enums import EVERYBODY_ENROLLED

HOW_TO_CHANGE = (
    "回数を減らす、日を早めることは、いつでも、すぐにできます。回数を増やす、日をのばすことは、"
    "送ったあとは、置いた人とは別の責任者だけができます。下書きなら、もう一度承認を受けます。"
)
# Opened by itself a file may do nothing at all, whatever a browser takes it for.
SHUT_IN = "sandbox; default-src 'none'"


@policy(open_to=SEEING_CASES)
@never_cache
@require_http_methods(["GET", "POST"])
def of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what lies with a case, and put one more down."""
    shelf = read_shelf_of_case(case_id=pk, actor=actor_of(request), now=timezone.now())
    return _shelf(request, shelf, back=address("case", pk))


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what lies with a hand-off; its own side puts one more down."""
    shelf = read_shelf_of_handoff(handoff_id=pk, actor=actor_of(request), now=timezone.now())
    return _shelf(request, shelf, back=address("detail", pk))


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def document(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show some pages, each with the mark of whoever reads them; which is written down."""
    wanted = request.GET.get("page", "1")
    if not wanted.isdecimal():
        raise Http404
    read = read_pages(document_id=pk, first=int(wanted), actor=actor_of(request), now=timezone.now())
    pictures = [
        (number, f"data:image/jpeg;base64,{b64encode(each).decode()}")
        for number, each in enumerate(read.pictures, start=read.first)
    ]
    context = {
        "page_title": read.document.get_kind_display(),
        "read": read,
        "pictures": pictures,
        "before": max(1, read.first - PAGES_SHOWN) if read.first > 1 else None,
        "after": read.first + PAGES_SHOWN if read.first + PAGES_SHOWN <= read.pages else None,
    }
    return render(request, "documents/document.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_POST
def copy(request: EnrolledRequest, pk: UUID, copy: str) -> HttpResponse:
    """Give out a copy to print or to keep, which is written down; or say why there is none."""
    try:
        taken = take_copy(document_id=pk, copy=Copy(copy), actor=actor_of(request), now=timezone.now())
    except NoCopyLeft as error:
        messages.error(request, str(error))
        return redirect("handoff:document", pk)
    answer = HttpResponse(taken.content, content_type=taken.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer["Content-Security-Policy"] = SHUT_IN
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def share(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a document to the receiver of its hand-off, as one of the parts, and choose how far."""
    actor, now = actor_of(request), timezone.now()
    found = read_document_to_change(document_id=pk, actor=actor, now=now)
    if found.handoff is None:
        raise Http404
    parts = [Part(each) for each in found.handoff.packed]
    form = ShareForm(posted(request), parts=parts, today=timezone.localdate(now))

    def write() -> str:
        part = Part(form.cleaned_data["part"])
        share_document(document_id=pk, part=part, limit=form.limit, actor=actor, now=now)
        return _home(found)

    answer = done(request, form, write, said="相手に見せると決めました。")
    return answer or _form(request, found, form, "相手に見せる", button="見せると決める")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def limit(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a document less far or farther."""
    actor, now = actor_of(request), timezone.now()
    found = read_document_to_change(document_id=pk, actor=actor, now=now)
    if not found.is_shared:
        raise Http404
    chosen = {"copies": found.most_copies, "until": found.readable_until}
    form = LimitForm(posted(request), initial=chosen, today=timezone.localdate(now))

    def write() -> str:
        change_limit(document_id=pk, limit=form.limit, actor=actor, now=now)
        return _home(found)

    answer = done(request, form, write, said="どこまで見せるかを、変えました。")
    return answer or _form(
        request, found, form, "どこまで見せるか", button="この通りに変える", note=HOW_TO_CHANGE
    )


@policy(open_to=WRITING)
@never_cache
@require_POST
def withhold(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a document to the receiver no longer."""
    actor, now = actor_of(request), timezone.now()
    found = read_document_to_change(document_id=pk, actor=actor, now=now)
    withhold_document(document_id=pk, actor=actor, now=now)
    messages.success(request, "相手に見せるのを、やめました。")
    return redirect(_home(found))


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Remove a file for good."""
    actor, now = actor_of(request), timezone.now()
    found = read_document_to_change(document_id=pk, actor=actor, now=now)
    form = RemoveForm(posted(request))

    def write() -> str:
        remove_document(document_id=pk, reason=form.cleaned_data["reason"], actor=actor, now=now)
        return _home(found)

    answer = done(request, form, write, said="取り除きました。")
    return answer or _form(request, found, form, "書類を取り除く", button="取り除く（もどせません）")


def _shelf(request: EnrolledRequest, shelf: Shelf, *, back: str) -> HttpResponse:
    actor, now, handoff = actor_of(request), timezone.now(), shelf.handoff
    form = AddForm(
        posted(request),
        request.FILES or None,
        parts=[Part(each) for each in handoff.packed] if handoff and shelf.may_choose_part else [],
        receiver=str(handoff.performer or "センター") if handoff else "",
        today=timezone.localdate(now),
    )
    if request.method == "POST" and not shelf.may_write:
        raise Http404

    def write() -> str:
        new = form.new_document(handoff.pk if handoff else None)
        add_document(case_id=shelf.case_id, new=new, actor=actor, now=now)
        return request.path

    answer = done(request, form, write, said="書類を置きました。", field="file")
    return answer or shown(request, "documents/shelf.html", form, "書類", shelf=shelf, back=back)


def _form(
    request: EnrolledRequest, found: Document, form: forms.Form, title: str, **words: str
) -> HttpResponse:
    return shown(request, "documents/form.html", form, title, document=found, back=_home(found), **words)


def _home(found: Document) -> str:
    """Return where a document is listed."""
    if found.handoff_id is not None:
        return address("documents", found.handoff_id)
    return address("case_documents", found.case_id)

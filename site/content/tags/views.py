"""Public lists of what bears a tag, and the desk where two tags become one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content import desk
from content.services import RecordIsGone

from .forms import MergeForm
from .queries import pages_touched, pages_with, tag_named, used_tags
from .services import merge_tags

merging = desk.Door(["staff", "manager"])
PAGES_A_PAGE = 20


@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """Show every tag that leads somewhere."""
    context = {
        "page_title": "タグの一覧",
        "page_description": "お知らせや資料を、テーマごとにまとめて読めます。",
        "breadcrumb_items": [("ホーム", "/"), ("タグの一覧", "")],
        "tags": used_tags(),
    }
    return render(request, "tags/tag_list.html", context)


@require_safe
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what bears a tag; the address of a merged tag leads to the one that is left."""
    tag = tag_named(slug)
    if tag is None:
        raise Http404
    if tag.slug != slug:
        return redirect("tags:tag", tag.slug, permanent=True)
    title = f"「{tag.name}」のページ"
    context = {
        "page_title": title,
        "breadcrumb_items": [("ホーム", "/"), ("タグの一覧", reverse("tags:list")), (title, "")],
        "title": title,
        "page_obj": Paginator(pages_with(tag), PAGES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "tags/tag.html", context)


@merging.form_page
def merge(request: HttpRequest) -> HttpResponse:
    """Let staff make one tag of two: first they see what it touches, then they say so."""
    form = MergeForm(request.POST or None)
    trail = [("タグ", reverse("tag_records:index"))]
    if request.method != "POST" or not form.is_valid():
        status = desk.UNPROCESSABLE if form.errors else 200
        return desk.show(request, "tags/merge.html", "タグを統合する", trail=trail, status=status, form=form)
    kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
    if "sure" not in request.POST:
        pages = pages_touched(merged)
        context = {"kept": kept, "merged": merged, "pages": pages}
        return desk.show(request, "tags/merge_sure.html", "タグを統合する", trail=trail, **context)
    try:
        merge_tags(kept=kept, merged=merged, actor=desk.actor(request), now=timezone.now())
    except RecordIsGone as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, f"「{merged}」を「{kept}」に統合しました。")
    return redirect("tag_records:index")

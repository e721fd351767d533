from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.models import Page

from . import views
from .models import EasyEdition


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("easy/check/", views.check, name="easy_check")]


@hooks.register("before_bulk_action")
def refuse_to_publish_hard_pages(
    request: HttpRequest, action_type: str, pages: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Hold the form's promise where several pages are published at once, too."""
    if request.method != "POST" or action_type != "publish" or action.model is not Page:
        return None
    below = pages if request.POST.get("include_descendants") else []
    every = [*pages, *(each for page in below for each in page.get_descendants().not_live())]
    drafts = [page.get_latest_revision_as_object() for page in every]
    easy = [draft for draft in drafts if isinstance(draft, EasyEdition)]
    hard = [draft.title for draft in easy if any(finding.is_error for finding in draft.found())]
    if not hard:
        return None
    titles = "".join(f"「{title}」" for title in hard)
    messages.error(request, f"{titles}は、まだ公開できません。編集の画面を開いて、直すところを見てください。")
    return redirect(action.next_url)

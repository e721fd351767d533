"""What holds the form's promise where several pages are published at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from .models import EasyEdition


def refuse_to_publish_hard_pages(
    request: HttpRequest, action_type: str, pages: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Lead back to the list, with the titles of the pages that are too hard to read; else let it go on."""
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

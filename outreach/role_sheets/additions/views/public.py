"""Additions for everybody: the list, its paper and table, and the checker, which keeps nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from content.desk import FORM_METHODS, UNPROCESSABLE
from events.views.public import kept_on_its_way
from foundation.exports.delimited import write_csv
from foundation.public_papers import kept_paper
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from outreach.role_sheets.additions.checking import answers
from outreach.role_sheets.additions.enums import AreaClass
from outreach.role_sheets.additions.forms import CheckForm
from outreach.role_sheets.additions.papers import sheet_pdf
from outreach.role_sheets.additions.queries import by_service, together
from outreach.role_sheets.additions.tables import addition_table

TITLE, CHECK = "報酬の加算", "いつまで算定できるかを確かめる"
ABOVE = [("ホーム", "/"), ("ガイド", "/guides/")]


@require_safe
def additions(request: HttpRequest) -> HttpResponse:
    """List the additions by service; what counts today is marked."""
    today = timezone.localdate()
    context = {
        "page_title": TITLE,
        "page_description": "罪に問われた障害のある方を受け入れたときの、報酬の加算です。",
        "breadcrumb_items": [*ABOVE, (TITLE, "")],
        "shelves": together(by_service(today)),
        "today": today,
    }
    return render(request, "reward_additions/additions.html", context)


@require_safe
def sheet(_: HttpRequest) -> HttpResponse:
    """Return what counts today on A4."""
    now = timezone.now()
    pdf = kept_paper(f"reward_additions.{timezone.localdate(now)}", lambda: sheet_pdf(now=now))
    return _file(pdf, name="reward-additions.pdf", content_type="application/pdf", inline=True)


@require_safe
def table(_: HttpRequest) -> HttpResponse:
    """Return all values as CSV."""
    today = timezone.localdate()
    content = write_csv(addition_table(by_service(today), today), encoding="utf-8-sig").content
    return _file(content, name="reward-additions.csv", content_type="text/csv; charset=utf-8")


def _file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=not inline, filename=name) or ""
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return kept_on_its_way(HttpResponse(content, content_type=content_type, headers=headers))


@keeps_what_is_typed
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def check(request: HttpRequest) -> HttpResponse:
    """Take dates and say what they mean for each addition; they enter no address, no session and no table."""
    today = timezone.localdate()
    form = CheckForm(request.POST or None, today=today)
    if only_redraws(request) and not ("result" in request.POST and form.is_valid()):
        return _page(request, form.unjudged())
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    asked = form.cleaned_data
    found = {
        "asked": asked,
        "case_words": _words(form),
        "answers": answers(form.case, area=asked["area"], times=asked["times"], today=today),
        "area": AreaClass(asked["area"]).label if asked["area"] else "",
    }
    return _page(request, form, found=found)


def _words(form: CheckForm) -> list[tuple[str, str]]:
    """Return the chosen words as they stand on the result."""
    return [
        (str(form[name].label), str(dict(form.fields[name].choices)[form.cleaned_data[name]]))  # type: ignore[attr-defined]  # -- a ChoiceField
        for name in ("service", "release", "route")
    ]


def _page(
    request: HttpRequest, form: CheckForm, *, found: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": CHECK,
        "page_description": "二つの日にちから、加算をいつまで算定できるかを確かめます。何も保存しません。",
        "breadcrumb_items": [*ABOVE, (TITLE, reverse("additions:list")), (CHECK, "")],
        "has_errors": status == UNPROCESSABLE,
        "form": form,
        "typed_form": TYPED_FORM,
        "today": timezone.localdate(),
    }
    return render(request, "reward_additions/check.html", context | (found or {}), status=status)

"""The staff's start page: what waits today, what is made often, this week, this fiscal year."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from accounts.access import Visitor, has_role
from accounts.enums import PublicRole
from content.publication.models import PublicationRequest
from content.publication.queries import requests_waiting
from content.queries import overdue_pages
from content.start_page import Row, Shortcut, Todo, start_page
from foundation.centre.queries import current_centre
from foundation.japanese.dates import short_date
from foundation.reviews import Due, everything_due

from .models import NewsIndexPage

PAGES_SHOWN = 5
# Pages and figures have rows of their own on the start page; by the names of their review sources.
WITH_OWN_ROWS = frozenset({"portal", "facts"})
# The same by the words of the list, and its word for what the start page counts in one row.
KINDS_WITH_OWN_ROWS = frozenset({"ページ", "数字"})
WITHOUT_OWN_ROWS = "ページと数字のほか"
REQUESTS_SHOWN = 5
WRITERS = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})


class StartPanel(Component):
    """Everything that the apps have for this member of staff."""

    name = "start"
    template_name = "portal/admin/start_panel.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the rows, today's date, and whose desk it is."""
        assert parent_context is not None
        request = parent_context["request"]
        return {
            "start": start_page(request),
            "today": timezone.localdate(),
            "centre": current_centre(),
            "user": request.user,
        }


def pages_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return the portal's own rows for the start page: pages to check, pages to publish, news to write."""
    if not has_role(request.user, WRITERS):
        return []
    today = timezone.localdate()
    rows = [*overdue_rows(today), *rows_to_review(request.user, today)]
    if has_role(request.user, {PublicRole.MANAGER}):
        rows += requests_to_publish()
    index = NewsIndexPage.objects.first()
    if index is not None:
        address = reverse("wagtailadmin_pages:add", args=("portal", "newspage", index.pk))
        rows.append(Shortcut("お知らせ", address, "megaphone", "案内・報告・制度・お休み"))
    return rows


def overdue_rows(today: date) -> list[Row]:
    """Return one row for each overdue page, and one for all pages that never say when they are due."""
    overdue = overdue_pages(today)
    undated = [page for page in overdue if page.review_due_on is None]
    rows: list[Row] = [
        Todo(
            1,
            f"「{page.title}」の内容を確かめる",
            edit_address(page),
            f"{short_date(page.review_due_on)}に確かめる予定でした（担当：{page.responsible}）",
            is_late=True,
        )
        for page in overdue
        if page.review_due_on
    ]
    if undated:
        named = "".join(f"「{page.title}」" for page in undated[:PAGES_SHOWN])
        more = "ほか" if len(undated) > PAGES_SHOWN else ""
        address = f"{reverse('portal_pages_to_check')}?{urlencode({'kind': 'ページ'})}"
        rows.append(Todo(len(undated), "次に確かめる日を決める", address, named + more))
    return rows


def due_for(visitor: Visitor, today: date, *, without: Collection[str] = ()) -> list[Due]:
    """Return all that is due today and that this visitor, who writes, may know of."""
    due = everything_due(today, without=without)
    return [row for row in due if not row.readers or has_role(visitor, row.readers)]


def rows_to_review(visitor: Visitor, today: date) -> list[Row]:
    """Return one row for the sheets, guides and forms that this visitor should have checked again."""
    due = due_for(visitor, today, without=WITH_OWN_ROWS)
    named = "".join(f"「{each.title}」" for each in due[:PAGES_SHOWN])
    more = "ほか" if len(due) > PAGES_SHOWN else ""
    address = f"{reverse('portal_pages_to_check')}?{urlencode({'kind': WITHOUT_OWN_ROWS})}"
    return [Todo(len(due), "内容を確かめる", address, named + more, is_late=True)]


def requests_to_publish() -> list[Row]:
    """Return a row for each of the longest waiting requests to publish, and one for all the others."""
    waiting = requests_waiting()
    first = list(waiting[: REQUESTS_SHOWN + PAGES_SHOWN])
    rows: list[Row] = [page_to_publish(asked) for asked in first[:REQUESTS_SHOWN]]
    named = first[REQUESTS_SHOWN:]
    if named:
        left = waiting.count() - REQUESTS_SHOWN
        titles = "".join(f"「{asked.page.get_admin_display_title()}」" for asked in named)
        more = "ほか" if left > len(named) else ""
        address = edit_address(named[0].page)
        rows.append(Todo(left, "ほかのページを読んで公開する", address, titles + more))
    return rows


def page_to_publish(asked: PublicationRequest) -> Todo:
    """Return the row of one page that somebody wants to see published: they asked, and for nothing else."""
    note = (
        f"{asked.asked_by.get_full_name()}さんから、{short_date(timezone.localdate(asked.asked_at))}のお願い"
    )
    return Todo(
        1, f"「{asked.page.get_admin_display_title()}」を読んで公開する", edit_address(asked.page), note
    )


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])

"""Makes the pages that a new site begins with, from `first_pages`; what is there already is not touched."""

from datetime import datetime
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from content.duties.first_duties import load_first_duties_in_transaction
from content.duties.models import Duty
from content.facts.first_facts import load_first_facts_in_transaction
from content.models import BasePage
from content.terms.first_terms import load_first_terms_in_transaction
from outreach.role_sheets.additions.first_additions import load_first_additions_in_transaction
from outreach.role_sheets.guides.first_guides import load_first_guides_in_transaction

from . import first_pages
from . import models as page_types
from .easy_making import make_easy_pages
from .models import DutyIndexPage, DutyPage, HomePage, NewsIndexPage
from .page_making import RESPONSIBLE, add_page, blocks_of


def make_first_site(*, publish: bool, now: datetime) -> HomePage:
    """Return the home page with every first page below it; without `publish` all but the home are drafts."""
    load_first_duties_in_transaction(now=now)
    load_first_facts_in_transaction(now=now)
    load_first_terms_in_transaction(now=now)
    load_first_guides_in_transaction(publish=publish, now=now)
    load_first_additions_in_transaction(now=now)
    home = HomePage.objects.first() or _make_home()
    if not NewsIndexPage.objects.exists():
        home.add_child(instance=_news_index()).save_revision().publish()
    for first in first_pages.DRAFTS:
        _make_page(home, first, publish=publish)
    make_easy_pages(home, publish=publish)
    for index in DutyIndexPage.objects.all():
        _make_duty_pages(index, publish=publish)
    return home


def _make_home() -> HomePage:
    """Return a new home page; Wagtail's own welcome page makes room for it."""
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home").first()
    if welcome:
        welcome.delete()
        root = Page.get_first_root_node()
    home = HomePage(**first_pages.HOME)
    home.lanes = blocks_of(HomePage, "lanes", [("lane", _lane(*lane)) for lane in first_pages.LANES])
    steps: list[first_pages.Block] = [
        ("step", {"name": name, "what": what}) for name, what in first_pages.FLOW
    ]
    home.flow = blocks_of(HomePage, "flow", steps)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _lane(kind: str, title: str, say: str, links: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "say": say,
        "links": [{"text": word, "address": url} for word, url in links],
    }


def _news_index() -> NewsIndexPage:
    return NewsIndexPage(
        title=first_pages.NEWS_TITLE,
        slug="news",
        summary=first_pages.NEWS_SUMMARY,
        responsible=RESPONSIBLE,
    )


def _make_page(parent: Page, first: first_pages.FirstPage, *, publish: bool) -> None:
    """Add one page and those below it, published or as drafts."""
    page = parent.get_children().filter(slug=first.slug).first()
    if page is None:
        page = add_page(_new_page(first), below=parent, publish=publish)
    for child in first.children:
        _make_page(page, child, publish=publish)


def _new_page(first: first_pages.FirstPage) -> BasePage:
    page_type = getattr(page_types, first.model)
    fields = dict(first.fields) | ({"body": first.body} if first.body else {})
    made: BasePage = page_type(
        title=first.title,
        slug=first.slug,
        summary=first.summary,
        responsible=RESPONSIBLE,
        show_in_menus=first.in_menus,
        **{name: _value(page_type, name, value) for name, value in fields.items()},
    )
    return made


def _make_duty_pages(index: DutyIndexPage, *, publish: bool) -> None:
    for duty in Duty.objects.filter(page=None):
        page = DutyPage(
            title=duty.plain_name, slug=duty.code, summary=duty.summary, responsible=RESPONSIBLE, duty=duty
        )
        add_page(page, below=index, publish=publish)


def _value(page_type: type[models.Model], name: str, value: Any) -> Any:
    field = page_type._meta.get_field(name)
    return blocks_of(page_type, name, value) if isinstance(field, StreamField) else value

"""Pages and things to be found, for the tests of the search."""

import pytest
from wagtail.models import Page

from content.search import search
from content.search.documents import SearchDocument
from foundation.registry import Registry, search_sources
from portal.models import HomePage, StandardPage


@pytest.fixture
def home(db):
    root = Page.get_first_root_node()
    root.get_children().delete()
    fields = {"headline": "h", "who": "w", "call": "c", "flow_title": "f", "responsible": "係"}
    return Page.get_first_root_node().add_child(instance=HomePage(title="ホーム", slug="home", **fields))


@pytest.fixture
def add_page(home):
    def add(title, *, text="", below=None, body=(), **fields):
        body = [*([("text", f"<p>{text}</p>")] if text else []), *body]
        page = StandardPage(title=title, body=body, responsible="係", **fields)
        return (below or home).add_child(instance=page)

    return add


@pytest.fixture
def source(db, monkeypatch):
    """A source of another app: the documents in this list, and no other source."""
    documents = []

    def some(keys=None):
        return [each for each in documents if keys is None or each.key in keys]

    sources = Registry()
    sources.register("things", some)
    monkeypatch.setattr(search_sources, "_sources", sources._sources)
    return documents


def found(query):
    return [hit.title for group in search(query).groups for hit in group.hits]


def thing(key, title="もの", **fields):
    return SearchDocument(key=key, kind="もの", title=title, url=f"/things/{key}/", **fields)

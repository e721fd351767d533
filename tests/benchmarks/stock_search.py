"""Stock Wagtail search over agencies, to stand beside ours in the same run: as it comes, nothing tuned."""

from modelsearch.abstract_models import TextIDGenericRelation
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from directory.models import Agency


class StockAgency(index.Indexed, Agency):
    """An agency as Wagtail would index it; `text` is all that our own index knows of it."""

    search_fields = (index.SearchField("name"), index.SearchField("text"))
    text = ""

    class Meta:
        proxy = True
        app_label = "directory"


TextIDGenericRelation(IndexEntry).contribute_to_class(StockAgency, "index_entries")


def add_to_stock_index(texts):
    """Index agencies by what is said of them, as saving them would; `texts` is key → text."""
    found = StockAgency.objects.in_bulk(list(texts))
    for key, agency in found.items():
        agency.text = texts[key]
    get_search_backend().get_index_for_model(StockAgency).add_items(StockAgency, list(found.values()))


def stock_search(typed):
    """Return what stock search finds, in its own order."""
    return get_search_backend().search(typed, StockAgency)

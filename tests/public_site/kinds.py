"""One page of each kind: what a browser meets in `make test`, where `make proof` sees every page."""

from django.urls import resolve
from wagtail.models import Page

from content.models import open_to_everybody


def one_of_each_kind(pages):
    """Return the first page of each pattern, of each type of the page tree, and of each that is asked."""
    tree = open_to_everybody(Page.objects.filter(depth__gte=2)).specific()
    types = {page.address: page.content_type_id for page in tree}
    found = {}
    for page in pages:
        path, _, question = page.partition("?")
        found.setdefault((resolve(path).route, types.get(path), bool(question)), page)
    return list(found.values())

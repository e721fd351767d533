"""The page where a certificate's number is checked, for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.search import SearchDocument

SOURCE = "events_certificates"
KEY = "check"


def check_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the page where a number is checked; certificates themselves are nobody's to find."""
    if keys is None or KEY in keys:
        yield SearchDocument(
            key=KEY,
            kind="修了証",
            title="修了証の番号を確かめる",
            url=reverse("certificates:check"),
            summary="修了証に書いてある番号で、センターが出したものか、いまも有効かを確かめます。",
        )

"""The entrance by a card, for the search: whoever holds one types the word that is printed on it."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.search import SearchDocument

SOURCE = "watching"
KEY = "enter"


def entrance_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the page where the code of a card is typed; it is there in every house."""
    if keys is None or KEY in keys:
        yield SearchDocument(
            key=KEY,
            kind="研修動画",
            title="視聴カードで見る",
            url=reverse("watching:enter"),
            summary=(
                "事業所に届いた視聴カードの番号とPINを入れて、研修動画を見ます。"
                "続きから見るとき、修了証を受け取るときも、ここから入ります。"
            ),
            texts=["QRコード、視聴番号、暗証番号"],
        )

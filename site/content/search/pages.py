"""Pages, the questions answered on them and the files placed on them, for the search."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.fields import StreamField
from wagtail.models import CollectionViewRestriction, Page, get_page_models
from wagtail.rich_text import get_text_for_indexing

from content.models import BasePage, open_to_everybody

from .documents import SearchDocument

SOURCE = "pages"
QUESTION, FILE = "よくある質問", "資料・ファイル"
# The questions that have an address each.
ANCHORED = "content/blocks/questions.html"


def page_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield what everybody may read: pages, each question on them, each file placed on them."""
    readable = open_to_everybody(Page.objects.all())
    if keys is not None:
        readable = readable.filter(pk__in=keys)
    kinds = set(readable.values_list("content_type", flat=True))
    for model in get_page_models():
        is_searched = issubclass(model, BasePage) and model.is_searched
        if is_searched and ContentType.objects.get_for_model(model).pk in kinds:
            for page in model.objects.filter(pk__in=readable.values("pk")).iterator():
                yield _of_page(page)
                yield from _of_blocks(page)


def _of_page(page: BasePage) -> SearchDocument:
    return SearchDocument(
        key=str(page.pk),
        page_id=page.pk,
        kind=str(page._meta.verbose_name),  # noqa: SLF001 -- Django's public-by-habit name
        title=page.title,
        url=page.address,
        summary=page.summary,
        texts=page.searchable_texts()[1:],
        day=getattr(page, "day", None),
    )


def _of_blocks(page: BasePage) -> Iterator[SearchDocument]:
    for field in page._meta.get_fields():  # noqa: SLF001 -- Django's public-by-habit name
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                if child.block.meta.template == ANCHORED:
                    yield from _questions(page, child.value)
                elif child.block_type == "document":
                    yield from _file(page, child.value)


def _questions(page: BasePage, questions: Any) -> Iterator[SearchDocument]:
    for each in questions.bound_blocks:
        anchor = f"question-{each.id}"  # as in content/blocks/questions.html
        yield SearchDocument(
            key=str(page.pk),
            part=anchor,
            page_id=page.pk,
            kind=QUESTION,
            title=each.value["question"],
            url=f"{page.address}#{anchor}",
            texts=[get_text_for_indexing(each.value["answer"].source)],
        )


def _file(page: BasePage, value: Any) -> Iterator[SearchDocument]:
    document = value["document"]
    if document is None or _is_closed(document):
        return
    yield SearchDocument(
        key=str(page.pk),
        part=file_part(document.pk),
        page_id=page.pk,
        kind=FILE,
        title=value["title"],
        url=document.url,
        summary=f"{document.file_extension.upper()}のファイルです。「{page.title}」のページにあります。",
    )


def file_part(document_id: int) -> str:
    """Return what names a file among the parts of a page."""
    return f"file-{document_id}"


def _is_closed(document: Any) -> bool:
    above = document.collection.get_ancestors(inclusive=True)
    return CollectionViewRestriction.objects.filter(collection__in=above).exists()

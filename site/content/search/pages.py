"""Pages, the questions answered on them and the files placed on them, for the search."""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.models import CollectionViewRestriction, Page, get_page_models
from wagtail.rich_text import get_text_for_indexing

from content.models import BasePage, open_to_everybody
from content.streams import stored_items, without_choices

from .documents import USUAL, SearchDocument

SOURCE = "pages"
READ_AT_ONCE = 100
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
            pages = model.objects.filter(pk__in=readable.values("pk"))
            for some in batched(pages.iterator(), READ_AT_ONCE, strict=False):
                prefetch_related_objects(some, *model.searched_with)
                files = _open_files(some)
                for page in some:
                    yield _of_page(page)
                    yield from _of_blocks(page, files)


def _of_page(page: BasePage) -> SearchDocument:
    return SearchDocument(
        key=str(page.pk),
        page_id=page.pk,
        kind=str(page._meta.verbose_name),
        title=page.title,
        url=page.address,
        summary=page.summary,
        texts=page.searchable_texts()[1:],
        day=getattr(page, "day", None),
        rank=_rank(page),
    )


def _rank(page: BasePage) -> int:
    """Return what a page says of its own rank; most say nothing."""
    rank: int = getattr(page, "search_rank", USUAL)
    return rank


def _streams(page: BasePage) -> Iterator[StreamValue]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield getattr(page, field.name)


def _placed_files(page: BasePage) -> Iterator[dict[str, Any]]:
    for stream in _streams(page):
        yield from (item["value"] for item in stored_items(stream) if item["type"] == "document")


def _open_files(pages: Iterable[BasePage]) -> dict[int, Any]:
    """Return the files that these pages show and that everybody may have, by their numbers."""
    placed = {each["document"] for page in pages for each in _placed_files(page) if each["document"]}
    if not placed:
        return {}
    mine = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    above = CollectionViewRestriction.objects.alias(mine=mine).filter(mine__startswith=F("collection__path"))
    files: dict[int, Any] = get_document_model().objects.filter(~Exists(above)).in_bulk(placed)
    return files


def _of_blocks(page: BasePage, files: dict[int, Any]) -> Iterator[SearchDocument]:
    for stream in _streams(page):
        for child in without_choices(stream):
            if child.block.meta.template == ANCHORED:
                yield from _questions(page, child.value)
    for each in _placed_files(page):
        if each["document"] in files:
            yield _of_file(page, files[each["document"]], each["title"])


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
            rank=_rank(page),
        )


def _of_file(page: BasePage, document: Any, title: str) -> SearchDocument:
    return SearchDocument(
        key=str(page.pk),
        part=file_part(document.pk),
        page_id=page.pk,
        kind=FILE,
        title=title,
        url=document.url,
        summary=f"{document.file_extension.upper()}のファイルです。「{page.title}」のページにあります。",
    )


def file_part(document_id: int) -> str:
    """Return what names a file among the parts of a page."""
    return f"file-{document_id}"

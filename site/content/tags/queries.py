"""Reads of tags for pages and lists."""

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page

from content.models import open_to_everybody

from .models import Tag, TaggedPage


def used_tags() -> QuerySet[Tag]:
    """Return the tags that stand on a page everybody may read, with `pages`, in the order of readings."""
    readable = open_to_everybody(Page.objects.all()).values("pk")
    counted = Count("tagged_pages", filter=Q(tagged_pages__content_object__in=readable))
    used: QuerySet[Tag] = Tag.objects.annotate(pages=counted).filter(pages__gt=0).order_by("reading")
    return used


def pages_with(tag: Tag) -> QuerySet[Page]:
    """Return the pages with a tag that everybody may read, the latest first, each with its `content_type`."""
    pages = open_to_everybody(Page.objects.filter(tagged_items__tag=tag))
    latest: QuerySet[Page] = pages.select_related("content_type").order_by("-first_published_at", "-pk")
    return latest


def pages_touched(tag: Tag) -> int:
    """Return how many pages bear this tag, drafts among them."""
    count: int = TaggedPage.objects.filter(tag=tag).count()
    return count


def tag_named(slug: str) -> Tag | None:
    """Return the tag of an address, also of one that was merged into it."""
    tag: Tag | None = Tag.objects.filter(Q(slug=slug) | Q(merged_slugs__contains=[slug])).first()
    return tag


def words_of_tags(page: Page) -> list[str]:
    """Return by which words a page is found because of its tags; `tagged_items__tag` may be read before."""
    tags = [item.tag for item in page.tagged_items.all()]
    return [word for tag in tags for word in (tag.name, tag.reading, *tag.synonyms)]

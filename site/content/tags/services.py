"""Verbs of the vocabulary."""

from datetime import datetime

from django.db import transaction

from accounts.access import Visitor
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction

from .models import Tag, TaggedPage


class SameTag(Exception):
    """A tag cannot be merged into itself."""


@transaction.atomic(durable=True)
def merge_tags(*, kept: Tag, merged: Tag, actor: Visitor | None, now: datetime) -> int:
    """Put `kept` where `merged` stood and return on how many pages that was.

    The merged word stays as a synonym and its address leads to the kept tag. Raises SameTag.
    """
    if kept.pk == merged.pk:
        raise SameTag
    kept, merged = (Tag.objects.select_for_update().get(pk=tag.pk) for tag in (kept, merged))
    bearing = TaggedPage.objects.filter(tag=kept).values("content_object")
    moved: int = TaggedPage.objects.filter(tag=merged).count()
    TaggedPage.objects.filter(tag=merged).exclude(content_object__in=bearing).update(tag=kept)
    kept.synonyms = list(dict.fromkeys([*kept.synonyms, merged.name, *merged.synonyms]))
    kept.merged_slugs = [*kept.merged_slugs, merged.slug, *merged.merged_slugs]
    kept.save()
    clear_public_pages_in_transaction()
    chain.record("tags.tag_merged", actor=actor, subject=kept, now=now, fields=["synonyms", "merged_slugs"])
    merged.delete()
    return moved

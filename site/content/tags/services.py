"""Verbs of the vocabulary."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from accounts.access import Visitor
from content.search import pages
from content.search.services import index_in_transaction
from content.services import RecordIsGone, store_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .models import Tag, TaggedPage
from .rules import with_one_tag_for_another


class SameTag(Exception):
    """A tag cannot be merged into itself."""


@transaction.atomic(durable=True)
def save_tag(*, tag: Tag, values: Mapping[str, Any], actor: Visitor | None, now: datetime) -> Tag:
    """Keep a new tag or change one; pages that bear it are found by its words from now on.

    Raises RecordIsGone when somebody has removed it, as by merging.
    """
    verb = "tags.tag_changed" if tag.pk else "tags.tag_added"
    stored, changed = store_in_transaction(tag, values)
    _show_anew_in_transaction(stored)
    chain.record(verb, actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def merge_tags(*, kept: Tag, merged: Tag, actor: Visitor | None, now: datetime) -> int:
    """Put `kept` where `merged` stood, also in drafts and earlier versions; return on how many pages.

    The merged word stays as a synonym and its address leads to the kept tag. Raises SameTag, and RecordIsGone
    when one of the two is no longer there.
    """
    if kept.pk == merged.pk:
        raise SameTag
    # In one order, or two merges of the same two tags would wait for each other.
    there = Tag.objects.select_for_update().order_by("pk").in_bulk([kept.pk, merged.pk])
    if len(there) != len((kept, merged)):
        raise RecordIsGone
    kept, merged = there[kept.pk], there[merged.pk]
    bearing = TaggedPage.objects.filter(tag=kept).values("content_object")
    moved: int = TaggedPage.objects.filter(tag=merged).count()
    TaggedPage.objects.filter(tag=merged).exclude(content_object__in=bearing).update(tag=kept)
    _rewrite_versions_in_transaction(kept=kept, merged=merged)
    kept.synonyms = list(dict.fromkeys([*kept.synonyms, merged.name, *merged.synonyms]))
    kept.merged_slugs = [*kept.merged_slugs, merged.slug, *merged.merged_slugs]
    kept.save(update_fields=["synonyms", "merged_slugs"])
    merged.delete()
    _show_anew_in_transaction(kept)
    chain.record("tags.tag_merged", actor=actor, subject=kept, now=now, fields=["synonyms", "merged_slugs"])
    return moved


def _rewrite_versions_in_transaction(*, kept: Tag, merged: Tag) -> None:
    """Let every stored version of a page name the kept tag.

    A version that names a tag which is gone loses it when it is opened, and its publishing takes the tag off
    the page. Drafts, versions with a date and those that editors go back to are all meant.
    """
    assert_in_transaction("rewrite_versions")
    bearing = Revision.page_revisions.filter(content__tagged_items__contains=[{"tag": merged.pk}])
    for number, content in list(bearing.select_for_update().values_list("pk", "content")):
        items = with_one_tag_for_another(content["tagged_items"], gone=merged.pk, kept=kept.pk)
        Revision.objects.filter(pk=number).update(content=content | {"tagged_items": items})


def _show_anew_in_transaction(tag: Tag) -> None:
    assert_in_transaction("show_anew")
    bearing = TaggedPage.objects.filter(tag=tag).values_list("content_object", flat=True)
    index_in_transaction(pages.SOURCE, list(bearing))
    clear_public_pages_in_transaction()

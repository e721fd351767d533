"""One vocabulary: editors choose from it, staff keep it, two words that mean one thing become one."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Page

from content.tags.forms import TagForm
from content.tags.models import Tag, TaggedPage
from content.tags.services import SameTag, merge_tags
from foundation.audit.models import Entry
from portal.models import NewsPage
from tests.factories.accounts import sign_in

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def make_tag(name, reading="よみ", **fields):
    form = TagForm({"name": name, "reading": reading, "synonyms": "", "note": ""} | fields)
    assert form.errors == {}
    return form.save()


@pytest.fixture
def housing(db):
    return make_tag("居住支援", "きょじゅうしえん")


def tagged(page, *tags):
    page.tags.add(*tags)
    page.save_revision().publish()
    return page


def test_the_address_of_a_tag_is_japanese(housing):
    assert housing.slug == "居住支援"


def test_a_word_that_is_a_synonym_of_another_tag_is_refused(housing):
    housing.synonyms = ["住まいの支援"]
    housing.save()
    form = TagForm({"name": "住まいの支援", "reading": "すまい", "synonyms": ""})
    assert "統合" in form.errors["name"][0]


def test_a_reading_is_kana(db):
    form = TagForm({"name": "居住", "reading": "居住", "synonyms": ""})
    assert form.errors["reading"] == ["読みは、ひらがなで書いてください。"]


def test_no_tag_is_without_a_reading(housing):
    with pytest.raises(IntegrityError, match="tags_tag_has_a_reading"), transaction.atomic():
        Tag.objects.update(reading="")


def test_a_page_bears_a_tag_once(housing, add_news):
    page = tagged(add_news(), housing)
    again = TaggedPage(tag=housing, content_object=page.page_ptr)
    with pytest.raises(IntegrityError, match="tags_taggedpage_once"), transaction.atomic():
        TaggedPage.objects.bulk_create([again])


def test_editors_cannot_add_words_in_passing(add_news):
    page = add_news()
    assert NewsPage._meta.get_field("tags").remote_field.through.tag_model().free_tagging is False
    with pytest.raises(ValidationError):
        Tag(name="").full_clean()
    assert page.tags.count() == 0


def test_merged_tags_are_one_and_the_old_address_leads_to_it(housing, add_news, client):
    old = make_tag("住まい", "すまい", synonyms="家")
    both, one = tagged(add_news("両方"), housing, old), tagged(add_news("片方"), old)
    assert merge_tags(kept=housing, merged=old, actor=None, now=NOW) == 2
    housing.refresh_from_db()
    pages = NewsPage.objects.in_bulk([both.pk, one.pk]).values()
    assert [sorted(page.tags.names()) for page in pages] == [["居住支援"], ["居住支援"]]
    assert (housing.synonyms, housing.merged_slugs) == (["住まい", "家"], ["住まい"])
    assert client.get("/tags/住まい/").headers["Location"] == "/tags/%E5%B1%85%E4%BD%8F%E6%94%AF%E6%8F%B4/"
    assert Entry.objects.latest("id").verb == "tags.tag_merged"


def test_a_draft_written_before_the_merge_still_opens(housing, add_news):
    old = make_tag("住まい", "すまい")
    page = add_news()
    page.tags.add(old)
    revision = page.save_revision()
    merge_tags(kept=housing, merged=old, actor=None, now=NOW)
    assert revision.as_object().title == page.title


def test_a_tag_is_not_merged_into_itself(housing):
    with pytest.raises(SameTag):
        merge_tags(kept=housing, merged=housing, actor=None, now=NOW)


def test_a_tag_page_lists_what_everybody_may_read_and_nothing_else(housing, add_news, client):
    tagged(add_news("読めるお知らせ"), housing)
    hidden = tagged(add_news("取り下げたお知らせ"), housing)
    hidden.unpublish()
    page = client.get("/tags/居住支援/").content.decode()
    assert ("読めるお知らせ" in page, "取り下げた" in page) == (True, False)
    assert "1件" in client.get("/tags/").content.decode()


def test_no_such_tag_is_not_found(db, client):
    assert client.get("/tags/ない/").status_code == 404


@pytest.mark.parametrize("path", ["/tags/", "/tags/居住支援/"])
def test_three_pages_take_as_many_queries_as_one(housing, add_news, count_queries, path):
    tagged(add_news("一"), housing)
    first = count_queries(path)
    tagged(add_news("二"), housing)
    tagged(add_news("三"), make_tag("就労", "しゅうろう"), housing)
    assert count_queries(path) == first


def test_staff_see_what_a_merge_touches_before_it_is_done(housing, add_news, staff):
    old = make_tag("住まい", "すまい")
    tagged(add_news(), old)
    desk = sign_in(Client(), staff)
    choice = {"merged": old.pk, "kept": housing.pk}
    assert "1ページは、「居住支援」になります" in desk.post("/cms/tags-merge/", choice).content.decode()
    assert Tag.objects.count() == 2
    assert desk.post("/cms/tags-merge/", choice | {"sure": "yes"}).status_code == 302
    assert list(Tag.objects.values_list("name", flat=True)) == ["居住支援"]


def test_the_same_tag_twice_is_refused_with_what_was_chosen(housing, staff):
    response = sign_in(Client(), staff).post("/cms/tags-merge/", {"merged": housing.pk, "kept": housing.pk})
    assert response.status_code == 422
    assert "別のタグを選んでください" in response.content.decode()


def test_staff_add_a_tag_and_it_is_audited(staff, db):
    desk = sign_in(Client(), staff)
    fields = {"name": "出前講座", "reading": "でまえこうざ", "synonyms": "訪問講座\n出張講座", "note": ""}
    assert desk.post("/cms/tags/new/", fields).status_code == 302
    tag = Tag.objects.get()
    assert (tag.slug, tag.synonyms) == ("出前講座", ["訪問講座", "出張講座"])
    assert Entry.objects.latest("id").verb == "content.record_added"
    assert Page.objects.exists()

"""One vocabulary: editors choose from it, staff keep it, two words that mean one thing become one."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from wagtail.models import Page, Revision

from content.search.models import SearchEntry
from content.search.queries import search
from content.search.services import index_in_transaction
from content.services import RecordIsGone
from content.tags.forms import TagForm
from content.tags.models import Tag, TaggedPage
from content.tags.rules import with_one_tag_for_another
from content.tags.services import SameTag, merge_tags, save_tag
from foundation.audit.models import Entry
from foundation.public_pages import version
from portal.models import NewsPage
from tests.factories.accounts import sign_in
from tests.factories.shown import mark

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


def test_a_tag_of_signs_alone_has_no_address_and_is_refused(db):
    form = TagForm({"name": "☆", "reading": "ほし", "synonyms": ""})
    assert "アドレスに使います" in form.errors["name"][0]


def test_a_reading_is_kana(db):
    form = TagForm({"name": "居住", "reading": "居住", "synonyms": ""})
    assert form.errors["reading"] == ["読みは、ひらがなで書いてください。"]


@pytest.mark.parametrize("reading", ["", "居住", "きょじゅう1", "kyoju", "ー", "きょ\nじゅう"])
def test_no_tag_is_without_a_reading_in_kana(housing, reading):
    with pytest.raises(IntegrityError, match="tags_tag_reading_is_kana"), transaction.atomic():
        Tag.objects.update(reading=reading)


@pytest.mark.parametrize("reading", ["きょじゅうしえん", "グループホーム", "しごと・すまい", "ヴィラ じむ"])
def test_whatever_reading_the_form_takes_the_database_takes(db, reading):
    assert make_tag("ことば", reading).reading == reading


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


def names_after_publishing(page):
    """Publish what the editor has open, as the editor does, and return the tags of the public page."""
    Page.objects.get(pk=page.pk).get_latest_revision().publish()
    return sorted(NewsPage.objects.get(pk=page.pk).tags.names())


def test_a_page_published_again_after_the_merge_keeps_the_tag(housing, add_news):
    old = make_tag("住まい", "すまい")
    one, both = tagged(add_news("片方"), old), tagged(add_news("両方"), housing, old)
    merge_tags(kept=housing, merged=old, actor=None, now=NOW)
    assert [names_after_publishing(page) for page in (one, both)] == [["居住支援"], ["居住支援"]]


def test_a_draft_with_a_tag_that_was_never_public_keeps_it(housing, add_news):
    old, other = make_tag("住まい", "すまい"), make_tag("就労", "しゅうろう")
    draft, both = add_news("下書き"), add_news("両方の下書き")
    draft.tags.add(old, other)
    both.tags.add(old, housing)
    draft.save_revision()
    both.save_revision()
    merge_tags(kept=housing, merged=old, actor=None, now=NOW)
    assert names_after_publishing(draft) == ["就労", "居住支援"]
    assert names_after_publishing(both) == ["居住支援"]


@pytest.mark.parametrize(("public", "drafted"), [("kept", "merged"), ("merged", "kept")])
def test_a_draft_may_bear_the_other_one_of_the_two_tags(housing, add_news, public, drafted):
    pair = {"kept": housing, "merged": make_tag("住まい", "すまい")}
    page = tagged(add_news(), pair[public])
    page.tags.set([pair[drafted]])
    page.save_revision()
    merge_tags(**pair, actor=None, now=NOW)
    assert names_after_publishing(page) == ["居住支援"]


def test_a_version_with_a_date_keeps_its_tag_although_it_is_not_the_latest(housing, add_news):
    old = make_tag("住まい", "すまい")
    page = add_news()
    page.tags.add(old)
    dated = page.save_revision(approved_go_live_at=NOW)
    page.tags.clear()
    page.save_revision()
    merge_tags(kept=housing, merged=old, actor=None, now=NOW)
    Revision.objects.get(pk=dated.pk).publish()
    assert list(NewsPage.objects.get(pk=page.pk).tags.names()) == ["居住支援"]


def test_a_version_names_the_kept_tag_once_in_the_first_place():
    items = [{"pk": 1, "tag": 7}, {"pk": 2, "tag": 5}, {"pk": None, "tag": 8}]
    assert with_one_tag_for_another(items, gone=7, kept=8) == [{"pk": 1, "tag": 8}, {"pk": 2, "tag": 5}]


def found(word):
    return [hit.title for group in search(word).groups for hit in group.hits]


def test_a_page_is_found_by_its_tag_as_soon_as_it_is_published(add_news):
    tagged(add_news("札のあるお知らせ"), make_tag("出所後の家", "しゅっしょごのいえ", synonyms="すみか"))
    assert found("すみか") == ["札のあるお知らせ"]


def test_pages_are_found_by_the_words_of_a_merge(add_news, django_capture_on_commit_callbacks):
    kept = make_tag("とまり木", "とまりぎ")
    old = make_tag("出所後の家", "しゅっしょごのいえ", synonyms="すみか")
    tagged(add_news("前から"), kept)
    tagged(add_news("移った"), old)
    assert (found("すみか"), found("とまりぎ")) == (["移った"], ["前から"])
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        merge_tags(kept=kept, merged=old, actor=None, now=NOW)
    assert sorted(found("すみか")) == sorted(found("とまりぎ")) == ["前から", "移った"]
    assert version.read() != before


def test_pages_are_found_by_the_new_words_of_their_tag(
    housing, add_news, staff, django_capture_on_commit_callbacks
):
    tagged(add_news("札のあるお知らせ"), housing)
    assert found("すみか") == []
    before = version.read()
    fields = {"name": "居住支援", "reading": "きょじゅうしえん", "synonyms": "すみか", "note": ""}
    with django_capture_on_commit_callbacks(execute=True):
        desk, address = sign_in(Client(), staff), f"/cms/tags/edit/{housing.pk}/"
        answer = desk.post(address, fields | mark(desk, address))
    assert answer.status_code == 302
    assert found("すみか") == ["札のあるお知らせ"]
    assert version.read() != before
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.fields) == ("tags.tag_changed", staff.pk, ["synonyms"])


def test_changing_a_tag_leaves_what_a_merge_wrote_meanwhile(housing):
    old = make_tag("住まい", "すまい")
    merge_tags(kept=Tag.objects.get(pk=housing.pk), merged=old, actor=None, now=NOW)
    save_tag(tag=housing, values={"note": "家のこと"}, actor=None, now=NOW)
    housing.refresh_from_db()
    assert (housing.note, housing.synonyms, housing.merged_slugs) == ("家のこと", ["住まい"], ["住まい"])


def test_a_tag_that_was_merged_away_is_neither_changed_nor_merged_again(housing):
    old = make_tag("住まい", "すまい")
    merge_tags(kept=housing, merged=Tag.objects.get(pk=old.pk), actor=None, now=NOW)
    with pytest.raises(RecordIsGone):
        save_tag(tag=old, values={"note": "家のこと"}, actor=None, now=NOW)
    with pytest.raises(RecordIsGone):
        merge_tags(kept=housing, merged=old, actor=None, now=NOW)
    assert Tag.objects.get() == housing


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


@pytest.mark.parametrize(("path", "asked"), [("/tags/", 4), ("/tags/居住支援/", 6)])
def test_three_pages_take_as_many_queries_as_one(housing, add_news, count_queries, path, asked):
    tagged(add_news("一"), housing)
    assert count_queries(path) == asked
    tagged(add_news("二"), housing)
    tagged(add_news("三"), make_tag("就労", "しゅうろう"), housing)
    assert count_queries(path) == asked


def test_staff_see_what_a_merge_touches_before_it_is_done(housing, add_news, staff):
    old = make_tag("住まい", "すまい")
    tagged(add_news(), old)
    desk = sign_in(Client(), staff)
    choice = {"merged": old.pk, "kept": housing.pk}
    assert "1ページは、「居住支援」になります" in desk.post("/cms/tags-merge/", choice).content.decode()
    assert Tag.objects.count() == 2
    assert desk.post("/cms/tags-merge/", choice | {"sure": "yes"}).status_code == 302
    assert list(Tag.objects.values_list("name", flat=True)) == ["居住支援"]


def test_whoever_merges_a_tag_that_has_just_gone_is_told(housing, staff):
    old = make_tag("住まい", "すまい")
    desk, left = sign_in(Client(), staff), [old]

    def somebody_else_was_faster(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and left:
            left.pop().delete()
        return execute(sql, params, many, context)

    choice = {"merged": old.pk, "kept": housing.pk, "sure": "yes"}
    with connection.execute_wrapper(somebody_else_was_faster):
        answer = desk.post("/cms/tags-merge/", choice, follow=True)
    assert "ほかの人が、この項目を消しました" in answer.content.decode()
    housing.refresh_from_db()
    assert housing.merged_slugs == []


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
    assert Entry.objects.latest("id").verb == "tags.tag_added"
    assert Page.objects.exists()


def test_tags_of_three_pages_are_indexed_with_as_many_queries_as_those_of_one(
    housing, add_news, django_assert_num_queries
):
    pages = [tagged(add_news(title), housing, make_tag(title, "よみ")).pk for title in ("一", "二", "三")]
    SearchEntry.objects.all().delete()
    for keys in (pages[:1], pages):
        with transaction.atomic(), django_assert_num_queries(7):
            index_in_transaction("pages", keys)
    assert search("居住支援").total == 3

"""What the public may read is found, at once and only as long as it may."""

from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from content.jobs import publish_scheduled
from content.search import jobs, search
from content.search.models import SearchEntry
from content.search.queries import matching, question
from content.search.rules import Question
from content.search.services import INDEX_LOCK, index_in_transaction, rebuild_index
from foundation.transactions import NotInTransaction
from portal.models import StandardPage
from tests.content.searched import found, thing

PAPER = b"%PDF-1.7"

# What may be found


def test_a_hit_leads_to_its_page(add_page):
    add_page("住まいの相談", slug="sumai", summary="電話で受けています。")
    (group,) = search("住まい").groups
    (hit,) = group.hits
    assert (group.kind, group.total) == ("ページ", 1)
    assert (hit.title, hit.url, hit.summary) == ("住まいの相談", "/sumai/", "電話で受けています。")
    assert hit.title_pieces == [("住まい", True), ("の相談", False)]


def test_drafts_are_not_found(add_page):
    add_page("公開したページ", text="ことば")
    add_page("下書き", text="ことば", live=False)
    assert found("ことば") == ["公開したページ"]


def test_the_words_of_a_page_are_found_by_what_it_says_now(add_page):
    page = add_page("住まいの相談")
    page.title = "仕事の相談"
    page.save_revision().publish()
    assert (found("住まい"), found("仕事")) == ([], ["仕事の相談"])


def test_a_page_taken_down_deleted_or_run_out_is_not_found(add_page):
    add_page("取り下げる").unpublish()
    add_page("消す").delete()
    add_page("終わる", expire_at=timezone.now() - timedelta(minutes=1))
    assert found("終わる") == ["終わる"]
    publish_scheduled(timestamp=0)
    assert SearchEntry.objects.count() == 0


def test_what_lies_below_a_closed_page_is_not_found_until_it_is_opened(add_page):
    above = add_page("上のページ")
    add_page("下のページ", below=above, text="ことば")
    closed = PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert (found("ことば"), SearchEntry.objects.count()) == ([], 0)
    closed.delete()
    assert found("ことば") == ["下のページ"]


def test_a_page_moved_below_a_closed_one_is_not_found(add_page):
    above, page = add_page("上のページ"), add_page("動くページ")
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    page.move(above, pos="last-child")
    assert found("動く") == []


def test_moved_pages_are_found_at_their_new_address(add_page, django_capture_on_commit_callbacks):
    above, page = add_page("上", slug="ue"), add_page("動く", slug="ugoku")
    add_page("付いていく", below=page, slug="tsuite")
    page.refresh_from_db()
    page.move(above, pos="last-child")
    assert search("付いていく").groups[0].hits[0].url == "/ue/ugoku/tsuite/"
    above.refresh_from_db()
    above.slug = "sita"
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    assert search("付いていく").groups[0].hits[0].url == "/sita/ugoku/tsuite/"


def test_an_entry_left_behind_shows_no_closed_page(add_page):
    page = add_page("閉じたページ", text="ことば")
    StandardPage.objects.filter(pk=page.pk).update(live=False)
    assert SearchEntry.objects.count() == 1
    assert found("ことば") == []


def test_a_change_that_is_rolled_back_leaves_the_index_alone(add_page):
    page = add_page("住まいの相談")
    with transaction.atomic():
        page.title = "仕事の相談"
        page.save()
        transaction.set_rollback(True)
    assert found("住まい") == ["住まいの相談"]


# Questions and files on pages


def question_on(page):
    (block,) = [child for child in page.body if child.block_type == "questions"]
    return block.value.bound_blocks[0].id


def test_each_question_is_found_by_itself_and_its_address_leads_to_the_answer(add_page, client):
    pairs = [{"question": "費用はかかりますか", "answer": "<p>相談は<b>無料</b>です。</p>"}]
    page = add_page("よくある質問のページ", slug="faq", body=[("questions", pairs)])
    (hit,) = [hit for group in search("費用").groups if group.kind == "よくある質問" for hit in group.hits]
    anchor = question_on(StandardPage.objects.get(pk=page.pk))
    assert (hit.title, hit.url) == ("費用はかかりますか", f"/faq/#question-{anchor}")
    assert "".join(piece for piece, _ in hit.excerpt) == "相談は無料です。"
    rendered = str(StandardPage.objects.get(pk=page.pk).body)
    assert f'id="question-{anchor}"' in rendered


def test_a_question_keeps_its_address_when_its_words_change(add_page):
    pairs = [{"question": "費用はかかりますか", "answer": "<p>無料です。</p>"}]
    page = StandardPage.objects.get(pk=add_page("質問", body=[("questions", pairs)]).pk)
    before = question_on(page)
    page.body[0].value[0]["question"] = "お金は要りますか"
    page.save()
    assert question_on(StandardPage.objects.get(pk=page.pk)) == before
    assert found("お金") != []
    assert found("費用") == []


@pytest.fixture
def file(home):
    return Document.objects.create(title="書類", file=ContentFile(b"x", name="form.pdf"))


def place(file):
    return [("document", {"document": file, "title": "見学の申込書", "pages": None})]


def test_a_file_is_found_while_a_public_page_holds_it(add_page, file):
    page = add_page("見学のご案内", body=place(file))
    (group,) = [group for group in search("申込書").groups if group.kind == "資料・ファイル"]
    assert (group.hits[0].title, group.hits[0].url) == ("見学の申込書", file.url)
    page.unpublish()
    assert found("申込書") == []


def test_a_file_with_a_long_japanese_name_is_no_trouble(add_page, home):
    file = Document.objects.create(title="書類", file=ContentFile(b"x", name=f"{'長' * 75}.pdf"))
    add_page("見学のご案内", body=place(file))
    assert found("申込書") == ["見学の申込書", "見学のご案内"]


@pytest.mark.parametrize("close", ["collection", "move", "delete"])
def test_a_file_that_is_closed_or_deleted_is_not_found(add_page, file, close):
    add_page("見学のご案内", body=place(file))
    closed = Collection.get_first_root_node().add_child(name="内々")
    if close == "delete":
        file.delete()
    elif close == "move":
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        file.collection = closed
        file.save()
    else:
        file.collection = closed
        file.save()
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert SearchEntry.objects.filter(kind="資料・ファイル").count() == 0


# Keeping the index true


def test_a_step_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(NotInTransaction):
        index_in_transaction("pages", [1])


def test_two_writers_of_a_source_come_one_after_the_other(source):
    source += [thing("1")]
    asked = "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))"
    with transaction.atomic(), psycopg.connect(**connection.get_connection_params()) as other:
        index_in_transaction("things", ["1"])
        assert other.execute(asked, [INDEX_LOCK, "things"]).fetchone() == (False,)
        assert other.execute(asked, [INDEX_LOCK, "others"]).fetchone() == (True,)


def test_only_what_differs_is_written(source):
    source += [thing("1"), thing("2")]
    assert rebuild_index() == {"things": 2}
    assert rebuild_index() == {"things": 0}
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    source[0] = thing("1", "別のもの")
    assert rebuild_index() == {"things": 1}
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == before
    del source[1]
    assert rebuild_index() == {"things": 1}
    assert found("もの") == ["別のもの"]


def test_only_the_named_objects_are_looked_at(source):
    source += [thing("1"), thing("2")]
    rebuild_index()
    source.clear()
    with transaction.atomic():
        assert index_in_transaction("things", [1]) == 1
    assert list(SearchEntry.objects.values_list("key", flat=True)) == ["2"]


def test_the_command_repairs_what_went_wrong(add_page):
    add_page("住まいの相談")
    add_page("仕事の相談")
    SearchEntry.objects.filter(title="住まいの相談").update(folded="", fingerprint="")
    SearchEntry.objects.filter(title="仕事の相談").delete()
    out = StringIO()
    call_command("rebuild_search_index", stdout=out)
    assert "pages: 2件を直しました。" in out.getvalue()
    assert sorted(found("相談")) == ["仕事の相談", "住まいの相談"]


def test_the_nightly_job_repairs_and_forgets_sources_that_are_gone(source):
    source += [thing("1")]
    SearchEntry.objects.create(source="gone", key="1", kind="x", title="消えたもの", url="/", fingerprint="")
    jobs.rebuild(timestamp=0)
    assert list(SearchEntry.objects.values_list("source", "title")) == [("things", "もの")]


def test_an_app_narrows_its_search_by_filters(source):
    source += [
        thing("1", "みどりの家", filters=["xc17201"]),
        thing("2", "みどりの園", filters=["xc17202"]),
        thing("3", "xc17201の話"),
    ]
    rebuild_index()

    def titles(asked, filters):
        return [entry.title for entry in matching(asked, filters).order_by("key")]

    assert titles(question("みどり"), ["xc17201"]) == ["みどりの家"]
    assert titles(Question(()), ["xc17201"]) == ["みどりの家"]
    assert titles(question("みどり"), []) == ["みどりの家", "みどりの園"]


# The database


def test_the_same_thing_stands_in_the_index_once(source):
    source += [thing("1")]
    rebuild_index()
    entry = SearchEntry.objects.get()
    entry.pk = None
    with pytest.raises(IntegrityError, match="site_search_searchentry_once"):
        SearchEntry.objects.bulk_create([entry])


@pytest.mark.parametrize("url", ["https://example.jp/", "//example.jp/", "/\\example.jp", "javascript:x", ""])
def test_an_entry_leads_nowhere_else(source, url):
    source += [thing("1")]
    rebuild_index()
    with pytest.raises(IntegrityError, match="site_search_searchentry_stays_here"):
        SearchEntry.objects.update(url=url)


def test_an_entry_has_a_known_rank(source):
    source += [thing("1")]
    rebuild_index()
    with pytest.raises(IntegrityError, match="site_search_searchentry_rank_is_known"):
        SearchEntry.objects.update(rank=3)


def test_questions_are_answered_by_the_index(source):
    source += [thing(str(number), f"もの{number}") for number in range(5)]
    rebuild_index()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "site_search_tokens" in matching(question("もの1")).explain()


def test_the_search_of_the_admin_uses_our_index(home):
    with CaptureQueriesContext(connection) as captured:
        list(Page.objects.search("研修"))
    (asked,) = [query["sql"] for query in captured if "to_tsquery" in query["sql"]]
    joined = '("wagtailsearch_indexentry"."title" || "wagtailsearch_indexentry"."body")'
    assert joined in asked
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT 1 FROM wagtailsearch_indexentry WHERE {joined} @@ to_tsquery('研修')")
        assert "site_search_words_of_the_admin" in str(cursor.fetchall())


def test_as_many_queries_to_index_three_pages_as_one(add_page, django_assert_num_queries):
    pages = [add_page("相談 一").pk, add_page("相談 二").pk, add_page("相談 三").pk]

    def count(keys):
        with transaction.atomic(), django_assert_num_queries(4):
            index_in_transaction("pages", keys)

    count(pages[:1])
    count(pages)


def test_files_and_questions_of_three_pages_take_as_many_queries_as_those_of_one(
    add_page, django_assert_num_queries
):
    shut = Collection.get_first_root_node().add_child(name="職員だけ")
    CollectionViewRestriction.objects.create(collection=shut, restriction_type="login")
    pages = []
    for number in range(1, 4):
        files = [
            Document.objects.create(title="資料", file=ContentFile(PAPER, f"{name}{number}.pdf"), **where)
            for name, where in (("open", {}), ("shut", {"collection": shut}))
        ]
        body = [("document", {"document": each, "title": each.filename, "pages": None}) for each in files]
        body.append(("questions", [{"question": f"{number}つめですか", "answer": "<p>はい。</p>"}]))
        pages.append(add_page(f"相談 {number}", body=body).pk)
    SearchEntry.objects.all().delete()
    for keys in (pages[:1], pages):
        with transaction.atomic(), django_assert_num_queries(6):
            index_in_transaction("pages", keys)
    titles = set(SearchEntry.objects.exclude(part="").values_list("title", flat=True))
    assert titles == {f"open{number}.pdf" for number in (1, 2, 3)} | {
        f"{number}つめですか" for number in (1, 2, 3)
    }

"""The easy edition: its first pages, its twins, the way to the phone, the check while writing, its paper."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from content.easy import checks
from content.easy.blocks import DRAWINGS
from content.furigana.queries import unconfirmed
from foundation.easy.enums import Kind
from foundation.easy.rules import MOST_CHARACTERS, MOST_ON_AVERAGE, length, mean_length, sentences
from foundation.ui.drawing import DRAWINGS as DRAWN
from portal import easy_pages
from portal.easy_making import make_easy_pages
from portal.models import EasyIndexPage, EasyPage, StandardPage
from tests.factories.accounts import sign_in
from tests.factories.furigana import make_reading, without_ruby

ADDRESSES = ("/easy/", "/easy/who/", "/easy/flow/", "/easy/questions/", "/easy/privacy/")
HARD = "一人で くらすことが むずかしい人は、生活保護を うけることが できないわけでは ありません。"


def text_of(response):
    """Return a page as it is written: the easy edition shows readings of its own accord."""
    return without_ruby(response.content.decode())


def page_at(address):
    return Page.objects.get(url_path=f"/home{address}").specific


@pytest.fixture
def easy(site):
    """The first easy pages, published; returns the home page."""
    return site


def form_of(page, *, body=(), **changed):
    """Return what the editor's form of a page sends, with sentences as its body."""
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "headline": getattr(page, "headline", ""),
        "names": "",
        "twin": "",
        "tested_by": "",
        "tested_on": "",
        "responsible": page.responsible,
        "reviewed_on": "",
        "review_due_on": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "body-count": str(len(body)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    for number, words in enumerate(body):
        form |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": "sentences",
            f"body-{number}-value": words,
            f"body-{number}-id": "",
        }
    return form | changed


# The first pages


def test_every_first_page_obeys_the_rules_of_easy_words(easy):
    for address in ADDRESSES:
        page = page_at(address)
        assert [str(finding) for finding in page.found() if finding.is_error] == []
        texts = checks.page_texts(title=page.title, summary=page.summary, body=page.body)
        said = [sentence for _, text in texts for sentence in sentences(text)]
        assert max(map(length, said)) <= MOST_CHARACTERS
        assert 0 < mean_length(texts) <= MOST_ON_AVERAGE


def test_the_first_pages_part_their_words_by_one_kind_of_space(easy):
    for draft in (easy_pages.INDEX, *easy_pages.PAGES):
        words = str(draft.body)
        assert "　" not in words
        assert "  " not in words


def test_making_the_pages_twice_changes_nothing(easy):
    page = EasyPage.objects.get(slug="who")
    page.title = "だれの そうだんか"
    page.save()
    make_easy_pages(easy, publish=True)
    assert EasyPage.objects.count() == len(easy_pages.PAGES)
    assert EasyIndexPage.objects.count() == 1
    assert EasyPage.objects.get(slug="who").title == "だれの そうだんか"


def test_pages_made_as_drafts_are_seen_by_nobody_yet(client, centre):
    call_command("make_site", stdout=StringIO())
    assert [client.get(address).status_code for address in ADDRESSES] == [404] * 5


def test_phone_and_hours_come_from_the_centre_alone(client, easy, centre):
    centre.phone, centre.opens_at, centre.closed_weekdays = "099-999-9999", dt.time(10, 0), [2, 6]
    centre.save()
    page = text_of(client.get("/easy/"))
    for words in (
        'href="tel:0999999999"',
        "<p>月曜日と 火曜日と 木曜日と 金曜日と 土曜日。</p>",
        "<p>午前10時から 午後5時まで。</p>",
        "<p>12月29日から 1月3日までも 休みです。</p>",
    ):
        assert words in page
    assert "099-000-1234" not in page


def test_days_that_follow_each_other_are_said_as_a_span(client, easy):
    assert "<p>月曜日から 金曜日まで。</p>" in text_of(client.get("/easy/flow/"))


def test_the_phone_stands_once_on_each_page_with_or_without_its_block(client, easy):
    page = EasyPage.objects.get(slug="who")
    page.body = [("sentences", "電話してください。")]
    page.save_revision().publish()
    for address in ADDRESSES:
        assert text_of(client.get(address)).count('id="phone"') == 1


def test_a_page_without_a_centre_still_opens(client, easy, centre):
    centre.delete()
    assert 'id="phone"' not in text_of(client.get("/easy/"))


def test_each_sentence_stands_on_its_own_line_as_plain_text(client, easy):
    page = EasyPage.objects.get(slug="who")
    page.body = [("sentences", "話を 聞きます。ゆっくりで いいです。\n<b>はい</b>")]
    page.save_revision().publish()
    shown = text_of(client.get("/easy/who/"))
    assert "<p>話を 聞きます。</p><p>ゆっくりで いいです。</p><p>&lt;b&gt;はい&lt;/b&gt;</p>" in shown


def test_editors_choose_only_among_drawings_that_exist():
    assert {name for name, _ in DRAWINGS} <= set(DRAWN)


def test_easy_pages_ask_for_furigana_by_themselves(client, easy):
    assert client.get("/easy/").context["furigana_default"] is True


@pytest.mark.parametrize(("address", "queries"), [("/easy/", 11), ("/easy/who/", 12)])
def test_an_easy_page_takes_as_many_queries_for_three_neighbours_as_for_one(
    easy, count_queries, address, queries
):
    EasyPage.objects.exclude(slug__in=["who", "flow"]).update(live=False)
    assert count_queries(address) == queries
    EasyPage.objects.update(live=True)
    assert count_queries(address) == queries


@pytest.mark.parametrize("address", ["/easy/nothing/", "/easy/who/nothing/"])
def test_there_is_nothing_at_other_addresses(client, easy, address):
    assert client.get(address).status_code == 404


def test_an_easy_page_is_found_by_its_words(client, easy):
    assert "/easy/who/" in text_of(client.get("/search/", {"q": "65さい"}))


# Twins


def test_twins_lead_to_each_other(client, easy):
    normal, easy_page = text_of(client.get("/about/who/")), text_of(client.get("/easy/who/"))
    assert '<a href="/about/who/">くわしい ページ</a>' in easy_page
    assert '<a href="/easy/who/">だれが そうだん できますか</a>' in normal
    assert '<a href="/easy/flow/">そうだんの ながれ</a>' in text_of(client.get("/about/flow/"))
    assert '<a href="/easy/privacy/">ひみつを 守ります</a>' in text_of(client.get("/privacy/"))
    assert '<a href="/">くわしい ページ</a>' in text_of(client.get("/easy/"))
    assert "わかりやすい版：" not in text_of(client.get("/accessibility/"))


@pytest.mark.parametrize("hide", ["draft", "closed"])
def test_no_link_leads_to_a_twin_that_nobody_may_read(client, easy, hide):
    for twin in (StandardPage.objects.get(slug="privacy"), EasyPage.objects.get(slug="flow")):
        if hide == "draft":
            twin.unpublish()
        else:
            PageViewRestriction.objects.create(page=twin, restriction_type=PageViewRestriction.LOGIN)
    assert "くわしい ページ" not in text_of(client.get("/easy/privacy/"))
    assert "/easy/flow/" not in text_of(client.get("/about/flow/"))
    assert "/easy/who/" in text_of(client.get("/about/who/"))


def test_a_normal_page_takes_one_query_for_one_easy_page_or_three(easy, count_queries):
    EasyPage.objects.filter(slug__in=["who", "flow", "questions"]).update(
        twin=StandardPage.objects.get(slug="about")
    )
    assert count_queries("/about/") == 10
    EasyPage.objects.exclude(slug="who").update(twin=None)
    assert count_queries("/about/") == 10


def test_an_easy_page_stays_when_its_twin_goes(client, easy):
    StandardPage.objects.get(slug="who").delete()
    assert client.get("/easy/who/").status_code == 200
    assert EasyPage.objects.get(slug="who").twin_id is None


def test_an_easy_page_is_no_twin_of_an_easy_page(easy):
    page = EasyPage.objects.get(slug="who")
    page.twin = EasyPage.objects.get(slug="flow").page_ptr
    with pytest.raises(ValidationError, match="ふつうのページを選んでください"):
        page.full_clean()


# Read back by the people it is for


def test_a_page_says_whether_the_people_it_is_for_have_read_it(client, easy):
    assert "当事者の 確認：まだ" in text_of(client.get("/easy/flow/"))
    page = EasyPage.objects.get(slug="who")
    page.tested_by, page.tested_on = "青波市 本人の会", dt.date(2026, 11, 20)
    page.save_revision().publish()
    assert "当事者の 確認：済（青波市 本人の会・令和8年11月20日）" in text_of(client.get("/easy/who/"))


@pytest.mark.parametrize("model", [EasyIndexPage, EasyPage])
@pytest.mark.parametrize("half", [{"tested_by": "本人の会"}, {"tested_on": dt.date(2026, 11, 20)}])
def test_half_a_confirmation_cannot_be_stored(easy, model, half):
    with pytest.raises(IntegrityError, match="tested_by_and_on"), transaction.atomic():
        model.objects.update(**half)


# Writing


@pytest.fixture
def desk(client, easy, manager):
    return sign_in(client, manager)


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("later", ["", "2030-01-01 10:00"])
def test_a_hard_page_is_not_published_now_or_later_but_kept_as_a_draft(desk, later):
    page = EasyPage.objects.get(slug="who")
    hard = form_of(page, body=[HARD], go_live_at=later)
    refused = text_of(desk.post(edit_address(page), hard | {"action-publish": "action-publish"}))
    for words in ("まだ公開できません", "1つの文は30文字までです", "本文の1番め「文」", "生活保護", "平均 "):
        assert words in refused
    assert HARD in refused
    page.refresh_from_db()
    assert page.latest_revision == page.live_revision
    assert desk.post(edit_address(page), hard).status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().body[0].value == HARD
    assert HARD not in text_of(desk.get("/easy/who/"))
    assert "直すところが" in text_of(desk.get(edit_address(page)))


def test_an_easy_page_is_published_hints_or_not(desk):
    page = EasyPage.objects.get(slug="who")
    make_reading("グループホームに ｜行《い》きます。")
    easy_form = form_of(page, body=["グループホームに 行きます。"]) | {"action-publish": "action-publish"}
    assert desk.post(edit_address(page), easy_form).status_code == 302
    assert "グループホームに 行きます。" in text_of(desk.get("/easy/who/"))


def test_a_new_page_is_checked_from_the_beginning(desk):
    address = reverse("wagtailadmin_pages:add", args=["portal", "easypage", EasyIndexPage.objects.get().pk])
    assert "直すところは ありません" in text_of(desk.get(address))
    new = form_of(EasyPage(title="あたらしい ページ", slug="new", responsible="係"), body=[HARD])
    assert "まだ公開できません" in text_of(desk.post(address, new | {"action-publish": "action-publish"}))
    assert not EasyPage.objects.filter(slug="new").exists()
    assert desk.post(address, new).status_code == 302
    assert EasyPage.objects.get(slug="new").live is False


def test_the_names_of_a_page_may_be_hard(desk):
    page = EasyPage.objects.get(slug="who")
    make_reading("｜生活保護《せいかつほご》を うけます。")
    form = form_of(page, body=["生活保護を うけます。"]) | {"action-publish": "action-publish"}
    assert desk.post(edit_address(page), form).status_code == 200
    assert desk.post(edit_address(page), form | {"names": "生活保護"}).status_code == 302


def test_hard_pages_are_not_published_in_a_heap_either(desk):
    page = EasyPage.objects.get(slug="who")
    page.body = [("sentences", HARD)]
    page.save_revision()
    page.unpublish()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    refused = desk.post(f"{address}?id={page.pk}&next=/cms/", {"include_descendants": ""}, follow=True)
    assert "は、まだ公開できません" in text_of(refused)
    parent = page.get_parent()
    desk.post(f"{address}?id={parent.pk}&next=/cms/", {"include_descendants": "on"})
    page.refresh_from_db()
    assert not page.live
    page.body = [("sentences", "話を 聞きます。")]
    page.save_revision()
    desk.post(f"{address}?id={page.pk}&next=/cms/", {"include_descendants": ""})
    page.refresh_from_db()
    assert page.live


def test_a_further_check_of_what_is_published_refuses_too(desk, monkeypatch):
    monkeypatch.setattr(
        checks, "publish_checks", [checks.reading_check(lambda texts: [texts[-1]] if texts else [])]
    )
    page = EasyPage.objects.get(slug="who")
    form = form_of(page, body=["話を 聞きます。"]) | {"action-publish": "action-publish"}
    assert "読みがなを確かめてください。" in text_of(desk.post(edit_address(page), form))


def test_a_sentence_without_a_confirmed_reading_is_an_error_where_it_stands():
    check = checks.reading_check(lambda _: ["話す"])
    (found,) = check([("題", "はい"), ("本文の1番め「文」", "はい。\n話す")])
    assert (found.kind, found.where, found.words) == (Kind.READING, "本文の1番め「文」", "話す")
    assert found.is_error


@pytest.mark.parametrize(
    ("text", "waiting"),
    [
        ("「電話して。待って。」と言います。", ["「電話して。待って。」と言います。"]),
        (
            "相談できます。\n（相談は無料です。だれでも話せます。）",
            ["相談できます。", "（相談は無料です。だれでも話せます。）"],
        ),
        ("場所：病院です。", ["場所：", "病院です。"]),
    ],
)
def test_no_sentence_passes_because_it_is_parted_in_another_way(db, django_assert_num_queries, text, waiting):
    check = checks.reading_check(unconfirmed)
    with django_assert_num_queries(1):
        found = check([("題", "はい"), ("文", text)])
    assert [(each.where, each.words) for each in found] == [("文", words) for words in waiting]


def test_the_check_while_writing_answers_and_keeps_nothing(desk):
    page = EasyPage.objects.get(slug="who")
    before = page.latest_revision_id
    answer = desk.post(reverse("easy_check"), form_of(page, body=["はい。", HARD]))
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "本文の2番め「文」" in shown
    assert "本文の1番め「文」" not in shown
    assert "二重の打ち消し" in shown
    page.refresh_from_db()
    assert page.latest_revision_id == before
    assert "直すところは ありません" in text_of(
        desk.post(reverse("easy_check"), form_of(page, body=["はい。"]))
    )


@pytest.mark.parametrize("broken", [{}, {"body-count": "x"}, {"body-count": "2"}])
def test_a_broken_form_gets_an_answer_too(desk, broken):
    assert desk.post(reverse("easy_check"), broken).status_code == 400


def test_nobody_else_may_ask(client, easy, partner):
    form = form_of(EasyPage.objects.get(slug="who"), body=[HARD])
    assert client.post(reverse("easy_check"), form).status_code == 302
    assert sign_in(client, partner).post(reverse("easy_check"), form).status_code == 302


def test_the_check_is_asked_by_post_alone(desk):
    assert desk.get(reverse("easy_check")).status_code == 405


def test_an_easy_page_with_an_unconfirmed_reading_is_not_published(desk):
    page = EasyPage.objects.get(slug="who")
    form = form_of(page, body=["病院に つきます。"]) | {"action-publish": "action-publish"}
    refused = desk.post(edit_address(page), form)
    assert refused.status_code == 200
    assert "病院に つきます。" in text_of(refused)
    make_reading("｜病院《びょういん》に つきます。")
    assert desk.post(edit_address(page), form).status_code == 302

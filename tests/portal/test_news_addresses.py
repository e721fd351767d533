"""The address of news is its day: it can be read out, and no title stands in its way."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import NewsIndexPage, NewsPage
from tests.factories.accounts import sign_in

FIELDS = {
    "title": "北部圏域の会議",
    "slug": "",
    "day": "2026-11-20",
    "category": "report",
    "summary": "",
    "consent": "nobody",
    "tags": "",
    "responsible": "相談支援係",
    "body-count": "0",
    "action-publish": "1",
    "comments-TOTAL_FORMS": 0,
    "comments-INITIAL_FORMS": 0,
}


@pytest.fixture
def desk(client, site, manager):
    return sign_in(client, manager)


def add(desk, **changes):
    response = desk.post(
        f"/cms/pages/add/portal/newspage/{NewsIndexPage.objects.get().pk}/", FIELDS | changes
    )
    assert response.status_code == 302
    return NewsPage.objects.latest("pk")


def test_the_day_is_the_address_and_the_same_title_works_again(desk):
    pages = [add(desk) for _ in range(3)]
    assert [page.address for page in pages] == [
        "/news/2026-11-20/",
        "/news/2026-11-20-2/",
        "/news/2026-11-20-3/",
    ]
    assert desk.get("/news/2026-11-20-2/").status_code == 200


def test_an_address_that_somebody_chose_stays_and_one_that_is_taken_gets_a_number(desk):
    assert [add(desk, slug="hokubu").slug for _ in range(2)] == ["hokubu", "hokubu-2"]


def test_an_address_that_is_there_stays_whatever_changes(desk, add_news):
    page = add_news("前からあるお知らせ", slug="前からあるお知らせ")
    response = desk.post(f"/cms/pages/{page.pk}/edit/", FIELDS | {"title": "新しい題", "day": "2026-11-24"})
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.slug, page.title, page.day) == ("前からあるお知らせ", "新しい題", dt.date(2026, 11, 24))


def test_a_draft_without_a_day_is_called_after_today(desk):
    draft = {name: value for name, value in FIELDS.items() if name != "action-publish"}
    response = desk.post(
        f"/cms/pages/add/portal/newspage/{NewsIndexPage.objects.get().pk}/", draft | {"day": ""}
    )
    assert response.status_code == 302
    assert NewsPage.objects.get().slug == timezone.localdate().isoformat()


def test_news_that_a_program_makes_have_their_day_too(add_news):
    assert [add_news("同じ題").slug for _ in range(2)] == ["2026-11-20", "2026-11-20-2"]


def test_the_title_does_not_write_the_address_in_the_editor(desk):
    page = desk.get(f"/cms/pages/add/portal/newspage/{NewsIndexPage.objects.get().pk}/").content.decode()
    assert "空けておくと、日付になります" in page
    assert "#id_slug" not in page


def test_an_empty_list_does_not_send_the_reader_to_itself(client, site):
    page = client.get("/news/").content.decode()
    main = page[page.index('id="main"') :]
    assert "お知らせは、まだありません" in main
    assert "この種類のお知らせは" not in main
    assert "すべてのお知らせを見る" not in main
    assert "すべてのお知らせを見る" in client.get("/news/?category=report").content.decode()


def test_news_is_of_a_known_kind_and_only_a_draft_may_lack_it(desk, add_news):
    page = add_news()
    with pytest.raises(IntegrityError, match="portal_newspage_category_is_known"), transaction.atomic():
        NewsPage.objects.filter(pk=page.pk).update(category="gossip")
    assert add(desk, **{"category": "", "action-publish": ""}).category == ""

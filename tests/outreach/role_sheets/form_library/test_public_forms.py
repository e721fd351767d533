"""Everybody reads listed forms and takes published empty ones; marked files and what was filled, nobody."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.search.models import SearchEntry
from outreach.role_sheets.form_library.demo import sheet_to_fill
from outreach.role_sheets.form_library.demo_names import BLANKS, NAMES
from outreach.role_sheets.form_library.enums import Origin
from outreach.role_sheets.form_library.models import FormKind
from outreach.role_sheets.form_library.search import form_documents
from outreach.role_sheets.form_library.services.library import (
    change_kind,
    publish_version,
    withdraw_version,
)
from outreach.role_sheets.form_library.shelf import shelf
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.forms import make_kind, make_version, sheet

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/guides/forms/"


@pytest.fixture
def site():
    return place_first_site()


@pytest.fixture
def published(site, staff, now):
    version = make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=sheet("【研修.開催数】"))
    publish_version(version=version, actor=staff, now=now)
    return version


def test_a_published_form_is_taken_under_a_name_that_says_what_it_is(published):
    page = Client().get(f"{LIST}report/")
    address = f"{LIST}report/{published.pk}/report.xlsx"
    assert [
        address in page.text,
        "5月までに出します。" in page.text,
        "県の通知（令和8年3月）" in page.text,
    ] == [True] * 3
    file = Client().get(address)
    assert (file.status_code, file["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert Client().get(f"{LIST}report/{published.pk}/other.xlsx").status_code == 404


def test_what_is_not_published_or_not_listed_is_not_there(published, staff, now):
    address = f"{LIST}report/{published.pk}/report.xlsx"
    withdraw_version(version=published, actor=staff, now=now)
    assert [Client().get(address).status_code, address in Client().get(LIST).text] == [404, False]
    publish_version(version=published, actor=staff, now=now)
    kind = FormKind.objects.get()
    change_kind(kind=kind, details={"code": "report", "is_listed": False}, actor=staff, now=now)
    assert [Client().get(each).status_code for each in (address, f"{LIST}report/")] == [404, 404]
    assert "公開している様式は、まだありません" in Client().get(LIST).text


def test_marked_files_are_for_staff_alone(published, partner):
    for client in (Client(), sign_in(Client(), partner)):
        pages = [client.get(each).text for each in (LIST, f"{LIST}report/")]
        assert [published.marked.name in page for page in pages] == [False, False]
        assert client.get(f"/cms/form-library/versions/{published.pk}/marked/file/").status_code == 302


def test_search_and_shelf_know_listed_forms_alone(published, staff, now, rf):
    hidden = make_kind(by=staff, now=now, code="hidden", title="ないしょの様式", is_listed=False)
    assert [each.title for each in form_documents()] == ["実績報告"]
    assert list(form_documents([str(hidden.pk)])) == []
    assert SearchEntry.objects.filter(source="forms").count() == 1
    assert [words for words, _ in shelf(rf.get("/guides/")).first] == ["実績報告"]


@pytest.mark.parametrize(
    ("details", "words", "link"),
    [
        ({"source_url": "https://example.jp/forms/"}, "作ったところのページ", "https://example.jp/forms/"),
        ({"origin": Origin.OWN}, "センターの様式です。ファイルは、まだ", "/contact/"),
        ({"origin": Origin.OFFICIAL}, "国の様式です。ファイルは、ここに置いていません。", "/contact/"),
    ],
)
def test_a_form_without_a_file_says_where_it_is_got_and_leads_there(site, staff, now, details, words, link):
    make_kind(by=staff, now=now, **details)
    page = Client().get(f"{LIST}report/").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert [words in main, f'href="{link}"' in main] == [True, True]
    listed = Client().get(LIST).text
    assert ["ファイルなし" in listed, "手に入れ方を見る" in listed] == [False, True]


def test_forms_with_a_file_stand_first_on_the_page_of_guides(published, staff, now, rf):
    for number in range(4):
        make_kind(by=staff, now=now, code=f"a-{number}", title=f"あ{number}")
    first = shelf(rf.get("/guides/")).first
    assert [words for words, _ in first] == ["実績報告", "あ0", "あ1"]


def test_the_library_and_its_forms_lead_to_this_list(site):
    for address in ("/library/", "/library/opinion-letter/"):
        assert f'href="{LIST}"' in Client().get(address).text.partition("<main")[2].partition("</main>")[0]


def test_the_centres_own_forms_of_the_sample_can_be_taken_home_and_fit_one_sheet():
    own = [code for code, _, origin, *_ in NAMES if origin == Origin.OWN]
    assert sorted(own) == sorted(BLANKS)
    for words in BLANKS.values():
        page = openpyxl.load_workbook(io.BytesIO(sheet_to_fill("様式", words))).active
        assert [page.cell(row, 1).value for row in range(3, 3 + len(words))] == list(words)


def test_without_a_listed_form_there_is_no_shelf(site, rf):
    assert shelf(rf.get("/guides/")) is None


def test_pages_ask_as_often_for_three_forms_as_for_one(site, staff, now, partner):
    client, counts = sign_in(Client(), partner), []
    for number in range(3):
        kind = make_kind(by=staff, now=now, code=f"report-{number}", title=f"様式{number}")
        for name in range(number + 1):
            day = date(2020 + name, 4, 1)
            version = make_version(kind, by=staff, now=now, name=f"第{name}版", valid_from=day)
            publish_version(version=version, actor=staff, now=now)
        for page in (LIST, f"{LIST}report-{number}/"):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:4] == counts[4:]
    assert counts[:2] == [8, 8]

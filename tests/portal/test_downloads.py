"""How often papers are taken: by readers, once each, without knowing who."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from accounts.enums import PublicRole
from portal.downloads import queries
from portal.downloads.enums import Sheet
from portal.downloads.models import DownloadCount
from portal.downloads.rules import Handing, is_download
from portal.downloads.services import count_download
from portal.models import LibraryIndexPage, LibraryPage, LibraryVersion
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import NOW

DAY = NOW.date()
READER = Handing(method="GET", status=200, is_staff=False, agent="Mozilla/5.0 (Windows NT 10.0)")
PDF = b"%PDF-1.7 paper"


@pytest.fixture
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def files(settings, tmp_path):
    """A disk for files, as Wagtail hands them out from there."""
    settings.MEDIA_ROOT = str(tmp_path)
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}


def make_document(title="パンフレット"):
    return Document.objects.create(title=title, file=ContentFile(PDF, name="paper.pdf"))


def take(client, path, **headers):
    """Return the answer after its file was read to the end, by which the client closes it."""
    answer = client.get(path, headers=headers)
    answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def times(**file):
    return sum(DownloadCount.objects.filter(**file).values_list("times", flat=True))


def make_versions(title, *documents, **fields):
    fields = {"kind": "pamphlet", "origin": "センター", "responsible": "係"} | fields
    page = LibraryPage(title=title, **fields)
    LibraryIndexPage.objects.get().add_child(instance=page)
    page.versions = [
        LibraryVersion(label=f"第{place}版", issued_on=date(2020 + place, 4, 1), document=document)
        for place, document in enumerate(documents, start=1)
    ]
    page.save_revision().publish()
    return page


# The rule


@pytest.mark.parametrize(
    "change",
    [
        {"method": "HEAD"},
        {"status": 304},
        {"status": 404},
        {"is_staff": True},
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"agent": "some-Crawler"},
        {"range": "bytes=1-"},
        {"range": "bytes = 500-999"},
        {"range": "bytes=-500"},
        {"status": 206, "range": "bytes=0-0"},
        {"range": "bytes = 00-1"},
        {"purpose": "prefetch;anonymous-client-ip"},
    ],
)
def test_a_look_a_program_one_of_us_and_a_continuation_do_not_count(change):
    assert is_download(READER)
    assert not is_download(Handing(**(vars(READER) | change)))


@pytest.mark.parametrize(
    "change",
    [
        {"range": "bytes=0-"},
        {"range": "bytes=0-1023"},
        {"range": "bytes=00-99"},
        {"status": 206, "range": "bytes=0-9"},
        {"status": 302},
        {"agent": "Mozilla/5.0 (Linux; Android 10; CUBOT_X30)"},
        {"agent": ""},
    ],
)
def test_the_first_part_and_every_reader_count(change):
    assert is_download(Handing(**(vars(READER) | change)))


# Counting


@pytest.mark.usefixtures("_clock", "files")
def test_each_reader_who_takes_a_file_adds_one(site, partner):
    paper = make_document()
    elsewhere = [Client(REMOTE_ADDR=f"203.0.113.{number}") for number in range(3)]
    for client in (*elsewhere[:2], sign_in(elsewhere[2], partner)):
        assert take(client, paper.url).read == PDF
    row = DownloadCount.objects.get()
    assert (row.document, row.sheet, row.day, row.times) == (paper, "", DAY, 3)


def test_a_row_has_no_place_for_who_it_was():
    assert [field.name for field in DownloadCount._meta.get_fields()] == [
        "id",
        "document",
        "sheet",
        "day",
        "times",
    ]


@pytest.mark.usefixtures("_clock", "files")
def test_headers_programs_staff_and_known_copies_add_nothing(site, staff, client):
    paper = make_document()
    assert list(client.head(paper.url)) == []
    for unlike_a_reader in ({"user-agent": "bingbot/2.0"}, {"range": "bytes=4-"}):
        assert take(client, paper.url, **unlike_a_reader).read == PDF
    assert take(sign_in(Client(), staff), paper.url).read == PDF
    assert times() == 0
    tag = take(client, paper.url).headers["ETag"]
    assert take(client, paper.url, **{"if-none-match": tag}).status_code == 304
    assert times() == 1


@pytest.mark.usefixtures("_clock", "files")
def test_a_form_for_a_password_and_a_file_that_is_not_there_add_nothing(site, client):
    closed = Collection.get_first_root_node().add_child(name="会の資料")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.PASSWORD, password="hirake"
    )
    paper = make_document()
    Document.objects.filter(pk=paper.pk).update(collection=closed)
    closed_door = take(client, paper.url)
    assert (closed_door.status_code, b"password" in closed_door.read) == (200, True)
    assert take(client, "/documents/999999/x.pdf").status_code == 404
    assert times() == 0


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(
    ("path", "sheet"),
    [
        ("/papers/leaflet.pdf", Sheet.LEAFLET),
        ("/papers/duties.pdf", Sheet.DUTIES),
        ("/papers/principles.pdf", Sheet.PRINCIPLES),
        ("/papers/flow.pdf", Sheet.FLOW),
        ("/papers/centres.csv", Sheet.CENTRES),
    ],
)
def test_no_cache_stands_between_a_sheet_and_its_count(client, site, path, sheet):
    answers = [client.get(path, REMOTE_ADDR=f"203.0.113.{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (times(sheet=sheet), times()) == (3, 3)
    assert "private" in answers[0].headers["Cache-Control"]


@pytest.mark.usefixtures("_clock", "files")
def test_no_cache_on_the_way_keeps_a_file(site, client):
    assert "private" in take(client, make_document().url).headers["Cache-Control"]


@pytest.mark.usefixtures("files")
def test_an_address_adds_one_an_hour_to_each_paper(site, client):
    papers = [make_document(), make_document()]
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(3):
            for paper in papers:
                take(client, paper.url)
        assert [times(document=paper) for paper in papers] == [1, 1]
        take(client, papers[0].url, **{"user-agent": "bingbot/2.0"})
        clock.shift(timedelta(hours=1, seconds=1))
        take(client, papers[0].url)
    assert [times(document=paper) for paper in papers] == [2, 1]


@pytest.mark.usefixtures("_clock", "files")
def test_the_address_of_a_reader_stands_neither_in_a_key_of_the_cache_nor_in_its_plain_hash(site, client):
    take(client, make_document().url, **{"user-agent": "Mozilla/5.0"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM foundation_cache WHERE cache_key LIKE '%downloads.%'")
        ((key,),) = cursor.fetchall()
    mark = key.rsplit(".", 1)[1]
    assert "127.0.0.1" not in key
    assert mark != sha256(f"127.0.0.1 {[('document_id', Document.objects.get().pk)]}".encode()).hexdigest()


def test_of_downloads_at_the_same_moment_none_is_lost(transactional_db):
    def take(_):
        try:
            count_download(day=DAY, sheet=Sheet.LEAFLET)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as readers:
        list(readers.map(take, range(40)))
    assert list(DownloadCount.objects.values_list("times", flat=True)) == [40]


def test_every_day_has_its_own_row(db):
    for days in (0, 0, 1):
        count_download(day=DAY - timedelta(days=days), sheet=Sheet.FLOW)
    assert list(DownloadCount.objects.values_list("day", "times")) == [
        (DAY, 2),
        (DAY - timedelta(days=1), 1),
    ]


# Invariants


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"sheet": ""}, "downloads_downloadcount_of_one_file"),
        ({"sheet": "other"}, "downloads_downloadcount_of_one_file"),
        ({"times": 0}, "downloads_downloadcount_is_not_zero"),
    ],
)
def test_a_row_is_of_one_file_and_not_empty(db, change, name):
    count_download(day=DAY, sheet=Sheet.FLOW)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DownloadCount.objects.update(**change)
    paper = make_document()
    with pytest.raises(IntegrityError, match="of_one_file"), transaction.atomic():
        DownloadCount.objects.update(document=paper)
    assert DownloadCount.objects.update(document=paper, sheet="") == 1


@pytest.mark.usefixtures("files")
def test_a_file_has_one_row_a_day(db):
    paper = make_document()
    for name, row in (
        ("document_once_a_day", {"document": paper}),
        ("sheet_once_a_day", {"sheet": Sheet.FLOW}),
    ):
        rows = [DownloadCount(day=DAY, times=1, **row) for _ in range(2)]
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            DownloadCount.objects.bulk_create(rows)


# The desk


@pytest.mark.usefixtures("_clock", "files")
def test_a_year_is_shown_by_paper_and_version(site, manager):
    old, new, lone = make_document("旧"), make_document("新"), make_document("様式の見本")
    make_versions("パンフレット", old, new)
    for day, document in ((date(2026, 4, 1), old), (DAY, new), (DAY, new), (date(2026, 3, 31), new)):
        count_download(day=day, document_id=document.pk)
    count_download(day=DAY, document_id=lone.pk)
    count_download(day=DAY, sheet=Sheet.LEAFLET)
    found = {
        (row.heading, row.months[0], row.months[7], row.total)
        for table in queries.download_tables(2026)
        for row in table.rows
        if row.total
    }
    assert found == {
        ("パンフレット　第2版（いまの版）", 0, 2, 2),
        ("パンフレット　第1版（前の版）", 1, 0, 1),
        ("様式の見本", 0, 1, 1),
        ("センターのご案内（A4・1枚）", 0, 1, 1),
    }
    assert queries.downloads_of([old.pk, new.pk, lone.pk], 2025) == {new.pk: 1}
    page = sign_in(Client(), manager).get("/cms/downloads/")
    assert "パンフレット　第2版（いまの版）" in page.text


@pytest.mark.usefixtures("_clock", "files")
@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_as_often_for_three_papers_as_for_one(site, manager, count):
    for number in range(count):
        paper, lone = make_document(), make_document()
        make_versions(f"資料{number}", paper)
        for document in (paper, lone):
            count_download(day=DAY, document_id=document.pk)
    client = sign_in(Client(), manager)
    asks = {}
    for address in ("/cms/downloads/", "/cms/downloads/counts.xlsx"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        ours = ('"downloads_', 'FROM "portal_library', 'FROM "wagtaildocs_')
        asks[address] = len([query for query in captured if any(name in query["sql"] for name in ours)])
    assert asks == {"/cms/downloads/": 4, "/cms/downloads/counts.xlsx": 4}


@pytest.mark.usefixtures("_clock", "files")
def test_the_counts_leave_as_a_workbook(site, manager):
    count_download(day=DAY, sheet=Sheet.FLOW)
    answer = sign_in(Client(), manager).get("/cms/downloads/counts.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = {row[1]: row[2:] for row in sheet.iter_rows(values_only=True)}
    assert rows["支援の流れ（図、A4・1枚）"] == (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("_clock", "files")
@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("staff", 200), ("manager", 200), ("system_admin", 404)]
)
def test_those_who_look_after_the_library_see_the_counts(site, role, status):
    client = sign_in(Client(), make_user(roles=[PublicRole(role)]))
    addresses = ("/cms/downloads/", "/cms/downloads/counts.xlsx")
    assert [client.get(address).status_code for address in addresses] == [status] * 2


@pytest.mark.usefixtures("_clock", "files")
def test_the_editor_of_a_paper_shows_its_counts_beside_the_versions(site, manager):
    old, new = make_document("旧"), make_document("新")
    page = make_versions("パンフレット", old, new)
    count_download(day=DAY, document_id=new.pk)
    count_download(day=DAY - timedelta(days=365), document_id=old.pk)
    html = sign_in(Client(), manager).get(f"/cms/pages/{page.pk}/edit/").text
    assert '<th scope="row">第2版</th><td>1回</td><td>0回</td>' in html
    assert '<th scope="row">第1版</th><td>0回</td><td>1回</td>' in html
    form = LibraryPage.objects.get(slug="coordination-plan")
    assert "ダウンロードの数" not in sign_in(Client(), manager).get(f"/cms/pages/{form.pk}/edit/").text

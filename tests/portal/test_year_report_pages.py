"""What everybody reads of a yearly report: the list, the page, the paper, the versions before it."""

import io
import re

import pytest
from pypdf import PdfReader

from foundation.demo import World
from foundation.public_pages import version
from portal.figures.models import StatTable
from portal.year_report import papers, queries, services
from portal.year_report.models import YearReport
from tests.factories.figures import NOW, make_table, somebody
from tests.factories.year_report import bring, make_report, make_second_version

pytestmark = pytest.mark.django_db

ROW = re.compile(r'<tr><th scope="row">(.*?)</th><td class="r">(.*?)</td>')


@pytest.fixture
def read(client, centre):
    """A function that returns the words of a public page."""

    def get(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return get


def text_of(pdf):
    """Return the words of a paper without spaces."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


# The list


def test_the_list_names_the_report_of_each_year(read):
    make_report()
    make_report(year=2024)
    text = read("/reports/").partition("<main")[2]
    places = [text.index(word) for word in ("令和7年度 事業報告書", "令和6年度 事業報告書")]
    assert places == sorted(places)
    assert 'href="/papers/reports/2025.pdf"' in text


@pytest.mark.parametrize("state", ["draft", "proof", "withdrawn"])
def test_what_is_not_public_is_found_nowhere(read, state):
    make_report(state=state)
    assert "1年の報告は、まだありません" in read("/reports/")
    for address in (
        "/reports/2025/",
        "/reports/2025/1/",
        "/papers/reports/2025.pdf",
        "/papers/reports/2025-1.pdf",
    ):
        read(address, status=404)
    assert "/reports/2025/" not in read("/sitemap.xml")


@pytest.mark.parametrize("address", ["/reports/99999999999/", "/reports/2025/99999999999/", "/reports/0/"])
def test_a_year_that_no_database_knows_is_404(read, address):
    make_report()
    read(address, status=404)


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_asks_as_often_for_many_reports_as_for_one(count_queries, centre, reports):
    for number in range(reports):
        make_report(year=2025 - number)
    assert count_queries("/reports/") == 4


@pytest.mark.parametrize("chapters", [1, 3])
def test_a_report_asks_as_often_for_many_chapters_as_for_one(count_queries, centre, chapters):
    report = make_report(state="draft")
    for number in range(1, chapters):
        services.add_chapter(
            report=report, heading=f"章{number}", words="文です。", actor=somebody("manager"), now=NOW
        )
    bring(report, "published")
    assert count_queries("/reports/2025/") == 7


# One report


def test_a_report_shows_contents_words_tables_and_charts_in_this_order(read):
    report = make_report(words="電話がふえました。\n\n手紙もふえました。", title="電話が中心でした")
    text = read(report.get_absolute_url()).partition("<main")[2]
    order = [
        text.index(words)
        for words in (
            "<h1>令和7年度 事業報告書</h1>",
            'href="/papers/reports/2025.pdf"',
            '<a href="#chapter-1">数字で見る1年</a>',
            'id="chapter-1"',
            "<p>電話がふえました。</p>",
            "<p>手紙もふえました。</p>",
            "<h3>電話が中心でした</h3>",
            "相談を受けた人の数（単位：人）",
            "出典：令和7年度 事業報告（2026年）",
            '<svg class="plot"',
            "数の出し方",
        )
    ]
    assert order == sorted(order)


def test_no_hidden_number_is_anywhere_on_the_page(read):
    text = read(make_report().get_absolute_url())
    assert ROW.findall(text) == [
        ("電話", "非表示"),
        ("来所", "9人"),
        ("手紙", "6人"),
        ("メール", "非表示"),
        ("合計", "40人"),
    ]
    assert "1〜4は、だれのことかがわかるおそれ" in text
    assert "23人" not in text


def test_what_nobody_hides_needs_no_rule(read):
    report = make_report([("電話", "23"), ("来所", "9")])
    assert "非表示" not in read(report.get_absolute_url())


def test_words_of_editors_are_no_markup(read):
    report = make_report(words="<script>alert(1)</script>")
    assert "<script>alert" not in read(report.get_absolute_url())


def test_the_address_with_the_newest_version_leads_to_the_one_without(client, centre):
    make_report()
    answer = client.get("/reports/2025/1/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/reports/2025/")


def test_an_old_version_says_so_and_leads_to_the_new_one(read):
    report = make_report()
    make_second_version(report)
    old = read("/reports/2025/1/")
    assert "これは、前の版です" in old
    assert 'href="/reports/2025/"' in old
    assert 'content="noindex' in old
    new = read("/reports/2025/")
    assert "これは、前の版です" not in new
    assert '<a href="/reports/2025/1/">令和7年度 事業報告書（第1版）</a>' in new


def test_a_report_is_on_every_map(read):
    make_report()
    assert "<loc>http://localhost:8000/reports/2025/</loc>" in read("/sitemap.xml")
    assert 'href="/reports/"' in read("/site-map/")


def test_the_library_leads_to_the_reports(read, site):
    assert 'href="/reports/"' in read("/library/").partition("<main")[2]


def test_readers_see_a_published_report_at_once(client, centre, django_capture_on_commit_callbacks):
    report = make_report(state="proof")
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_report(report=report, actor=somebody("manager"), now=NOW)
    assert version.read() != before


# The paper


def test_the_paper_is_tagged_japanese_and_has_a_title_and_bookmarks(client, centre):
    make_report()
    answer = client.get("/papers/reports/2025.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    paper = PdfReader(io.BytesIO(answer.content))
    catalog = paper.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- a boolean of the PDF, equal but not the same
    assert (str(catalog["/Lang"]), paper.metadata.title) == ("ja", "令和7年度 事業報告書")
    titles = [each.title for each in flat(paper.outline)]
    assert titles[:3] == ["令和7年度 事業報告書", "もくじ", "1\u3000数字で見る1年"]


def flat(outline):
    return [one for each in outline for one in (flat(each) if isinstance(each, list) else [each])]


def test_the_paper_shows_what_the_page_shows_and_hides_the_same(client, centre):
    make_report()
    words = text_of(client.get("/papers/reports/2025.pdf").content)
    for shown in ("電話がふえました。", "9人", "40人", "非表示", "1〜4は", "1/1", "令和8年11月25日公開"):
        assert shown in words
    for hidden in ("23人", "2人"):
        assert hidden not in words


def test_the_paper_of_an_old_version_stays(client, centre):
    report = make_report(words="はじめの言葉です。")
    new = services.reopen_report(report=report, actor=somebody("manager"), now=NOW)
    values = {"heading": "数字", "words": "直した言葉です。"}
    services.change_chapter(chapter=new.chapters.get(), values=values, actor=somebody("staff"), now=NOW)
    bring(new, "published")
    assert "はじめの言葉です。" in text_of(client.get("/papers/reports/2025-1.pdf").content)
    assert "直した言葉です。" in text_of(client.get("/papers/reports/2025.pdf").content)


def test_a_proof_says_that_it_is_none_yet(centre):
    report = make_report(state="proof")
    assert "校正用公開されていません" in text_of(papers.report_pdf(queries.shown_report(report)))


# The demo world


def test_the_demo_world_has_one_report_that_says_it_is_invented(read, staff, manager):
    from portal.year_report.demo import seed

    make_table(fiscal_year=2025, is_sample=True)
    world = World(door="public", now=NOW, cast=())
    world.people = {"staff": staff.person, "manager": manager.person}
    seed(world)
    seed(world)
    assert YearReport.objects.get().is_sample
    text = read("/reports/2025/")
    assert "見本の報告です" in text
    assert StatTable.objects.count() == 1

"""What everybody reads: the list, one finding with its chart, the same as files; and what nobody may read."""

import csv
import io
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from openpyxl import load_workbook

from foundation.demo import World
from foundation.ui import charts
from foundation.ui.charts import Mark
from portal.figures import demo, files, queries
from portal.figures.models import StatTable
from tests.factories.accounts import sign_in
from tests.factories.figures import NOW, make_table, somebody

pytestmark = pytest.mark.django_db

SMALL = (("障害者グループホーム", "12"), ("アパート", "9"), ("更生保護施設", "6"), ("養護老人ホーム", "2"))
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>")


@pytest.fixture
def read(client, centre):
    """A function that returns the words of a public page."""

    def get(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return get


def table_of(text):
    """Return the cells of each row of the one table on a page."""
    body = text.split("<table", 1)[1].split("</table>")[0]
    return [CELL.findall(row) for row in body.split("<tr>")[1:]]


def svg_of(text):
    return ET.fromstring(re.search(r"<svg class=\"plot\".*?</svg>", text, re.DOTALL).group())


# The list


def test_the_list_shows_both_themes_and_one_fiscal_year(read):
    make_table(title="今年わかったこと")
    make_table(title="前の年にわかったこと", fiscal_year=2024)
    make_table(title="全国でわかったこと", scope="national", unit="%")
    latest = read("/figures/")
    assert ("今年わかったこと" in latest, "前の年にわかったこと" in latest) == (True, False)
    assert "全国でわかったこと" in latest
    assert '<option value="2025" selected>令和7年度（2025年度）</option>' in latest
    before = read("/figures/?year=2024")
    assert ("今年わかったこと" in before, "前の年にわかったこと" in before) == (False, True)


@pytest.mark.parametrize("year", ["1999", "x", "", "２０２５", "2025%00"])
def test_a_year_of_which_there_is_nothing_shows_the_latest(read, year):
    make_table(title="今年わかったこと")
    assert "今年わかったこと" in read(f"/figures/?year={year}")


def test_the_list_says_how_many_rows_it_leaves_out(read):
    make_table([(f"項目{number}", "20") for number in range(7)])
    text = read("/figures/")
    assert ("項目4" in text, "項目5" in text, "ほかに2つの数があります。" in text) == (True, False, True)


def test_an_empty_list_says_so(read):
    text = read("/figures/")
    assert "このセンターの数字は、まだありません" in text
    assert "全国の調査の数字は、まだありません" in text


@pytest.mark.parametrize("tables", [1, 3])
def test_the_list_asks_as_often_for_many_tables_as_for_one(count_queries, centre, tables):
    for number in range(tables):
        make_table(title=f"わかったこと{number}")
        make_table(title=f"全国{number}", scope="national")
    assert count_queries("/figures/") == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_a_table_asks_as_often_for_many_rows_as_for_one(count_queries, centre, rows):
    table = make_table([(f"項目{number}", "20") for number in range(rows)])
    assert count_queries(table.get_absolute_url()) == 6


# One finding


def test_source_year_base_and_caution_stand_under_the_finding_and_before_the_numbers(read):
    table = make_table(
        base_number=38, base_unit="人", caution="延べの数ではありません。", source_url="https://example.jp/r7"
    )
    text = read(table.get_absolute_url()).partition("<main")[2]
    order = [
        text.index(words)
        for words in (
            f"<h1>{table.title}</h1>",
            "その年度に、はじめて相談した方",
            "38人",
            "令和7年度（2025年度）",
            '<a href="https://example.jp/r7">令和7年度 事業報告（2026年）</a>',
            "延べの数ではありません。",
            '<h2 id="numbers"',
            '<h2 id="chart"',
        )
    ]
    assert order == sorted(order)


def test_an_unknown_base_is_said_to_be_unknown(read):
    table = make_table(scope="national", unit="%")
    assert "回答数は資料に記載なし" in read(table.get_absolute_url())


def test_the_numbers_of_the_centre_itself_speak_of_no_base_that_is_missing(read):
    table = make_table(adds_up=False)
    for address in (table.get_absolute_url(), "/figures/"):
        text = read(address)
        assert table.title in text
        assert "もとになった数" not in text


def test_the_table_shows_each_row_with_its_unit_and_the_sum(read):
    table = make_table(adds_up=True)
    assert table_of(read(table.get_absolute_url())) == [
        ["項目", "数"],
        ["電話", "23人"],
        ["来所", "9人"],
        ["手紙", "6人"],
        ["合計", "38人"],
    ]


def test_sample_numbers_say_that_they_are_a_sample(read):
    table = make_table(is_sample=True)
    assert "見本の数字です" in read(table.get_absolute_url())
    assert "見本の数字" in read("/figures/")
    assert "見本の数字" not in read(make_table().get_absolute_url())


def test_what_is_typed_is_escaped_in_table_and_chart(read):
    table = make_table([("<b>電話</b> & \"'", "23")], title="<script>alert(1)</script>")
    text = read(table.get_absolute_url())
    assert "<script>alert" not in text
    assert "<b>電話" not in text
    assert svg_of(text).find(".//text").text == "<b>電話</b> & \"'"[: charts.LABEL_CHARACTERS]


# Small numbers


def test_a_small_number_stands_in_no_page_chart_or_file(client, centre):
    table = make_table(SMALL, adds_up=True)
    for address in (table.get_absolute_url(), "/figures/"):
        text = client.get(address).content.decode()
        main = re.sub(r"<[^>]*>", " ", text.split("<main", 1)[1].split("</main>")[0])
        assert ("12人" in main, "2人" in re.findall(r"[0-9]+人", main), "29人" in main) == (
            False,
            False,
            address != "/figures/",
        )
    files_of = [client.get(f"{table.get_absolute_url()}table.{kind}") for kind in ("xlsx", "csv")]
    assert [cell.value for cell in load_workbook(io.BytesIO(files_of[0].content)).active["B"]] == [
        "数",
        "非表示",
        9,
        6,
        "非表示",
        29,
    ]
    assert [row[1] for row in csv.reader(io.StringIO(files_of[1].content.decode("utf-8-sig")))] == [
        "数",
        "非表示",
        "9",
        "6",
        "非表示",
        "29",
    ]


def test_a_chart_has_no_length_for_a_hidden_number(read):
    table = make_table(SMALL, adds_up=True, chart="stacked")
    svg = svg_of(read(table.get_absolute_url()))
    assert len(svg.findall("rect")) == 2
    assert {rect.get("class") for rect in svg.findall("rect")} == {"plot__bar"}
    assert [text.text for text in svg.findall("text") if text.get("class") == "plot__number"] == [
        "非表示",
        "9人",
        "6人",
        "非表示",
    ]
    assert "12" not in svg.find("desc").text


def test_the_page_says_why_something_is_hidden(read):
    assert "1〜4の数は、人がわかるおそれがあるので" in read(make_table(SMALL).get_absolute_url())
    assert "人がわかるおそれがあるので" not in read(make_table().get_absolute_url())


# Who may read what


@pytest.mark.parametrize("state", ["draft", "sent", "verified"])
@pytest.mark.parametrize("file", ["", "table.xlsx", "table.csv"])
def test_before_publication_only_the_desk_reads_a_table(state, file, read, staff, partner):
    table = make_table(state=state)
    address = f"{table.get_absolute_url()}{file}"
    read(address, status=404)
    assert sign_in(Client(), partner).get(address).status_code == 404
    assert sign_in(Client(), staff).get(address).status_code == 200
    assert table.title not in read("/figures/")


def test_the_desk_is_told_that_others_do_not_see_the_page(staff, centre):
    table = make_table(state="sent")
    text = sign_in(Client(), staff).get(table.get_absolute_url()).content.decode()
    assert "センターの職員だけに見えています" in text
    assert 'name="robots" content="noindex' in text


@pytest.mark.parametrize("address", ["/figures/nothing/", "/figures/x/table.xlsx", "/figures/x/table.pdf"])
def test_what_is_not_there_is_404(read, address):
    read(address, status=404)


@pytest.mark.parametrize("address", ["/figures/", "/figures/x/", "/figures/x/table.csv"])
def test_nothing_can_be_sent_there(client, centre, address):
    assert client.post(address).status_code == 405


# Charts


def draw(kind, values):
    marks = [
        Mark(f"項目の名前が長いときの例{place}", f"{value}人", value) for place, value in enumerate(values)
    ]
    return ET.fromstring(charts.DRAWN[kind](marks, name="chart-x", title="題名", says="説明"))


@pytest.mark.parametrize("kind", ["bar", "stacked", "line"])
@pytest.mark.parametrize("values", [[3], [0, 0], [5, 0, 12, 1, 7, 9], [1.5, 2.25]])
def test_each_chart_is_sound_svg_with_words_and_without_inline_styles(kind, values):
    svg = draw(kind, [Decimal(str(value)) for value in values])
    names = {name for element in svg.iter() for name in element.attrib}
    assert not any(name == "style" or name.startswith("on") for name in names)
    assert (svg.get("role"), svg.find("title").text, svg.find("desc").text) == ("img", "題名", "説明")
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == {"chart-x-title", "chart-x-says"}
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    texts = [element.text for element in svg.iter("text")]
    assert all(len(text) <= charts.LABEL_CHARACTERS for text in texts)
    assert [text for text in texts if text.endswith("人")] == [f"{Decimal(str(each))}人" for each in values]


@pytest.mark.parametrize("kind", ["bar", "line"])
def test_a_missing_number_is_written_and_not_drawn(kind):
    svg = draw(kind, [Decimal(5), None, Decimal(7)])
    shapes = [element for element in svg if element.tag in ("rect", "circle")]
    assert (len(shapes), len(svg.findall("line"))) == (2, 0)


def test_a_band_fills_the_whole_width_with_patterns_that_differ():
    svg = draw("stacked", [Decimal(each) for each in (3, 2, 5, 1, 4, 5)])
    grounds = [each for each in svg.findall("rect") if "plot__ground" in each.get("class", "")]
    band = [each for each in grounds if each.get("height") == "3.000rem"]
    widths = [float(each.get("width").rstrip("%")) for each in band]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert len({each.get("class") for each in band}) == 6


def test_a_table_without_a_chart_has_none(read):
    text = read(make_table(chart="none").get_absolute_url())
    assert '<h2 id="chart"' not in text


# Files


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_files_hold_what_the_page_shows(client, centre, kind):
    rows = [
        ("年齢", "56.71", "歳"),
        ("男性", "87.73", "%"),
        ("IQ相当値", "61.92", "", "単位なし"),
        ("件数", "3043", "件"),
    ]
    table = make_table(rows, scope="national", unit="", chart="none")
    shown = table_of(client.get(table.get_absolute_url()).content.decode())[1:]
    answer = client.get(f"{table.get_absolute_url()}table.{kind}")
    assert f'filename="{table.slug}.{kind}"' in answer.headers["Content-Disposition"]
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        read = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [type(row[1]) for row in read] == [float, float, float, int]
    else:
        read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
        assert {tuple(row[4:]) for row in read} == {("令和7年度（2025年度）", "令和7年度 事業報告（2026年）")}
    as_shown = [[row[0], f"{float(row[1]):,g}{row[2] or ''}", row[3] or ""] for row in read]
    assert as_shown == shown


def test_the_second_sheet_says_what_a_reader_has_to_know(client, centre):
    table = make_table(SMALL, adds_up=True, caution="延べの数ではありません。", is_sample=True)
    workbook = load_workbook(io.BytesIO(client.get(f"{table.get_absolute_url()}table.xlsx").content))
    assert workbook.sheetnames[1:] == ["この表について"]
    shown = queries.shown(table, threshold=5)
    assert list(workbook["この表について"].iter_rows(values_only=True)) == shown.facts
    assert {"出典", "いつの数字か", "もとになった数", "読むときの注意", "小さな数", "見本"} <= dict(
        shown.facts
    ).keys()


def test_no_cell_becomes_a_formula(client, centre):
    table = make_table([("=1+1", "23")], caution="=2+2")
    answer = client.get(f"{table.get_absolute_url()}table.xlsx")
    workbook = load_workbook(io.BytesIO(answer.content))
    assert {cell.data_type for sheet in workbook for row in sheet for cell in row} <= {"s", "n"}
    assert "'=1+1" in client.get(f"{table.get_absolute_url()}table.csv").content.decode("utf-8-sig")


def test_a_chart_is_made_of_what_is_shown_only():
    table = make_table([("電話", "3")])
    assert files.chart(queries.shown(table, threshold=5)) == ""


# The demo world


def test_the_demo_world_shows_the_survey_and_sample_numbers_of_two_years(read):
    people = {name: somebody(name).person for name in ("staff", "manager")}
    world = World(door="public", now=NOW, cast=(), people=people)
    demo.seed(world)
    made = StatTable.objects.count()
    demo.seed(world)
    assert (StatTable.objects.count(), StatTable.objects.public().count()) == (made, made)
    samples = StatTable.objects.filter(is_sample=True)
    assert list(samples) == list(StatTable.objects.filter(scope="own"))
    assert queries.own_years() == [2025, 2024]
    shown = [queries.shown(table, threshold=5) for table in queries.published_tables("own", year=2025)]
    assert [each.hides_something for each in shown] == [False, True, True, False]
    assert read("/figures/").count("見本の数字") == 4


def test_the_demo_world_of_the_private_door_has_no_figures(db):
    demo.seed(World(door="private", now=NOW, cast=()))
    assert StatTable.objects.count() == 0


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("障害福祉サービス（相談支援）", ["障害福祉サービス", "（相談支援）"]),
        ("ケアマネジャー・地域包括支援センター", ["ケアマネジャー・", "地域包括支援センター"]),
        ("あいうえおかきくけこさしすせそ", ["あいうえおかきくけこさしす", "せそ"]),
        ("アパート", ["アパート"]),
    ],
)
def test_a_long_label_of_a_chart_breaks_between_words(label, lines):
    assert list(charts.label_lines(label)) == lines


def test_numbers_of_the_centre_that_do_not_add_up_name_no_source_that_left_their_base_out():
    assert queries.shown(make_table(adds_up=False), threshold=5).base == ""
    told = make_table(adds_up=False, base_number=38, base_unit="人")
    assert queries.shown(told, threshold=5).base == "38人"

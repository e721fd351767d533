"""200 workbooks, drawn by chance, are filled as they should be; all else in them keeps its bytes."""

import io
import re

import openpyxl
import pytest
import xlsxwriter

from foundation.incoming.refusal import FileRefused
from outreach.role_sheets.form_library import demo
from outreach.role_sheets.form_library.filling.engine import fill, marks_in
from outreach.role_sheets.form_library.filling.marks import Answers, Table
from tests.factories.forms import parts, sheet, workbook, zipped

SHEET = "xl/worksheets/sheet1.xml"
TWO = Answers({}, {"研修.一覧": Table(("題",), [("い",), ("ろ",)])})


def as_read(content):
    """Return all that a reader of a workbook sees: cells with their look, merged cells, rules, names."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    seen = {"names": {name: each.attr_text for name, each in book.defined_names.items()}}
    for page in book:
        cells = {
            cell.coordinate: (cell.value, cell.number_format, cell.font.b, cell.border.left.style)
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style
        }
        rules = sorted(str(each.sqref) for each in page.conditional_formatting)
        lists = [(str(each.sqref), each.formula1) for each in page.data_validations.dataValidation]
        merged = sorted(map(str, page.merged_cells.ranges))
        seen[page.title] = (cells, merged, rules, lists, str(page.print_area), page.dimensions)
    return seen


def without(content, places):
    """Return the bytes of a sheet without the cells at these places and without the results of formulas."""
    content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
    for place in places:
        cell = rb'<c r="%s"(?:[^>]*/>|[^>]*>.*?</c>)' % place.encode()
        content, count = re.subn(cell, b"", content)
        assert (place, count) == (place, 1)
    return content


@pytest.mark.parametrize("begin", range(0, 100, 20))
def test_one_hundred_workbooks_with_tables_are_what_they_should_be(begin):
    for seed in range(begin, begin + 20):
        marked, answers = workbook(seed, is_filled=False, with_table=True)
        wanted, _ = workbook(seed, is_filled=True, with_table=True)
        outcome = fill(marked, answers)
        assert (seed, as_read(outcome.content)) == (seed, as_read(wanted))
        assert {each.name for each in outcome.unknown} == {"研修.ない"}


@pytest.mark.parametrize("begin", range(100, 200, 20))
def test_in_one_hundred_workbooks_all_but_marked_cells_keep_their_bytes(begin):
    for seed in range(begin, begin + 20):
        marked, answers = workbook(seed, is_filled=False, with_table=False)
        wanted, _ = workbook(seed, is_filled=True, with_table=False)
        outcome = fill(marked, answers)
        before, after = parts(marked), parts(outcome.content)
        changed = {name for name in before if before[name] != after[name]}
        assert (list(before), seed) == (list(after), seed)
        assert changed == {SHEET, "xl/worksheets/sheet2.xml"}
        for name, title in ((SHEET, "実績 報告"), ("xl/worksheets/sheet2.xml", "まとめ")):
            places = {
                each.place.rpartition("!")[2] for each in outcome.written if each.place.startswith(title)
            }
            assert without(before[name], places) == without(after[name], places)
        assert (seed, as_read(outcome.content)) == (seed, as_read(wanted))


def test_a_form_without_known_marks_comes_back_byte_for_byte():
    content = sheet("【研修.開催数】", "【記入例】", "ふつう")
    outcome = fill(content, Answers({"会.開催数": 1}))
    assert (outcome.content == content, [each.name for each in outcome.unknown]) == (True, ["研修.開催数"])


def test_a_mark_that_fills_its_cell_becomes_a_number_and_one_within_words_becomes_words():
    outcome = fill(sheet("【研修.開催数】", "計【 研修．開催数 】回"), Answers({"研修.開催数": 1234}))
    page = openpyxl.load_workbook(io.BytesIO(outcome.content)).active
    assert [page["A1"].value, page["A2"].value] == [1234, "計1,234回"]


def test_what_nobody_knows_is_a_dash_and_zero_is_zero():
    outcome = fill(sheet("【会.何も】", "【会.零】"), Answers({"会.何も": None, "会.零": 0}))
    page = openpyxl.load_workbook(io.BytesIO(outcome.content)).active
    assert [page["A1"].value, page["A2"].value] == ["—", 0]


def test_formulas_of_a_filled_form_keep_no_old_result_and_those_of_an_untouched_one_do():
    files = parts(sheet("【研修.一覧.題】", "【研修.開催数】"))
    formulas = (
        b'<row r="9"><c r="A9" s="0" t="str"><f>A2&amp;"x"</f><v>0x</v></c>'
        b'<c r="B9"><f>SUM(A1:A1)</f><v>0</v></c></row></sheetData>'
    )
    files[SHEET] = files[SHEET].replace(b"</sheetData>", formulas)
    for answers, cells in (
        (
            Answers({"研修.開催数": 2}),
            (b'<c r="A9" s="0"><f>A2&amp;"x"</f></c>', b'<c r="B9"><f>SUM(A1:A1)</f></c>'),
        ),
        (TWO, (b'<c r="A10" s="0"><f>A3&amp;"x"</f></c>', b'<c r="B10"><f>SUM(A1:A2)</f></c>')),
        (Answers({"会.開催数": 2}), (b"<v>0x</v></c>", b"<v>0</v></c>")),
    ):
        after = parts(fill(zipped(files), answers).content)[SHEET]
        assert [each for each in cells if each not in after] == []


def test_formulas_of_other_sheets_keep_no_old_result_either():
    marked, answers = workbook(3, is_filled=False, with_table=False)
    files = parts(marked)
    other = "xl/worksheets/sheet2.xml"
    files[other] = files[other].replace(b't="s"', b't="n"')
    assert b"</f><v>" in files[other]
    assert b"</f><v>" not in parts(fill(zipped(files), answers).content)[other]


def test_the_rows_of_the_sample_have_room_for_long_titles():
    page = openpyxl.load_workbook(io.BytesIO(demo.workbook(with_marks=True))).active
    assert (page.row_dimensions[10].height >= 30, page["C10"].alignment.wrap_text) == (True, True)


def test_readings_above_the_old_words_go_and_other_texts_keep_theirs():
    files = parts(sheet("【センター.名称】", "漢字"))
    reading = b'<rPh sb="0" eb="2"><t>\xe3\x82\xab\xe3\x83\xb3</t></rPh><phoneticPr fontId="1"/></si>'
    files["xl/sharedStrings.xml"] = files["xl/sharedStrings.xml"].replace(b"</si>", reading)
    outcome = fill(zipped(files), Answers({"センター.名称": "名前"}))
    after = parts(outcome.content)
    assert after["xl/sharedStrings.xml"] == files["xl/sharedStrings.xml"]
    assert ('<is><t xml:space="preserve">名前</t></is>'.encode() in after[SHEET]) is True


def test_a_number_that_changes_has_the_workbook_calculated_on_opening():
    marked, answers = workbook(3, is_filled=False, with_table=False)
    files = parts(marked)
    files["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*/>", b"", files["xl/workbook.xml"])
    after = parts(fill(zipped(files), answers).content)["xl/workbook.xml"]
    assert after == files["xl/workbook.xml"].replace(
        b"</definedNames>", b'</definedNames><calcPr fullCalcOnLoad="1"/>'
    )


def test_the_order_of_calculation_is_dropped_when_rows_move():
    files = parts(workbook(4, is_filled=False, with_table=True)[0])
    files["xl/calcChain.xml"] = b'<calcChain xmlns="x"><c r="A1"/></calcChain>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    files[rels] = files[rels].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdC" Type="%s" Target="calcChain.xml"/></Relationships>' % kind,
    )
    files[types] = files[types].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    )
    after = parts(
        fill(
            zipped(files), Answers({}, {"研修.一覧": Table(("日", "題", "人数"), [(None, "", 1)] * 3)})
        ).content
    )
    assert [b"calcChain" in after[name] for name in (rels, types)] == [False, False]
    assert ("xl/calcChain.xml" in after) is False


def test_shared_formulas_below_a_table_point_where_their_cells_are():
    files = parts(sheet("【研修.一覧.題】", "x"))
    shared = (
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B3" si="0">A2+A1</f></c></row>'
        b'<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f t="shared" si="0"/></c></row></sheetData>'
    )
    files[SHEET] = re.sub(rb'<row r="2".*</sheetData>', shared, files[SHEET])
    page = openpyxl.load_workbook(io.BytesIO(fill(zipped(files), TWO).content)).active
    assert [page["B3"].value, page["B4"].value] == ["=A3+A1", "=A4+A3"]


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (b'</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>', "たてに結合"),
        (b'</sheetData><tableParts count="1"><tablePart/></tableParts>', "テーブル"),
        (b'<row r="9"><c r="A9"><f t="array" ref="A1:A9">B1:B9</f></c></row></sheetData>', "配列数式"),
        (b"<row><c><v>1</v></c></row></sheetData>", "番号がありません"),
        (
            b'<row r="9"><c r="A9"><f>SUM(\xe8\xa1\xa8:\xe5\x88\xa5!A1)</f></c></row></sheetData>',
            "まとめて指す",
        ),
    ],
)
def test_what_stands_in_the_way_of_new_rows_is_told(xml, told):
    files = parts(sheet("【研修.一覧.題】"))
    files[SHEET] = files[SHEET].replace(b"</sheetData>", xml)
    with pytest.raises(FileRefused, match=told):
        fill(zipped(files), TWO)
    assert marks_in(zipped(files))[1][0].name == "研修.一覧.題"


def test_what_is_drawn_below_a_table_moves_with_its_cells_and_heads_of_pages_are_filled():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page, other = book.add_worksheet("表"), book.add_worksheet("図")
    page.write(1, 0, "【研修.一覧.題】")
    page.write_url(5, 0, "https://example.jp/", string="x")
    page.set_h_pagebreaks([4])
    page.set_header("&C【センター.名称】")
    page.insert_textbox("A7", "署名 【センター.名称】")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$A$2:$A$2"})
    other.insert_chart("A5", chart)
    book.close()
    answers = Answers({"センター.名称": "A&B"}, TWO.tables)
    after = parts(fill(target.getvalue(), answers).content)
    drawing = re.findall(rb"<xdr:row>(\d+)", after["xl/drawings/drawing1.xml"])
    before = re.findall(rb"<xdr:row>(\d+)", parts(target.getvalue())["xl/drawings/drawing1.xml"])
    assert [int(each) for each in drawing] == [int(each) + 1 for each in before]
    assert "署名 A&amp;B".encode() in after["xl/drawings/drawing1.xml"]
    assert "<c:f>表!$A$2:$A$3</c:f>".encode() in after["xl/charts/chart1.xml"]
    for wanted in (b'<hyperlink ref="A7"', b'<brk id="5"', b"<oddHeader>&amp;CA&amp;&amp;B</oddHeader>"):
        assert (wanted, wanted in after[SHEET]) == (wanted, True)


def test_two_tables_in_one_row_are_refused():
    answers = Answers({}, TWO.tables | {"会.一覧": Table(("題",), [])})
    with pytest.raises(FileRefused, match="ちがう表のしるし"):
        fill(sheet("【研修.一覧.題】【会.一覧.題】"), answers)


def test_more_rows_than_a_form_can_hold_are_refused():
    with pytest.raises(FileRefused, match="5,000行まで"):
        fill(sheet("【研修.一覧.題】"), Answers({}, {"研修.一覧": Table(("題",), [("い",)] * 5001)}))


def test_each_cell_is_told_where_it_stands_after_rows_were_repeated():
    answers = Answers({"研修.開催数": 2}, TWO.tables)
    outcome = fill(sheet("【研修.一覧.題】", "【研修.開催数】"), answers)
    assert [(each.place, each.name, each.row, each.words) for each in outcome.written] == [
        ("表!A1", "研修.一覧.題", 0, "い"),
        ("表!A2", "研修.一覧.題", 1, "ろ"),
        ("表!A3", "研修.開催数", None, "2"),
    ]

"""100 documents, drawn by chance, are filled: marks cut into runs, rows of tables, text boxes, headers."""

import random
import re
from xml.etree import ElementTree as ET

import pytest

from foundation.incoming.refusal import FileRefused
from outreach.role_sheets.form_library.filling.engine import fill, marks_in
from outreach.role_sheets.form_library.filling.marks import Answers, Table, in_words
from tests.factories.forms import cut, document, document_parts, paragraph, parts, some_answers, zipped

BODY, HEADER = "word/document.xml", "word/header1.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MERGED = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
TWO = Answers({}, {"研修.一覧": Table(("題",), [("い",), ("ろ",)])})
_WORDS = (
    "研修は【研修.開催数】回です",
    "ふつうの文",
    "【記入例】",
    "【研修.ない】と【センター.名称】",
    "【会.何も】",
)


def row(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{each}</w:tc>' for each in cells)}</w:tr>"


def texts(content, name=BODY):
    """Return the text of each paragraph as a reader of the document sees it."""
    root = ET.fromstring(parts(content)[name])
    return ["".join(each.text or "" for each in one.iter(f"{W}t")) for one in root.iter(f"{W}p")]


def filled(text, answers):
    for name, value in answers.values.items():
        text = text.replace(f"【{name}】", in_words(value))
    return text


def without_texts(content):
    return re.sub(rb"<w:t[ >].*?</w:t>", b"", content)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def test_one_hundred_documents_say_what_they_should_and_keep_all_else():
    for seed in range(100):
        chance = random.Random(seed)
        answers = some_answers(chance)
        words = [chance.choice(_WORDS) for _ in range(chance.randint(1, 9))]
        body = "".join(paragraph(*cut(each, chance)) for each in words)
        table = f"<w:tbl>{row(paragraph('番号'))}{row(paragraph(*cut('【センター.名称】', chance)))}</w:tbl>"
        content = document(body + table, paragraph(*cut("【研修.開催数】", chance)))
        outcome = fill(content, answers)
        wanted = [*(filled(each, answers) for each in words), "番号", answers.values["センター.名称"]]
        assert (seed, texts(outcome.content)) == (seed, wanted)
        assert texts(outcome.content, HEADER) == [f"{answers.values['研修.開催数']:,}"]
        before, after = parts(content), parts(outcome.content)
        assert {name for name in before if before[name] != after[name]} == {BODY, HEADER}
        assert without_texts(before[BODY]) == without_texts(after[BODY])


def test_one_hundred_tables_get_a_row_for_each_row():
    for seed in range(100):
        chance = random.Random(seed)
        answers = some_answers(chance)
        marks = [f"【研修.一覧.{name}】" for name in ("番号", "日", "題", "人数")]
        line = row(*(paragraph(*cut(each, chance)) for each in marks))
        content = document(f"<w:tbl>{row(paragraph('見出し'))}{line}</w:tbl>{paragraph('おわり')}")
        rows = answers.tables["研修.一覧"].rows
        wanted = [
            in_words(value) for place, each in enumerate(rows, start=1) for value in (place, *each)
        ] or ["—"] * 4
        assert (seed, texts(fill(content, answers).content)) == (seed, ["見出し", *wanted, "おわり"])


def test_the_words_of_a_mark_have_the_look_of_the_run_where_it_begins():
    content = document(paragraph("前【研修", ".開催数", "】後"))
    after = parts(fill(content, Answers({"研修.開催数": 5})).content)[BODY].decode()
    assert re.findall(r'<w:sz w:val="(\d+)"/></w:rPr><w:t[^>]*>([^<]*)', after) == [
        ("20", "前5"),
        ("21", ""),
        ("22", "後"),
    ]


def test_text_boxes_are_filled_in_both_ways_in_which_word_keeps_them():
    box = f"<w:txbxContent>{paragraph('【センター.名称】')}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>外</w:t></w:r><w:r>{box}{box}</w:r></w:p>"
    outcome = fill(document(body), Answers({"センター.名称": "名前"}))
    assert texts(outcome.content) == ["外名前名前", "名前", "名前"]


def test_a_mark_does_not_go_over_a_tab_and_lines_of_a_value_stay_lines():
    body = "<w:p><w:r><w:t>【センター</w:t><w:tab/><w:t>.名称】</w:t></w:r></w:p>" + paragraph(
        "【センター.名称】"
    )
    after = parts(fill(document(body), Answers({"センター.名称": "い\nろ"})).content)[BODY].decode()
    assert ["<w:t>.名称】</w:t>" in after, ">い</w:t><w:br/><w:t" in after] == [True, True]


def test_copied_rows_go_without_the_ids_that_word_gives_once():
    mark = '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
    line = row(mark + paragraph("【研修.一覧.題】", attributes=' w14:paraId="00AA00AA"'))
    after = parts(fill(document(f"<w:tbl>{line}</w:tbl>"), TWO).content)[BODY].decode()
    assert [after.count("00AA00AA"), after.count("bookmarkStart")] == [1, 1]


INNER = f"<w:tbl>{row(paragraph('【研修.一覧.番号】'))}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (paragraph("【研修.一覧.題】"), "表の行の中に"),
        (f"<w:tbl>{row(MERGED + paragraph('【研修.一覧.題】'))}</w:tbl>", "たてにつながって"),
        (
            f"<w:tbl>{row(paragraph('【研修.一覧.題】') + INNER)}</w:tbl>",
            "くり返す表があります",
        ),
    ],
)
def test_what_stands_in_the_way_of_new_rows_is_told(body, told):
    with pytest.raises(FileRefused, match=told):
        fill(document(body), TWO)


def test_each_mark_is_told_with_its_place():
    body = paragraph("【研修.ない】") + f"<w:tbl>{row(paragraph('【会.開催数】'))}</w:tbl>"
    suffix, found = marks_in(zipped(document_parts(body, paragraph("【センター.名称】"))))
    assert (suffix, [(each.place, each.name) for each in found]) == (
        "docx",
        [
            ("本文の1段落目", "研修.ない"),
            ("本文の表1、1行目", "会.開催数"),
            ("ヘッダーの1段落目", "センター.名称"),
        ],
    )

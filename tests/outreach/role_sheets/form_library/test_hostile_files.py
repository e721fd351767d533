"""Files that are none, that hide something or that are made to hurt are refused, and never half read."""

import io
import random
import re
import zipfile

import pytest

from foundation.incoming.refusal import FileRefused
from outreach.role_sheets.form_library.filling import tree
from outreach.role_sheets.form_library.filling.engine import fill
from outreach.role_sheets.form_library.filling.marks import Answers
from outreach.role_sheets.form_library.filling.sizes import MOST_BYTES, MOST_ELEMENTS
from tests.factories.forms import document, document_parts, paragraph, parts, sheet, workbook, zipped

SHEET, BODY = "xl/worksheets/sheet1.xml", "word/document.xml"
KNOWN = Answers({"研修.開催数": 3})
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def linked(kind, target):
    """Return the relations of a document with one that leads out."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="r9" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def field(*words, inside=""):
    """Return a paragraph with a field whose instruction is cut into these words."""
    texts = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in words)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    return f"<w:p>{begin}{inside}{texts}{end}</w:p>"


def related(kind, target="thing.bin", part="word/_rels/footer1.xml.rels"):
    relations = linked(kind, target).replace(' TargetMode="External"', "")
    return document("", **{part: relations})


def elsewhere():
    """Return a document whose main part has a name of no meaning, with a command in it."""
    files = document_parts(field("DDEAUTO c:\\\\x"))
    files["other/main.bin"] = files.pop("word/document.xml")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        files[name] = files[name].replace("word/document.xml", "other/main.bin")
    return zipped(files)


def with_part(name, content):
    return zipped(parts(sheet("【研修.開催数】")) | {name: content})


def changed(name, old, new):
    files = parts(sheet("【研修.開催数】"))
    assert old in files[name]
    return zipped(files | {name: files[name].replace(old, new)})


def bomb():
    """Return a workbook whose part unpacks to 100 MB."""
    return with_part("xl/bomb.xml", b"<a>" + b" " * 100 * 1024 * 1024 + b"</a>")


def encrypted():
    content = bytearray(sheet("【研修.開催数】"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(signature), bytes(content)):
            content[found.start() + offset] |= 1
    return bytes(content)


def twice():
    target = io.BytesIO(sheet("【研修.開催数】"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), b"<a/>")
    return target.getvalue()


def without_list():
    files = parts(sheet("【研修.開催数】"))
    files[SHEET] = files[SHEET].replace(b"</row>", b'<c r="B1"><f>A1</f></c></row>')
    book = re.sub(rb"<calcPr[^>]*/>", b"", files["xl/workbook.xml"])
    return zipped(files | {"xl/workbook.xml": book.replace(b"sheets>", b"others>")})


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><worksheet'
BREAKS = {
    "nothing": (b"", "だけを使えます"),
    "a text": (b"hello", "だけを使えます"),
    "an old workbook or one with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "パスワード",
    ),
    "half a zip": (sheet("a")[:500], "こわれて|大きすぎ"),
    "a zip of something else": (zipped({"a.txt": "a"}), "だけを使えます"),
    "too large": (b"PK\x03\x04" + bytes(MOST_BYTES), "超えています"),
    "a bomb": (bomb(), "大きすぎます"),
    "too many parts": (zipped({f"xl/{n}.xml": b"<a/>" for n in range(700)}), "大きすぎます"),
    "a password on its parts": (encrypted(), "パスワード"),
    "the same name twice": (twice(), "書かないもの"),
    "a way out of the folder": (with_part("../../etc/passwd", b"x"), "書かないもの"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "マクロ"),
    "old macros": (with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "マクロ"),
    "controls": (with_part("xl/activeX/activeX1.xml", b"<a/>"), "マクロ"),
    "macros by its type": (
        changed("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
        "マクロ",
    ),
    "a template": (
        changed("[Content_Types].xml", b"spreadsheetml.sheet.main", b"spreadsheetml.template.main"),
        "だけを使えます",
    ),
    "other workbooks behind it": (with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "リンク"),
    "entities": (changed(SHEET, b"<worksheet", ENTITIES), "書かないもの"),
    "a hidden encoding": (with_part("xl/other.xml", "<a/>".encode("utf-16")), "書かないもの"),
    "no XML": (changed(SHEET, b"</sheetData>", b"</sheetdata>"), "こわれて"),
    "bytes that are no UTF-8": (changed(SHEET, b"<sheetData>", b"<sheetData>\xff\xfe"), "こわれて"),
    "too deep": (
        changed(SHEET, b"</sheetData>", b"</sheetData>" + b"<a>" * 300 + b"</a>" * 300),
        "大きすぎます",
    ),
    "a template from elsewhere": (
        document(
            "", **{"word/_rels/settings.xml.rels": linked("attachedTemplate", "https://example.com/a.dotm")}
        ),
        "リンク",
    ),
    "a number of five thousand digits": (
        changed(SHEET, b'<row r="1"', b'<row r="%s"' % (b"9" * 5_000)),
        "こわれて",
    ),
    "a workbook without a list of its sheets": (without_list(), "こわれて"),
    "a picture from elsewhere": (
        document("", **{"word/_rels/footer1.xml.rels": linked("image", "https://example.com/a.png")}),
        "リンク",
    ),
    "a command in a field": (
        document("<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"),
        "リンク",
    ),
    "a command cut into runs": (
        document(
            "<w:p><w:r><w:instrText>DDE</w:instrText></w:r>"
            "<w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r></w:p>"
        ),
        "リンク",
    ),
    "a command cut within its name": (document(field("DD", "E c:\\x")), "リンク"),
    "a command with a letter in numbers": (document(field("&#68;DE c:\\x")), "リンク"),
    "a command in small letters": (document(field("dde c:\\x")), "リンク"),
    "a command after another field": (document(field("PAGE") + field("DDE c:\\x")), "リンク"),
    "a command that a field within it names": (document(field("x", inside=field("QUOTE 68"))), "リンク"),
    "a command in a part with another name": (elsewhere(), "リンク"),
    "a text from elsewhere": (document(field('INCLUDETEXT "https://example.com/a"')), "リンク"),
    "a picture by a field": (
        document('<w:p><w:fldSimple w:instr="INCLUDEPICTURE https://example.com/a"/></w:p>'),
        "リンク",
    ),
    "a link to an object": (document(field("LINK Excel.Sheet.12 a.xlsx")), "リンク"),
    "other workbooks under another name": (related("externalLink"), "リンク"),
    "a packed program": (related("oleObject"), "埋めこまれて"),
    "a page of another kind": (related("aFChunk", "a.html"), "埋めこまれて"),
    "a file to click on": (related("package", "a.docx"), "埋めこまれて"),
    "macros under another name": (related("vbaProject"), "マクロ"),
    "a control": (related("control"), "マクロ"),
    "a template that lies within": (related("attachedTemplate"), "リンク"),
    "an encoding that is read otherwise": (
        with_part("xl/other.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        "書かないもの",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_file_that_is_none_or_hides_something_is_refused(name):
    content, told = BREAKS[name]
    with pytest.raises(FileRefused, match=told):
        fill(content, KNOWN)


def test_a_link_to_a_page_is_no_danger():
    files = document_parts(paragraph("【研修.開催数】"))
    files["word/_rels/header1.xml.rels"] = linked("hyperlink", "https://example.com/")
    assert fill(zipped(files), KNOWN).written[0].words == "3"


def test_fields_that_fetch_nothing_and_the_numbers_of_a_chart_are_no_danger():
    links = field('HYPERLINK "https://example.com/link/dde"') + field("PAGE") + field("DATE \\\\@ yyyy")
    chart = related("package", "../embeddings/a.xlsx", part="word/charts/_rels/chart1.xml.rels")
    assert [fill(each, KNOWN).written for each in (document(links), chart)] == [(), ()]


def test_a_part_with_too_many_elements_is_refused():
    with pytest.raises(FileRefused, match="大きすぎます"):
        tree.parsed(b"<a>" + b"<b/>" * 2 * MOST_ELEMENTS + b"</a>")


def test_many_sheets_that_are_too_much_together_are_refused():
    many = b"<b/>" * (MOST_ELEMENTS - 1)
    tree.insist_on_few_elements(many, many)
    with pytest.raises(FileRefused, match="大きすぎます"):
        tree.insist_on_few_elements(many, many, b"<a></a><a></a>")


def test_a_value_cannot_become_xml_or_a_formula():
    hostile = '</t></is></c><c r="Z1"><f>1+1</f></c>\x00\x0b&amp;=cmd|'
    outcome = fill(sheet("【センター.名称】", "x【センター.名称】"), Answers({"センター.名称": hostile}))
    root = tree.parsed(parts(outcome.content)[SHEET])
    said = hostile.replace("\x00", "").replace("\x0b", "")
    assert [each.text for each in root.each("t")] == [said, f"x{said}"]
    assert [each.get("r") for each in root.each("c")] == ["A1", "A2"]


def test_three_hundred_damaged_files_are_refused_or_read_and_never_break_anything():
    originals = [workbook(7, is_filled=False, with_table=True)[0], document(paragraph("【研修.開催数】"))]
    for seed in range(300):
        chance = random.Random(seed)
        content = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        _refused_or_read(bytes(content), seed)


def test_three_hundred_damaged_parts_are_refused_or_read_and_never_break_anything():
    originals = [
        parts(workbook(8, is_filled=False, with_table=True)[0]),
        document_parts(f"<w:tbl><w:tr><w:tc>{paragraph('【研修.開催数】')}</w:tc></w:tr></w:tbl>"),
    ]
    for seed in range(300):
        chance = random.Random(seed)
        files = dict(chance.choice(originals))
        name = chance.choice(list(files))
        raw = files[name]
        content = bytearray(raw.encode() if isinstance(raw, str) else raw)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randrange(4)] = chance.choice(
                [b"", b"<", b'"', b"A1", b"0", b"-1", b"=", b"!"]
            )
        _refused_or_read(zipped(files | {name: bytes(content)}), seed)


def _refused_or_read(content, seed):
    """Fail on anything but a refusal with a sentence: the reader never sees an error of the machine."""
    _, answers = workbook(7, is_filled=False, with_table=True)
    told = "。"
    try:
        fill(content, answers)
    except FileRefused as refused:
        told = refused.message
    assert (seed, told[-1]) == (seed, "。")

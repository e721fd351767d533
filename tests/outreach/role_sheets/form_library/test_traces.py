"""An empty form goes out to everybody: without the names, remarks and hidden sheets of who wrote it."""

import io
import zlib

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from outreach.role_sheets.form_library.forms import VersionForm
from tests.factories.forms import document, paragraph, parts

CHANGE = '<w:p><w:{0} w:id="1" w:author="佐藤"><w:r><w:t>a</w:t></w:r></w:{0}></w:p>'


def book(*, state="", comment=""):
    """Return a workbook by somebody, with a second sheet."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    made.set_properties({"author": "佐藤", "manager": "鈴木", "company": "高橋", "title": "様式"})
    page, other = made.add_worksheet("表"), made.add_worksheet("裏")
    page.write(0, 0, "空")
    if comment:
        page.write_comment("A1", comment)
    if state:
        getattr(other, state)()
    made.close()
    return target.getvalue()


def pdf(words, *, packed=False):
    """Return a PDF that says this of one of its objects."""
    stream = zlib.compress(b"1 0 " + words)
    inside = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n%s\nendstream" % stream
    return b"%%PDF-1.7\n1 0 obj\n%s\nendobj\n%%%%EOF" % (inside if packed else words)


def upload(content, field="blank"):
    return VersionForm.base_fields[field].clean(SimpleUploadedFile("a", content))


REFUSED = {
    "a hidden sheet": (book(state="hide"), "見えないシート「裏」"),
    "a sheet that Excel does not even list": (book(state="very_hidden"), "見えないシート「裏」"),
    "a remark in a cell": (book(comment="佐藤さんへ"), "コメント"),
    "remarks in a document": (
        document("", **{"word/comments.xml": '<w:comments xmlns:w="x"><w:comment w:id="1"/></w:comments>'}),
        "コメント",
    ),
    "what was added": (document(CHANGE.format("ins")), "直した跡"),
    "what was struck out": (document(CHANGE.format("del")), "直した跡"),
    "what looked otherwise": (document(CHANGE.format("pPrChange")), "直した跡"),
    "a program": (pdf(b"<</S/JavaScript/JS(app.alert)>>"), "プログラム"),
    "a program under a written name": (pdf(b"<</S/#4AavaScript>>"), "プログラム"),
    "a program in a packed object": (pdf(b"<</S/JavaScript>>", packed=True), "プログラム"),
    "a program to start": (pdf(b"<</S/Launch/F(cmd.exe)>>"), "プログラム"),
    "a file in it": (pdf(b"<</Type/EmbeddedFile>>"), "プログラム"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_a_person_can_take_out_is_told(name):
    content, told = REFUSED[name]
    with pytest.raises(ValidationError, match=told):
        upload(content)


def test_names_of_who_wrote_a_form_go_and_all_else_stays():
    before, after = parts(book()), parts(upload(book()).content)
    assert {name for name in before if before[name] != after[name]} == {
        "docProps/app.xml",
        "docProps/core.xml",
    }
    names = [each.encode() in b"".join(after.values()) for each in ("佐藤", "鈴木", "高橋")]
    assert (names, "様式".encode() in after["docProps/core.xml"]) == ([False] * 3, True)


def test_plain_forms_come_through_as_they_are():
    for content in (pdf(b"<</Type/Catalog>>", packed=True), document(paragraph("空"))):
        assert upload(content).content == content

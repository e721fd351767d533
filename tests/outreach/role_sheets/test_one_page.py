"""The one-page rule holds by rendering: one whole page with letters of 8 points and more, or refused."""

from ctypes import c_float

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.utils import timezone

from foundation.printing.pdf import PaperDoesNotFit
from outreach.role_sheets.content import ids_of
from outreach.role_sheets.demo_sheets import COORDINATION, PREVENTION, exit_support
from outreach.role_sheets.models import RoleSheet, SheetVersion
from outreach.role_sheets.papers import fits, sheet_pdf
from outreach.role_sheets.rules import what_to_shorten
from outreach.role_sheets.shaping import Sheet
from tests.factories.first_site import place_first_site
from tests.whole import some_of

from .generated import content_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
# From three rows of short words to twelve of long ones: 30 sheets, six of them in `make test`.
SIZES = [(3 + at % 5, 3 + at // 3, 8 + 5 * at, at // 6) for at in range(30)]
SMALLEST = 8.0


@pytest.fixture(autouse=True)
def site(db):
    place_first_site()


def version_with(content):
    return SheetVersion(sheet=RoleSheet(title="役割分担表", slug="x"), number=1, content=content)


def page_of(version):
    document = pypdfium2.PdfDocument(sheet_pdf(version, today=TODAY))
    assert len(document) == 1
    return document, document[0]


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize(("stages", "bodies", "length", "lines"), some_of(SIZES, every=6))
def test_a_sheet_is_one_whole_page_or_the_builder_says_what_to_shorten(stages, bodies, length, lines):
    content = content_of(bodies, stages=stages, bodies=min(bodies, 12), length=length, lines=lines)
    version = version_with(content)
    if not fits(version):
        with pytest.raises(PaperDoesNotFit):
            sheet_pdf(version, today=TODAY)
        named = what_to_shorten(content)
        assert named
        assert all(each.now > each.better for each in named)
        return
    _, page = page_of(version)
    width, height = page.get_size()
    assert (round(width), round(height)) == (842, 595)
    printed = squeezed(page.get_textpage().get_text_bounded())
    role = Sheet(content)
    for body in role.bodies:
        assert squeezed(body.name) in printed
        for cell in body.cells:
            assert squeezed(cell.text) in printed
    assert smallest_letter(page) >= SMALLEST
    assert all(is_inside(box, width, height) for box in boxes(page))


def test_both_kinds_of_sheets_are_among_the_thirty():
    found = {
        fits(version_with(content_of(b, stages=s, bodies=min(b, 12), length=n, lines=m)))
        for s, b, n, m in (SIZES[0], SIZES[-1])
    }
    assert found == {True, False}


@pytest.mark.parametrize(
    "content",
    [PREVENTION, COORDINATION, exit_support("七尾市", "窓口", meeting="会う", tells="答える")],
    ids=["seed 002", "seed 004 Q3 and Q4", "exit"],
)
def test_the_sheets_of_the_demo_world_are_one_page(content):
    _, page = page_of(version_with(content))
    assert smallest_letter(page) >= SMALLEST


def test_rare_letters_are_printed_with_embedded_fonts_and_the_paper_is_tagged():
    content = COORDINATION | {"head.lead": "髙﨑さんと濵田さん、𠮷野さんの窓口"}
    document, page = page_of(version_with(content))
    assert squeezed("髙﨑さんと濵田さん、𠮷野さんの窓口") in squeezed(page.get_textpage().get_text_bounded())
    assert pdfium.FPDFCatalog_IsTagged(document)
    embedded = {
        pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(each.raw))
        for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    }
    assert embedded == {1}


def test_shortening_as_the_builder_says_makes_a_sheet_fit():
    content = content_of(4, stages=5, bodies=8, length=45)
    longer = content | {f"cell.{body}.s1.text": "長い文です。" * 25 for body in ids_of(content, "body")}
    assert not fits(version_with(longer))
    for _ in range(3):
        for each in what_to_shorten(longer):
            longer = longer | {each.key: longer[each.key][: each.better]}
    assert fits(version_with(longer))


def smallest_letter(page):
    sizes = set()
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = c_float()
        assert pdfium.FPDFTextObj_GetFontSize(each.raw, size)
        matrix = each.get_matrix()
        sizes.add(size.value * abs(matrix.d))
    return min(sizes) + 0.01


def boxes(page):
    textpage = page.get_textpage()
    return [textpage.get_charbox(at) for at in range(textpage.count_chars())]


def is_inside(box, width, height):
    left, bottom, right, top = box
    return left >= -1 and bottom >= -1 and right <= width + 1 and top <= height + 1

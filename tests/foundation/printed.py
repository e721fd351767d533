"""Reads a PDF back as a person would: pages, words that are really drawn, lines and colours."""

import ctypes
from dataclasses import dataclass
from io import BytesIO

import pypdf
import pypdfium2
from PIL import ImageOps
from pypdfium2 import raw

MM = 25.4 / 72
SCALE = 8
SCREEN_TO_PAPER = 0.75  # WeasyPrint draws in CSS pixels and scales the page


def region(page, bounds):
    """The picture of a part of the page, given as left, bottom, right and top in points."""
    left, bottom, right, top = bounds
    width, height = page.get_size()
    return page.render(scale=SCALE, crop=(left, bottom, width - right, height - top)).to_pil().convert("L")


def darkness(page, bounds):
    tones = region(page, bounds).histogram()
    return sum(tones[:128]) / sum(tones)


@dataclass(frozen=True)
class Printed:
    pdf: bytes

    @property
    def document(self):
        return pypdfium2.PdfDocument(self.pdf)

    @property
    def structure(self):
        return pypdf.PdfReader(BytesIO(self.pdf))

    @property
    def texts(self):
        """The words of each page, without spaces and line breaks."""
        return ["".join(page.get_textpage().get_text_range().split()) for page in self.document]

    @property
    def text(self):
        return "".join(self.texts)

    @property
    def sizes(self):
        """Width and height of each page in whole millimetres."""
        return [tuple(round(edge * MM) for edge in page.get_size()) for page in self.document]

    @property
    def fonts(self):
        """Name of each embedded font; a font that is only named and not embedded raises KeyError."""
        fonts = self.structure.pages[0]["/Resources"]["/Font"].values()
        inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
        assert all(font["/FontDescriptor"]["/FontFile3"].get_data() for font in inner)
        return sorted(font["/BaseFont"].split("+")[1] for font in inner)

    def ink(self, character):
        """How much of the first place of this character is black, from 0 to 1."""
        unit = int.from_bytes(character.encode("utf-16-be")[:2])  # PDFium counts in UTF-16
        for page in self.document:
            words = page.get_textpage()
            for place in range(words.count_chars()):
                if raw.FPDFText_GetUnicode(words, place) == unit:
                    return darkness(page, words.get_charbox(place))
        return 0

    def drawings(self, page):
        return list(self.document[page].get_objects(max_depth=9))

    def colours(self, page):
        """Every colour that fills or strokes on this page, as (red, green, blue, opacity)."""
        seen = set()
        for drawing in self.drawings(page):
            for ask in (raw.FPDFPageObj_GetFillColor, raw.FPDFPageObj_GetStrokeColor):
                parts = [ctypes.c_uint() for _ in range(4)]
                ask(drawing, *parts)
                seen.add(tuple(part.value for part in parts))
        return seen

    def lines(self, page):
        """Width of each drawn line in millimetres."""
        widths = set()
        for drawing in self.paths(page, filled=False):
            width = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(drawing, width)
            widths.add(round(width.value * SCREEN_TO_PAPER * MM, 2))
        return widths

    def height_of(self, page, text):
        """How far above the lower edge of the page these words stand, in millimetres."""
        words = self.document[page].get_textpage()
        return words.get_charbox(words.search(text).get_next()[0])[1] * MM

    def rules_between(self, page, above, below):
        """Heights on the page, in millimetres and from below, of the lines between two words."""
        top, bottom = self.height_of(page, above), self.height_of(page, below)
        bounds = [drawing.get_bounds() for drawing in self.paths(page, filled=False)]
        heights = {
            round((low + high) / 2 * MM, 1) for left, low, right, high in bounds if right - left > high - low
        }
        return sorted(height for height in heights if bottom < height < top)

    def qr_edges(self, page):
        """Width and height of each QR code's dark part in millimetres: segno draws it as one stroked path."""
        leaf = self.document[page]
        images = [region(leaf, drawing.get_bounds()) for drawing in self.paths(page, filled=True)]
        boxes = [ImageOps.invert(image).getbbox() for image in images]
        return [
            (round((right - left) * MM / SCALE, 1), round((bottom - top) * MM / SCALE, 1))
            for left, top, right, bottom in boxes
        ]

    def paths(self, page, *, filled):
        for drawing in self.drawings(page):
            if drawing.type == raw.FPDF_PAGEOBJ_PATH:
                fill, stroke = ctypes.c_int(), ctypes.c_int()
                raw.FPDFPath_GetDrawMode(drawing, fill, stroke)
                if stroke.value and bool(fill.value) == filled:
                    yield drawing

    def alternatives(self):
        """The words that are read out in place of each figure."""
        return [
            element["/Alt"]
            for element in (reference.get_object() for reference in self.structure_elements())
            if element["/S"] == "/Figure"
        ]

    def structure_elements(self):
        reader = self.structure
        for number in range(1, int(reader.trailer["/Size"])):
            value = reader.get_object(number)
            if isinstance(value, dict) and value.get("/Type") == "/StructElem":
                yield value.indirect_reference

"""The mark on each page of what is read: who, for whom, when and under which number, made at that moment."""

from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from .bounds import BROKEN, Broken
from .pictures import opened, saved

TILT = 28  # degrees
FAINT, STRONG, GROUND = 42, 225, 200
INK, PAPER = (150, 24, 48), (255, 255, 255)
# The mark of a PDF is drawn at so many points to the inch; its pages are shown at most so wide.
MARK_DPI, POINTS_TO_THE_INCH = 110, 72
SHOWN = (1240, 1754)
LONGEST_SIDE_OF_A_MARK = 3000
QUALITY = 80


def mark_pdf(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return a PDF with the mark on each page. Raises Broken."""
    try:
        with pikepdf.open(BytesIO(content)) as document, pikepdf.new() as sheets:
            for page in document.pages:
                box = page.trimbox
                width, height = float(box[2] - box[0]), float(box[3] - box[1])
                if int(page.obj.get("/Rotate", 0)) % 180:
                    width, height = height, width
                page.add_overlay(_sheet(sheets, width, height, order), None)
            made = BytesIO()
            document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except (pikepdf.PdfError, ValueError) as error:
        raise Broken(BROKEN) from error
    return {}, made.getvalue()


def mark_picture(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return a picture with the mark on it, as a photograph. Raises Broken."""
    return {}, saved(marked(opened(content, order["format"]), order), "JPEG")


def show_pdf(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return some pages as photographs with the mark on each. Raises Broken."""
    shown = []
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = len(document)
            for number in range(order["first"] - 1, min(pages, order["first"] - 1 + order["most"])):
                width, height = document[number].get_size()
                scale = min(SHOWN[0] / width, SHOWN[1] / height)
                drawn = document[number].render(scale=scale, may_draw_forms=False).to_pil()
                shown.append(_as_photograph(marked(drawn.convert("RGB"), order)))
    except pypdfium2.PdfiumError as error:
        raise Broken(BROKEN) from error
    return {"pages": pages, "lengths": [len(each) for each in shown]}, b"".join(shown)


def show_picture(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return a picture as a photograph with the mark on it. Raises Broken."""
    picture = opened(content, order["format"])
    picture.thumbnail((SHOWN[1], SHOWN[1]))
    shown = _as_photograph(marked(picture, order))
    return {"pages": 1, "lengths": [len(shown)]}, shown


def marked(picture: Image.Image, order: dict[str, Any]) -> Image.Image:
    """Return a picture with the mark: faint and slanting all over it, strong along its lower edge."""
    words = tuple(order["words"])
    result = picture if picture.mode == "RGB" else picture.convert("RGB")
    slanting, ground, line = _stencils(*result.size, words, order["font"])
    result.paste(INK, mask=slanting)
    result.paste(PAPER, mask=ground)
    result.paste(INK, mask=line)
    return result


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@cache
def _stencils(
    width: int, height: int, words: tuple[str, ...], font: str
) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Return where the slanting words, the ground of the lower line and the lower line lie."""
    shorter = min(width, height)
    return (
        _slanting(width, height, words, _font(font, max(10, shorter // 32))),
        *_lower_line(width, height, "　".join(words), font, max(8, shorter // 52)),
    )


def _slanting(width: int, height: int, words: tuple[str, ...], font: ImageFont.FreeTypeFont) -> Image.Image:
    across = round((width**2 + height**2) ** 0.5)
    field = Image.new("L", (across, across))
    pen, line = ImageDraw.Draw(field), "　".join(words)
    size = round(font.size)
    length = round(pen.textlength(line, font=font)) + size * 3
    for row, top in enumerate(range(0, across, size * 7)):
        for left in range(-(length // 2) * (row % 2), across, length):
            pen.text((left, top), line, fill=FAINT, font=font)
    left, top = (across - width) // 2, (across - height) // 2
    return field.rotate(TILT, Image.Resampling.BILINEAR).crop((left, top, left + width, top + height))


def _lower_line(width: int, height: int, line: str, font: str, size: int) -> tuple[Image.Image, Image.Image]:
    ground, text = Image.new("L", (width, height)), Image.new("L", (width, height))
    pen = ImageDraw.Draw(text)
    size = max(8, min(size, round(size * (width - size) / max(1, pen.textlength(line, _font(font, size))))))
    top = height - round(size * 1.5)
    ImageDraw.Draw(ground).rectangle((0, top, width, height), fill=GROUND)
    pen.text((size // 2, top + size // 8), line, fill=STRONG, font=_font(font, size))
    return ground, text


def _sheet(sheets: pikepdf.Pdf, width: float, height: float, order: dict[str, Any]) -> pikepdf.Page:
    """Return a page of the size of another with nothing but the mark on it."""
    known = next((each for each in sheets.pages if _size(each) == (width, height)), None)
    if known is not None:
        return known
    fineness = min(MARK_DPI / POINTS_TO_THE_INCH, LONGEST_SIDE_OF_A_MARK / max(width, height))
    size = max(1, round(width * fineness)), max(1, round(height * fineness))
    masks = _stencils(*size, tuple(order["words"]), order["font"])
    page = sheets.add_blank_page(page_size=(width, height))
    colours = (INK, PAPER, INK)
    page.obj.Resources = Dictionary(
        XObject=Dictionary(
            {
                f"/M{number}": _stencil(sheets, mask, colour)
                for number, (mask, colour) in enumerate(zip(masks, colours, strict=True))
            }
        )
    )
    drawing = f"q {width} 0 0 {height} 0 0 cm " + " ".join(f"/M{number} Do" for number in range(3)) + " Q"
    page.obj.Contents = sheets.make_stream(drawing.encode())
    return page


def _size(page: pikepdf.Page) -> tuple[float, float]:
    return float(page.mediabox[2]), float(page.mediabox[3])


def _stencil(sheets: pikepdf.Pdf, mask: Image.Image, colour: tuple[int, int, int]) -> pikepdf.Object:
    """Return one colour that shows where a mask lets it through."""
    common = {"Type": Name.XObject, "Subtype": Name.Image, "BitsPerComponent": 8}
    soft = sheets.make_stream(
        mask.tobytes(), Width=mask.width, Height=mask.height, ColorSpace=Name.DeviceGray, **common
    )
    return sheets.make_stream(
        bytes(colour), Width=1, Height=1, ColorSpace=Name.DeviceRGB, SMask=soft, **common
    )


def _as_photograph(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()

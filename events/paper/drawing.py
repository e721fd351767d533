"""Draws a file that came in as pictures: a program of its own that knows nothing of the portal.

Called as `python drawing.py <empty folder>` with the file on its input. It writes 1.png, 2.png … and says on
its output, as JSON, how many pages there are or why there are none. A hostile file meets limits of memory,
time and size, no secrets in the environment, and a process that is thrown away.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageSequence

MOST_PAGES = 20
MOST_PIXELS = 40_000_000  # A4 at 600 dpi has 35 million
BOX = (1654, 2339)  # A4 at 200 dpi
GREYS = 16
MOST_STRETCH = 4.5  # 204 by 98 or by 49 dots to the inch
SECONDS = 60
MEMORY = 2 * 1024**3
FILE_BYTES = 16 * 1024**2
TAIL = 2048  # where a whole PDF says that it ends
SIGNS = {
    "PDF": (b"%PDF-",),
    "TIFF": (b"II*\0", b"MM\0*"),
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
}
LONGEST_SIGN = max(len(sign) for signs in SIGNS.values() for sign in signs)
UNKNOWN = "PDF、TIFF、JPEG、PNGではありません。"
BROKEN = "ファイルがこわれているか、途中で切れています。"
TOO_MANY = f"{MOST_PAGES}ページを超えています。分けてスキャンしてください。"
TOO_LARGE = "画像が大きすぎます。A4、600dpiまでにしてください。"
LOCKED = "パスワードがかかっています。"


class NotDrawn(Exception):
    """The file cannot be shown; the words say why."""


def kind_of(content: bytes) -> str:
    """Return PDF, TIFF, JPEG or PNG by the first bytes, nothing for anything else."""
    return next((kind for kind, signs in SIGNS.items() if content.startswith(signs)), "")


def pictures(content: bytes) -> Iterator[Image.Image]:
    """Yield each page as a small grey picture. Raises NotDrawn."""
    kind = kind_of(content)
    if not kind:
        raise NotDrawn(UNKNOWN)
    for number, picture in enumerate(_of_pdf(content) if kind == "PDF" else _of_image(content, kind), 1):
        if number > MOST_PAGES:
            raise NotDrawn(TOO_MANY)
        grey = picture.convert("L")
        grey.thumbnail(BOX)
        yield grey.quantize(GREYS)


def _of_pdf(content: bytes) -> Iterator[Image.Image]:
    if b"%%EOF" not in content[-TAIL:]:
        raise NotDrawn(BROKEN)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NotDrawn(LOCKED if "assword" in str(error) else BROKEN) from error
    if len(document) > MOST_PAGES:
        raise NotDrawn(TOO_MANY)
    for page in document:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise NotDrawn(BROKEN)
        scale = min(BOX[0] / width, BOX[1] / height)
        yield page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _of_image(content: bytes, kind: str) -> Iterator[Image.Image]:
    with Image.open(BytesIO(content), formats=[kind]) as image:
        if getattr(image, "n_frames", 1) > MOST_PAGES:
            raise NotDrawn(TOO_MANY)
        for frame in ImageSequence.Iterator(image):
            if frame.width * frame.height > MOST_PIXELS:
                raise NotDrawn(TOO_LARGE)
            yield _stretched(frame)


def _stretched(frame: Image.Image) -> Image.Image:
    """Return a page as it looks: a FAX of normal fineness has half as many lines as columns to the inch."""
    across, down = frame.info.get("dpi", (1, 1))
    lines = round(frame.height * float(across) / float(down)) if across and down else frame.height
    if not frame.height < lines <= MOST_STRETCH * frame.height:
        return frame.copy()
    return frame.convert("L").resize((frame.width, lines))


def draw(content: bytes, folder: Path) -> int:
    """Write the pages into a folder and return how many they are. Raises NotDrawn."""
    pages = 0
    try:
        for pages, picture in enumerate(pictures(content), 1):
            picture.save(folder / f"{pages}.png", "PNG", optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotDrawn(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, pypdfium2.PdfiumError) as error:
        raise NotDrawn(BROKEN) from error
    if not pages:
        raise NotDrawn(BROKEN)
    return pages


def main(folder: str) -> None:
    """Draw what stands on the input, within limits that nothing in it can lift."""
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        told: dict[str, object] = {"pages": draw(sys.stdin.buffer.read(), Path(folder))}
    except NotDrawn as refused:
        told = {"why": str(refused)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])

"""Draws a file that came in as pictures: a program of its own that knows nothing of the portal.

Called as `python drawing.py <empty folder> <what>` with the file on its input. Of `pages` it writes 1.png,
2.png … in grey, of a `photograph` 1.jpg, and says on its output, as JSON, how many there are or why there are
none. A hostile file meets limits of memory, time and size, no secrets in the environment, and a process that
is thrown away.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

MOST_PAGES = 20
MOST_PIXELS = 40_000_000  # A4 at 600 dpi has 35 million
BOX = (1654, 2339)  # A4 at 200 dpi
GREYS = 16
MOST_STRETCH = 4.5  # 204 by 98 or by 49 dots to the inch
# A telephone writes JPEG of up to 24 million, which is read smaller; a PNG of few bytes fills the memory.
MOST_PIXELS_OF_A_PHOTOGRAPH = {"JPEG": 25_000_000, "PNG": 12_000_000}
# A sheet of paper in a photograph can still be read.
FINE_ENOUGH = 1500
QUALITY = 85
SECONDS = {"pages": 60, "photograph": 15}
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


def photograph(content: bytes, folder: Path) -> int:
    """Write a photograph as a new JPEG: places and names that the camera wrote into it are gone.

    Raises NotDrawn.
    """
    try:
        with Image.open(BytesIO(content), formats=tuple(MOST_PIXELS_OF_A_PHOTOGRAPH)) as picture:
            _insist_on_size(picture)
            _write_anew(picture, folder / "1.jpg")
    except (NotDrawn, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotDrawn(TOO_LARGE) from error
    # Whatever a damaged picture does to the library, in reading or in writing, it is not a picture.
    except Exception as error:
        raise NotDrawn(BROKEN) from error
    return 1


def _insist_on_size(picture: Image.Image) -> None:
    # A JPEG with a second picture inside, as telephones write it, has a name of its own.
    most = MOST_PIXELS_OF_A_PHOTOGRAPH["PNG" if picture.format == "PNG" else "JPEG"]
    if picture.width * picture.height > most:
        raise NotDrawn(TOO_LARGE)


def _write_anew(picture: Image.Image, path: Path) -> None:
    picture.draft("RGB", (FINE_ENOUGH, FINE_ENOUGH))
    ImageOps.exif_transpose(picture, in_place=True)
    drawn = picture.convert("RGB")
    # Comments and texts would go along.
    drawn.info = {}
    drawn.save(path, "JPEG", quality=QUALITY)


def main(folder: str, what: str) -> None:
    """Draw what stands on the input, within limits that nothing in it can lift."""
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS[what]),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    work = photograph if what == "photograph" else draw
    try:
        told: dict[str, object] = {"pages": work(sys.stdin.buffer.read(), Path(folder))}
    except NotDrawn as refused:
        told = {"why": str(refused)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Photographs and pictures made anew from their points alone: places, names and hidden things stay behind."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from .bounds import BROKEN, MOST_PIXELS, TOO_MANY_PIXELS, Broken

# The size is judged by us, before a single point is read.
Image.MAX_IMAGE_PIXELS = None
QUALITY = 90
WHITE = (255, 255, 255)


def remake(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return a picture made anew, as it is meant to be looked at. Raises Broken."""
    return {"pages": 1}, saved(opened(content, order["format"]), order["format"])


def opened(content: bytes, kind: str) -> Image.Image:
    """Return the points of a picture of this kind, turned as the camera wrote it. Raises Broken."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            _refuse_large(picture)
            ImageOps.exif_transpose(picture, in_place=True)
            return _points(picture)
    except Broken:
        raise
    # Whatever a damaged picture does to the library, it is not a picture.
    except Exception as error:
        raise Broken(BROKEN) from error


def _refuse_large(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Broken(TOO_MANY_PIXELS)


def _points(picture: Image.Image) -> Image.Image:
    """Return nothing but the points, on white where something shines through.

    A picture at the limit has 160 MB, so none is copied without need.
    """
    if picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info:
        shining = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        points = Image.new("RGB", shining.size, WHITE)
        points.paste(shining, mask=shining.getchannel("A"))
    else:
        wanted = "L" if picture.mode in ("1", "L") else "RGB"
        points = picture if picture.mode == wanted else picture.convert(wanted)
        points.load()
    points.info = {}
    return points


def saved(picture: Image.Image, kind: str) -> bytes:
    """Return a picture as the bytes of a new file."""
    made = BytesIO()
    picture.save(made, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return made.getvalue()

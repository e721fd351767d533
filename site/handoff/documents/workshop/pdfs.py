"""A PDF made anew: its pages as they look, and nothing that acts, hides or tells of whoever made it."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Stream

from .bounds import (
    BROKEN,
    DEEPEST,
    LOCKED,
    MOST_OBJECTS,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_UNPACKED,
    MOST_UNPACKED_OF_ONE,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    TOO_MUCH,
    UNFINISHED_FORM,
    Broken,
)

TAIL = 2048  # where a whole PDF says that it ends
# What a page may keep; what else hangs on it (actions, notes, threads, private data) stays behind.
KEPT_OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/Rotate", "/UserUnit"}
    | {"/Resources", "/Contents", "/Group"}
)
# What acts, reaches outside or carries something hidden, wherever it hangs.
NEVER = frozenset(
    {"/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/AF", "/RF", "/XFA"}
    | {"/AcroForm", "/Annots", "/RichMediaContent", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/Alternates"}
    | {"/PS", "/Subtype2", "/URI", "/Names", "/Thumb", "/LastModified", "/SpiderInfo"}
)
NEVER_OF_A_STREAM = frozenset({"/F", "/FFilter", "/FDecodeParms"})
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/ImportData", "/Rendition"}
    | {"/RichMediaExecute", "/Movie", "/Sound", "/Named", "/Thread", "/Hide", "/SetOCGState", "/GoTo3DView"}
)
# Pictures inside, whose points are counted by their size and not by unpacking them.
PICTURE_FILTERS = frozenset({"/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"})
FLATE = ("/FlateDecode", "/Fl")
TRIAL_WIDTH = 120


def remake(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:  # noqa: ARG001 -- as all makers
    """Return a PDF made anew and how many pages it has. Raises Broken."""
    if b"%%EOF" not in content[-TAIL:]:
        raise Broken(BROKEN)
    try:
        with pikepdf.open(BytesIO(content)) as source, pikepdf.new() as made:
            _refuse_unfit(source)
            _copy_pages(source, made)
            _clean(made)
            bytes_of_it = BytesIO()
            made.save(
                bytes_of_it, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
            )
        return {"pages": tried(bytes_of_it.getvalue())}, bytes_of_it.getvalue()
    except Broken:
        raise
    except pikepdf.PasswordError as error:
        raise Broken(LOCKED) from error
    except MemoryError as error:
        raise Broken(TOO_MUCH) from error
    # Whatever a damaged PDF does to the libraries, it is not taken.
    except Exception as error:
        raise Broken(BROKEN) from error


def tried(content: bytes) -> int:
    """Draw each page small, so that what is kept can be looked at; returns how many there are."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            width, height = page.get_size()
            page.render(scale=TRIAL_WIDTH / max(width, height), may_draw_forms=False)
        return len(document)


def _refuse_unfit(source: pikepdf.Pdf) -> None:
    if source.is_encrypted:
        raise Broken(LOCKED)
    if not 1 <= len(source.pages) <= MOST_PAGES:
        raise Broken(TOO_MANY_PAGES if source.pages else BROKEN)
    if len(source.objects) > MOST_OBJECTS:
        raise Broken(TOO_MUCH)
    if source.Root.get("/NeedsRendering"):
        raise Broken(UNFINISHED_FORM)
    for page in source.pages:
        # What was typed into a field without a picture of it would be lost in silence.
        if any(_is_unpainted(each) for each in page.obj.get("/Annots", ())):
            raise Broken(UNFINISHED_FORM)


def _is_unpainted(note: Object) -> bool:
    has_words = "/V" in note or "/V" in note.get("/Parent", Dictionary())
    return note.get("/Subtype") == Name.Widget and has_words and "/AP" not in note


def _copy_pages(source: pikepdf.Pdf, made: pikepdf.Pdf) -> None:
    """Copy the pages with what was written on them as notes and in fields, which becomes part of the page."""
    source.flatten_annotations("all")
    for page in source.pages:
        for key in set(page.obj.keys()) - KEPT_OF_A_PAGE:
            del page.obj[key]
        made.pages.append(page)


def _clean(made: pikepdf.Pdf) -> None:
    unpacked = 0
    for each in made.objects:
        _strip(each)
        if isinstance(each, Stream):
            _settle_picture(each)
            unpacked += _unpacked(each)
            if unpacked > MOST_UNPACKED:
                raise Broken(TOO_MUCH)


def _strip(thing: Object, depth: int = 0) -> None:
    """Take out of an object, and of what lies directly in it, whatever acts, reaches out or hides."""
    if depth > DEEPEST:
        raise Broken(TOO_MUCH)
    if isinstance(thing, Array):
        for each in _direct(thing):
            _strip(each, depth + 1)
    if not isinstance(thing, Dictionary | Stream):
        return
    own = thing.stream_dict if isinstance(thing, Stream) else thing
    if str(own.get("/S", "")) in ACTIONS or own.get("/Type") == Name.Filespec:
        never = frozenset(own.keys())
    else:
        never = NEVER | (NEVER_OF_A_STREAM if isinstance(thing, Stream) else frozenset())
    for key in never & frozenset(own.keys()):
        del thing[key]
    if isinstance(thing, Stream) and own.get("/Subtype") == Name.PS:
        thing.write(b"")
    for each in _direct(own.values()):
        _strip(each, depth + 1)


def _direct(things: Any) -> Iterator[Object]:
    """Give what lies in an object itself; what is only referred to is met by its own number."""
    for each in things:
        if isinstance(each, Object) and not each.is_indirect:
            yield each


def _settle_picture(stream: Stream) -> None:
    """Refuse a picture of too many points, and take out of a photograph what its camera wrote into it."""
    if stream.get("/Subtype") != Name.Image:
        return
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
        raise Broken(TOO_MANY_PIXELS)
    if _filters(stream) == ["/DCTDecode"]:
        found = stream.get("/DecodeParms")
        params = found if isinstance(found, Dictionary | Array) else None
        stream.write(without_notes(stream.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=params)


def without_notes(photograph: bytes) -> bytes:
    """Return a JPEG without what a camera or a program wrote into it; what says how to show it stays.

    Raises Broken.
    """
    kept, place = [photograph[:2]], 2
    while place + 4 <= len(photograph) and photograph[place] == 0xFF:  # noqa: PLR2004 -- each mark begins so
        mark = photograph[place + 1]
        if mark == 0xDA:  # noqa: PLR2004 -- from here on points
            return b"".join(kept) + photograph[place:]
        size = 2 + int.from_bytes(photograph[place + 2 : place + 4])
        is_note = mark == 0xFE or (0xE1 <= mark <= 0xEF and mark != 0xEE)  # noqa: PLR2004 -- COM; APP1–15, not Adobe's
        if not is_note:
            kept.append(photograph[place : place + size])
        place += size
    raise Broken(BROKEN)


def _filters(stream: Stream) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(each) for each in found] if isinstance(found, Array) else [str(found)]


def _unpacked(stream: Stream) -> int:
    """Return how large a stream becomes, unpacked no further than it may be. Raises Broken."""
    filters = _filters(stream)
    if PICTURE_FILTERS & set(filters):
        return 0
    if filters and filters[0] in FLATE:
        unpacker = zlib.decompressobj()
        size = len(unpacker.decompress(stream.read_raw_bytes(), MOST_UNPACKED_OF_ONE + 1))
        if size > MOST_UNPACKED_OF_ONE:
            raise Broken(TOO_MUCH)
        if len(filters) == 1:
            return size
    # Packed more than once or in an old way: the limit of memory stops what grows too far.
    size = len(stream.read_bytes())
    if size > MOST_UNPACKED_OF_ONE:
        raise Broken(TOO_MUCH)
    return size

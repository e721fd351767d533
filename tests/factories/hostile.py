"""Files that somebody might bring to do harm, made when they are asked for; none lies in the repository."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

# Split, so that this file itself is no find.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SECRET = b"canary-8d1f"
# How a stream is saved as it was written.
AS_IT_IS = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
SCRIPT = "app.alert('canary-8d1f')"


def picture(kind="JPEG", size=(200, 120), mode="RGB", **save):
    made = io.BytesIO()
    Image.new(mode, size, "white").save(made, kind, **save)
    return made.getvalue()


def photograph_with_places():
    """Return a JPEG that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 33.0, 40.0), 3: "E", 4: (136.0, 38.0, 20.0)})
    return picture(exif=exif, comment=SECRET)


def pdf(change=None, pages=1, **save):
    """Return a small PDF that was changed before it was saved."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            page = document.add_blank_page(page_size=(300, 400))
            page.obj.Contents = document.make_stream(b"0.5 g 20 20 100 100 re f")
        if change:
            change(document)
        document.save(made, **save)
    return made.getvalue()


def action(kind, **more):
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def _script(document):
    script = action("JavaScript", JS=String(SCRIPT))
    document.Root.OpenAction = script
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    document.pages[0].obj.AA = Dictionary(O=script)


def _launch(document):
    launch = action("Launch", F=String("cmd.exe canary-8d1f"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 300, 400]), A=launch)
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def _links(document):
    rect, notes = Array([0, 0, 300, 400]), Array()
    for kind, more in (
        ("URI", {"URI": String("http://canary-8d1f.example/")}),
        ("SubmitForm", {"F": String("http://canary-8d1f.example/")}),
        ("GoToR", {"F": String("\\\\canary-8d1f\\share")}),
    ):
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=action(kind, **more))
        notes.append(document.make_indirect(note))
    document.pages[0].obj.Annots = notes


def _embedded(document):
    document.attachments["canary-8d1f.exe"] = b"MZ" + SECRET


def _media(document):
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.RichMedia,
        Rect=Array([0, 0, 10, 10]),
        RichMediaContent=Dictionary(Assets=document.make_stream(SECRET)),
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def _hidden(document):
    """Put scripts where no reader looks for them, but a careless copy would carry them along."""
    resources = Dictionary(
        XObject=Dictionary(
            F=document.make_stream(
                b"",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 1, 1]),
                PieceInfo=Dictionary(Private=String(SECRET.decode())),
                Metadata=document.make_stream(SECRET),
                AF=Array([Dictionary(Type=Name.Filespec, F=String(SECRET.decode()))]),
            ),
            P=document.make_stream(b"(canary-8d1f) print", Type=Name.XObject, Subtype=Name.PS),
        ),
        Properties=Dictionary(Deep=Array([Dictionary(Deeper=action("JavaScript", JS=String(SCRIPT)))])),
    )
    document.pages[0].obj.Resources = resources
    document.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET.decode())))


def _outside(document):
    document.pages[0].obj.Contents = document.make_stream(
        b"", F=Dictionary(Type=Name.Filespec, F=String("/etc/canary-8d1f")), FFilter=Name.FlateDecode
    )


def _form(document):
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([0, 0, 50, 20])
    )
    field.AP = Dictionary(
        N=document.make_stream(b"0 g 0 0 5 5 re f", Subtype=Name.Form, BBox=Array([0, 0, 50, 20]))
    )
    field.AA = Dictionary(K=action("JavaScript", JS=String(SCRIPT)))
    field = document.make_indirect(field)
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=String("<xdp>canary-8d1f</xdp>"))


def _unpainted_form(document):
    _form(document)
    del document.pages[0].obj.Annots[0].AP
    document.pages[0].obj.Annots[0].V = String("typed")


def _xfa_alone(document):
    document.Root.NeedsRendering = True


def _told(document):
    document.docinfo["/Author"] = SECRET.decode()
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET.decode()]


def _photograph_inside(document):
    inside = document.make_stream(
        photograph_with_places(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=200,
        Height=120,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=inside))
    document.pages[0].obj.Contents = document.make_stream(b"q 200 0 0 120 0 0 cm /I Do Q")


def _packed_twice(megabytes):
    inner = zlib.compress(bytes(megabytes << 20), 9)
    return zlib.compress(inner, 9)


def _bomb(document):
    document.pages[0].obj.Contents.write(zlib.compress(bytes(300 << 20), 9), filter=Name.FlateDecode)


def _nested_bomb(document):
    document.pages[0].obj.Contents.write(
        _packed_twice(1024), filter=Array([Name.FlateDecode, Name.FlateDecode])
    )


def _many_bombs(document):
    """Each stream is within its own limit, all of them are not."""
    packed = zlib.compress(bytes(110 << 20), 9)
    streams = [document.make_stream(b"") for _ in range(12)]
    for stream in streams:
        stream.write(packed, filter=Name.FlateDecode)
    document.pages[0].obj.Contents = Array(streams)


def _endless(document):
    """Draw forms within forms, each ten times: a billion at the end."""
    inner = document.make_stream(b"0 0 1 1 re f")
    for _ in range(9):
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
        outer = document.make_stream(b"/X Do " * 10)
        outer.Resources = Dictionary(XObject=Dictionary(X=inner))
        inner = outer
    document.pages[0].obj.Contents = document.make_stream(b"/X Do " * 10)
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=inner))
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])


def _points(document):
    huge = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=90_000, Height=90_000)
    huge.ColorSpace, huge.BitsPerComponent = Name.DeviceGray, 1
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=huge))


def heavy(document, *, times=60):
    """Give a page so much to draw that it takes seconds and memory, though within what is allowed."""
    drawing = document.make_stream(
        zlib.compress(bytes(30_000_000), 9),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=5000,
        Height=6000,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=drawing))
    document.pages[0].obj.Contents = document.make_stream(b"q 300 0 0 400 0 0 cm /I Do Q " * times)


def pixel_bomb():
    """Return a PNG of a few hundred bytes that says it has 1.6 billion points."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in parts:
        made += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return made


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def office(folder="word"):
    """Return a document of Office with a macro."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(f"{folder}/vbaProject.bin", SECRET)
    return made.getvalue()


def tarred():
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as packed:
        entry = tarfile.TarInfo("../../canary")
        entry.size = len(SECRET)
        packed.addfile(entry, io.BytesIO(SECRET))
    return made.getvalue()


def truncated(content, share=0.6):
    return content[: int(len(content) * share)]


def with_animation():
    made = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


HTML = b"<html><script>alert('canary-8d1f')</script></html>"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
JAR = zipped(META_INF__MANIFEST="Main-Class: canary-8d1f")


def _with_words():
    words = PngInfo()
    words.add_text("Comment", HTML.decode())
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return picture("PNG", pnginfo=words)


def _web_page_in_a_pdf():
    head, _, rest = pdf().partition(b"\n")
    return head + b"\n%" + HTML + b"\n" + rest + b"\n%%EOF"


# What is never taken, whatever its name says.
REFUSED = {
    "a macro document that calls itself .docx or .pdf": office,
    "a spreadsheet": lambda: office("xl"),
    "an old document (OLE)": lambda: OLE,
    "rich text": lambda: b"{\\rtf1 canary-8d1f}",
    "a ZIP bomb": lambda: zipped(a=bytes(100 << 20)),
    "a ZIP that climbs": lambda: zipped(**{"..__..__canary": SECRET}),
    "a tar that climbs": tarred,
    "a gzip bomb": lambda: gzip.compress(bytes(10 << 20)),
    "a web page": lambda: HTML,
    "a drawing (SVG)": lambda: SVG,
    "a drawing after spaces": lambda: b"\xef\xbb\xbf  \n" + SVG,
    "GIF and JAR in one": lambda: picture("GIF") + JAR,
    "a program": lambda: b"MZ" + bytes(300),
    "a program of Linux": lambda: b"\x7fELF" + bytes(300),
    "a script": lambda: b"#!/bin/sh\nrm -rf /",
    "text": lambda: b"canary-8d1f",
    "EICAR": lambda: EICAR,
    "nothing": lambda: b"",
    "TIFF": lambda: picture("TIFF"),
    "WebP": lambda: picture("WEBP"),
    "HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(100),
    "a web page before a PDF": lambda: HTML + pdf(),
    "spaces before a PDF": lambda: b"   " + pdf(),
    "a PDF with a password": lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
    "a PDF with restrictions": lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="")),
    "a truncated PDF": lambda: truncated(pdf(pages=5)),
    "a PDF of nothing but its sign": lambda: b"%PDF-1.7\n" + bytes(100),
    "a PDF that says its end and no more": lambda: b"%PDF-1.7\n%%EOF",
    "a PDF with a bomb": lambda: pdf(_bomb, **AS_IT_IS),
    "a PDF with a bomb in a bomb": lambda: pdf(_nested_bomb, **AS_IT_IS),
    "a PDF with many bombs": lambda: pdf(_many_bombs, **AS_IT_IS),
    "a PDF that draws without end": lambda: pdf(_endless),
    "a PDF with a picture of too many points": lambda: pdf(_points),
    "a PDF of too many pages": lambda: pdf(pages=101),
    "a PDF that is a form alone": lambda: pdf(_xfa_alone),
    "a PDF with what was typed and not drawn": lambda: pdf(_unpainted_form),
    "a picture of too many points": pixel_bomb,
    "a truncated photograph": lambda: truncated(picture(size=(900, 900))),
    "a truncated picture": lambda: truncated(picture("PNG", size=(900, 900))),
    "a photograph of nothing but its sign": lambda: b"\xff\xd8\xff" + HTML,
}
# What is taken, and comes out as pages or points alone.
NEUTRALISED = {
    "a PDF with a script": lambda: pdf(_script),
    "a PDF that starts a program": lambda: pdf(_launch),
    "a PDF that leads outside": lambda: pdf(_links),
    "a PDF with a file inside": lambda: pdf(_embedded),
    "a PDF with a film": lambda: pdf(_media),
    "a PDF with things hidden deep": lambda: pdf(_hidden),
    "a PDF that reads another file": lambda: pdf(_outside),
    "a PDF with a form": lambda: pdf(_form),
    "a PDF that tells of its author": lambda: pdf(_told),
    "a PDF with a photograph that tells where": lambda: pdf(_photograph_inside),
    "a PDF and a JAR in one": lambda: pdf() + JAR,
    "a PDF and a web page in one": lambda: (
        pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + HTML + b"\n") + b"\n%%EOF"
    ),
    "a photograph that tells where": photograph_with_places,
    "a photograph and a JAR in one": lambda: picture() + JAR,
    "a photograph and a web page in one": lambda: picture(comment=HTML),
    "a picture with words inside": _with_words,
    "a picture that moves": with_animation,
    "a picture and a web page in one": lambda: picture("PNG") + HTML,
}

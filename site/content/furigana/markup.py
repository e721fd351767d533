"""The words of a finished page, and the page with readings above them. Every other byte stays as it is."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from foundation.japanese.moments import WHOLE
from foundation.japanese.readings import Parts, has_kanji, sentence_spans

_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)                                        # a comment
      | <(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)
        (?P<attributes>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)
        (?:>|["'].*+|\Z)                                         # a tag; one never closed hides the rest
      | <[!?][^>]*+(?:>|\Z)                                      # the document type
      | (?P<text>(?:[^<]++|<wbr>)++|<)                          # words, also with a place to break""",
    re.DOTALL | re.VERBOSE,
)
# A place to break a long name; no word ends there.
BREAK = "<wbr>"
_ENTITY = re.compile(
    r"<wbr>|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});|.", re.DOTALL
)
_NO_RUBY = re.compile(r"(?:^|\s)data-no-ruby(?:[\s=/]|$)", re.IGNORECASE)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
# Nothing inside these is a word on the page, or it cannot hold ruby.
_LEFT_ALONE = frozenset(
    {"head", "title", "script", "style", "textarea", "option", "select", "svg", "math", "code", "kbd"}
    | {"samp", "ruby", "rt", "rp", "template", "iframe", "noembed", "noframes", "xmp"}
)
# Their content is text up to their own end, whatever it looks like.
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass
class _Silence:
    """The element within which nothing is read, and how many of its name are open."""

    name: str
    depth: int = 1


def texts(page: str) -> Iterator[tuple[int, int, bool]]:
    """Yield each text of a page that may carry readings: begin, end, whether it is the page's own.

    A page's own is what stands from <main> on until the footer begins.
    """
    at, silence, is_own = 0, None, False
    while token := _TOKEN.match(page, at):
        at = token.end()
        if token["text"]:
            if silence is None:
                yield token.start("text"), at, is_own
            continue
        name = (token["name"] or "").lower()
        if not name or name in _VOID:
            continue
        if silence is None and name in {"main", "footer"} and not token["close"]:
            is_own = name == "main"
        silence = _silence(silence, name, token)
        if silence is not None and not token["close"] and name in _RAW:
            at, silence = _end_of_raw(page, name, at), silence if silence.name != name else None


def _silence(silence: _Silence | None, name: str, token: re.Match[str]) -> _Silence | None:
    """Return what is silent after a tag."""
    if silence is None:
        begins = not token["close"] and (name in _LEFT_ALONE or _says_no_ruby(token["attributes"]))
        empty = name in {"svg", "math"} and token["attributes"].endswith("/")
        return _Silence(name) if begins and not empty else None
    if name == silence.name:
        silence.depth += -1 if token["close"] else 1
    return silence if silence.depth else None


def _says_no_ruby(attributes: str) -> bool:
    return _NO_RUBY.search(_QUOTED.sub('""', attributes)) is not None


def _end_of_raw(page: str, name: str, begin: int) -> int:
    """Return where the raw text of an element is over, its closing tag included."""
    closing = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(page, begin)
    return closing.end() if closing else len(page)


def shown_sentences(page: str) -> tuple[list[str], list[str]]:
    """Return the sentences with kanji of a page, each once: its own, those of the frame around."""
    found: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for begin, end, is_own in texts(page):
        if _may_have_kanji(page, begin, end):
            words = html.unescape(page[begin:end].replace(BREAK, ""))
            found[is_own] |= {words[first:last]: None for first, last in sentence_spans(words)}
    return list(filter(has_kanji, found[True])), list(filter(has_kanji, found[False]))


def _may_have_kanji(page: str, begin: int, end: int) -> bool:
    return has_kanji(page[begin:end]) or page.find("&", begin, end) >= 0


def with_ruby(page: str, readings: Mapping[str, Parts]) -> str:
    """Return a page with the readings of its sentences; what has none stays as it is.

    Taking `<rt>…</rt>`, `<rp>…</rp>`, their `<ruby>` and the `<span class="furigana">` around them away again
    gives back the very page.
    """
    written, at = [], 0
    for begin, end, _ in texts(page):
        raw = page[begin:end]
        found = list(_read_sentences(raw, readings))
        if found:
            # One element around it all: in a flex box each piece would become a box of its own.
            first, last = len(raw) - len(raw.lstrip()), len(raw.rstrip())
            written += [page[at : begin + first], '<span class="furigana">']
            written += [*_laid_on(raw[:last], first, found), "</span>"]
            at = begin + last
    return "".join([*written, page[at:]])


def _laid_on(raw: str, at: int, found: list[tuple[int, int, Parts]]) -> Iterator[str]:
    """Yield a raw text from a place on, with the readings of the sentences found in it."""
    for first, last, parts in found:
        yield raw[at:first]
        yield _ruby(raw[first:last], parts)
        at = last
    yield raw[at:]


def _read_sentences(raw: str, readings: Mapping[str, Parts]) -> Iterator[tuple[int, int, Parts]]:
    """Yield where in a raw text a sentence with a reading stands."""
    if not has_kanji(raw) and "&" not in raw:
        return
    words, places = _places(raw)
    for first, last in sentence_spans(words):
        parts = readings.get(words[first:last])
        if parts:
            yield places[first], places[last], parts


def _places(raw: str) -> tuple[str, list[int] | range]:
    """Return the words of a raw text, and where in it each character stands."""
    if "&" not in raw and BREAK not in raw:
        return raw, range(len(raw) + 1)
    words, places = [], []
    for unit in _ENTITY.finditer(raw):
        said = "" if unit[0] == BREAK else html.unescape(unit[0]) if len(unit[0]) > 1 else unit[0]
        words.append(said)
        places += [unit.start()] * len(said)
    return "".join(words), [*places, len(raw)]


def _ruby(raw: str, parts: Parts) -> str:
    """Return one sentence, as it stands in the page, with its readings; days and times do not break."""
    words, places = _places(raw)
    pieces: dict[int, tuple[int, str]] = {}
    at = 0
    for base, ruby in parts:
        if ruby is None:
            pieces |= {
                place: (place + 1, raw[places[place] : places[place + 1]])
                for place in range(at, at + len(base))
            }
        else:
            piece = raw[places[at] : places[at + len(base)]]
            marked = f"<ruby>{piece}<rp>（</rp><rt>{ruby}</rt><rp>）</rp></ruby>"
            pieces[at] = (at + len(base), marked)
        at += len(base)
    return _kept_together(pieces, [match.span() for match in WHOLE.finditer(words)])


def _kept_together(pieces: Mapping[int, tuple[int, str]], moments: list[tuple[int, int]]) -> str:
    """Return the pieces of a sentence in their order, each moment that begins and ends with one in a span."""
    ends = {end for end, _ in pieces.values()}
    whole = [(begin, end) for begin, end in moments if begin in pieces and end in ends]
    opening, closing = {begin for begin, _ in whole}, {end for _, end in whole}
    written = []
    for begin, (end, piece) in pieces.items():
        if begin in opening:
            written.append('<span class="whole">')
        written.append(piece)
        if end in closing:
            written.append("</span>")
    return "".join(written)

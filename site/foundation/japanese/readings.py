"""Sentences and their readings: where a sentence ends, which kana belong to which kanji, how people write it.

A reading is a list of parts (base, ruby or None) whose bases, joined, are the sentence itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

type Part = tuple[str, str | None]
type Parts = list[Part]

_KANJI_RANGES = "々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANJI = f"[{_KANJI_RANGES}]"
_HAS_KANJI = re.compile(KANJI)
# ヶ in 三ヶ月 is read か: it belongs to the kanji around it. Selectors choose the shape of the kanji before.
_KANJI_RUN = re.compile(f"{KANJI}(?:[{_KANJI_RANGES}ヶヵ\ufe00-\ufe0f\U000e0100-\U000e01ef])*")
_KANA = re.compile("[ぁ-ゖァ-ヺー・ゝゞヽヾ]+")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# 更新：令和8年 is a word that stays and a day that changes.
_ENDS = "。！？："
_OPENING, _CLOSING = "「『（〈《【(", "」』）〉》】)"
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

BEGIN, OPEN, CLOSE, ESCAPE = "｜《》\\"


class BadNotation(ValueError):
    """What was typed is no reading of the sentence; the message says in Japanese what to do."""


def has_kanji(text: str) -> bool:
    return _HAS_KANJI.search(text) is not None


def is_kana(ruby: str) -> bool:
    """Return whether a ruby is hiragana or katakana and nothing else."""
    return _KANA.fullmatch(ruby) is not None


def hiragana(kana: str) -> str:
    """Return kana with every katakana as hiragana, to compare readings or to propose them."""
    return kana.translate(_TO_HIRAGANA)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in their order, without the white space around them."""
    return [text[begin:end] for begin, end in sentence_spans(text)]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends: after 。！？： or with its line.

    What stands in quotes or parentheses belongs to the sentence around it, also with a 。 inside. A quote
    that is never closed on its line is no quote.
    """
    for line in _LINE.finditer(text):
        begin = line.start()
        for end in [*_ends(line[0], line.start()), line.end()]:
            words = text[begin:end]
            inner = words.strip()
            if inner:
                first = begin + len(words) - len(words.lstrip())
                yield first, first + len(inner)
            begin = end


def _ends(line: str, offset: int) -> Iterator[int]:
    """Yield where sentences end within a line; a closing sign that was never opened stays with its 。"""
    quoted, at = _quoted(line), 0
    while at < len(line):
        ended = line[at] in _ENDS and not quoted[at]
        at += 1
        if ended:
            while at < len(line) and line[at] in _ENDS + _CLOSING:
                at += 1
            yield offset + at


def _quoted(line: str) -> list[bool]:
    """Return for each character whether it stands inside a closed pair of quotes or parentheses."""
    depth = [0] * (len(line) + 1)
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(line):
        if character in _OPENING:
            waiting.append((character, place))
        elif character in _PARTNER and any(opened == _PARTNER[character] for opened, _ in waiting[-8:]):
            while True:
                opened, begin = waiting.pop()
                if opened == _PARTNER[character]:
                    break
            depth[begin] += 1
            depth[place] -= 1
    inside, result = 0, []
    for change in depth[:-1]:
        inside += change
        result.append(inside > 0)
    return result


def split(parts: Sequence[Part]) -> list[Parts]:
    """Return the reading of each sentence of a text, from the reading of the whole."""
    text = bases(parts)
    wanted = list(sentence_spans(text))
    found: list[Parts] = [[] for _ in wanted]
    at = 0
    for base, ruby in parts:
        for (begin, end), sentence in zip(wanted, found, strict=True):
            first, last = max(begin - at, 0), min(end - at, len(base))
            if first < last:
                sentence.append((base[first:last], ruby))
        at += len(base)
    return found


def ruby_parts(word: str, reading: str) -> Parts:
    """Return a word with its reading laid on its kanji alone: 買い物, かいもの → 買《か》い物《もの》.

    Kana of the word must stand in the reading as they are; where the reading has no place for them, the whole
    word carries it. A word without kanji carries none.
    """
    if not has_kanji(word):
        return [(word, None)] if word else []
    runs = _runs(word)
    laid = _laid([base for base, _ in runs], [carries for _, carries in runs], hiragana(reading))
    if laid is None:
        return [(word, hiragana(reading))]
    return merged((base, ruby) for (base, _), ruby in zip(runs, laid, strict=True))


def _runs(word: str) -> list[tuple[str, bool]]:
    """Return the pieces of a word with whether each is kanji."""
    runs, end = [], 0
    for run in _KANJI_RUN.finditer(word):
        if run.start() > end:
            runs.append((word[end : run.start()], False))
        runs.append((run[0], True))
        end = run.end()
    return [*runs, (word[end:], False)] if end < len(word) else runs


def _laid(bases: Sequence[str], carries: Sequence[bool], reading: str) -> list[str | None] | None:
    """Return the ruby of each piece, the kana shared out as evenly as can be; None if it does not fit."""

    @cache
    def best(piece: int, begin: int) -> tuple[int, tuple[str | None, ...]] | None:
        if piece == len(bases):
            return (0, ()) if begin == len(reading) else None
        found = []
        for end, ruby, cost in choices(piece, begin):
            after = best(piece + 1, end)
            if after is not None:
                found.append((cost + after[0], (ruby, *after[1])))
        return min(found, key=lambda each: each[0], default=None)

    def choices(piece: int, begin: int) -> Iterator[tuple[int, str | None, int]]:
        base = bases[piece]
        if not carries[piece]:
            if reading.startswith(hiragana(base), begin):
                yield begin + len(base), None, 0
            return
        for end in range(begin + 1, len(reading) + 1):
            yield end, reading[begin:end], (end - begin - 2 * len(base)) ** 2

    laid = best(0, 0)
    return None if laid is None else list(laid[1])


def merged(parts: Iterable[Part]) -> Parts:
    """Return parts with neighbours that carry nothing put together, and empty ones left out."""
    result: Parts = []
    for base, ruby in parts:
        if base and ruby is None and result and result[-1][1] is None:
            result[-1] = (result[-1][0] + base, None)
        elif base:
            result.append((base, ruby))
    return result


def bases(parts: Iterable[Part]) -> str:
    return "".join(base for base, _ in parts)


def problem_of(parts: Parts, sentence: str) -> str:
    """Return why these parts are no reading of the sentence, for whoever typed them; "" if they are."""
    if bases(parts) != sentence:
        return f"読みを取ると、もとの文「{sentence}」と同じになるように書いてください。"
    for base, ruby in parts:
        if ruby is not None and not is_kana(ruby):
            return f"「{base}」の読み「{ruby}」を、かなだけで書いてください。"
        if ruby is None and (found := _KANJI_RUN.search(base)):
            return f"「{found[0]}」の読みを、{found[0]}《よみ》の形で書いてください。"
    return ""


def notation(parts: Iterable[Part]) -> str:
    """Return parts as people read and write them: 買《か》い物《もの》, ｜ where a base begins unseen."""
    written, before = [], ""
    for base, ruby in parts:
        words = _escaped(base)
        if ruby is None:
            written.append(words)
        else:
            plain = _KANJI_RUN.fullmatch(base) and _kanji_before(before) == len(before)
            written.append(f"{'' if plain else BEGIN}{words}{OPEN}{ruby}{CLOSE}")
        before = base if ruby is None else ""
    return "".join(written)


def _escaped(text: str) -> str:
    return re.sub(r"[｜《》\\]", r"\\\g<0>", text)


_TOKEN = re.compile(
    r"\\(?P<kept>.)|(?P<begin>｜)|《(?P<ruby>[^《》｜]*)》|(?P<stray>[《》\\])|(?P<text>.)", re.DOTALL
)


def parse(text: str) -> Parts:
    r"""Return the parts of a sentence in notation; without ｜ a base is all the kanji just before 《.

    \｜ \《 \》 and \\ mean the signs themselves. Raises BadNotation.
    """
    parts: Parts = []
    pending, base_begins = "", -1
    for token in _TOKEN.finditer(text):
        if token["begin"]:
            base_begins = len(pending)
        elif token["stray"]:
            raise BadNotation(
                f"「{token['stray']}」の組になる記号がありません。漢字《かんじ》の形で書いてください。"
            )
        elif token["ruby"] is None:
            pending += token["kept"] or token["text"]
        else:
            begin = base_begins if base_begins >= 0 else _kanji_before(pending)
            if begin == len(pending) or not token["ruby"]:
                raise BadNotation(f"《{token['ruby']}》の前に漢字を、中に読みを書いてください。")
            parts += [(pending[:begin], None), (pending[begin:], token["ruby"])]
            pending, base_begins = "", -1
    if base_begins >= 0:
        raise BadNotation("｜のあとに、漢字《かんじ》の形で読みを書いてください。")
    return merged([*parts, (pending, None)])


def _kanji_before(text: str) -> int:
    """Return where the kanji at the end of a text begin."""
    ends = [run.start() for run in _KANJI_RUN.finditer(text) if run.end() == len(text)]
    return ends[0] if ends else len(text)


def reads_differently(parts: Sequence[Part], word: str, reading: str) -> bool:
    """Return whether a sentence holds this word and reads it, or a stretch around it, in another way."""
    sentence, wanted = bases(parts), hiragana(reading)
    place = sentence.find(word)
    while place >= 0:
        before, read, after = _stretch(parts, place, place + len(word))
        same = read == wanted if not before + after else wanted in read
        if not same:
            return True
        place = sentence.find(word, place + 1)
    return False


def _stretch(parts: Sequence[Part], begin: int, end: int) -> tuple[str, str, str]:
    """Return how the characters between two places are read, with what the same ruby also covers."""
    before, read, after, at = "", "", "", 0
    for base, ruby in parts:
        first, last = max(begin - at, 0), min(end - at, len(base))
        if first < last:
            if ruby is None:
                read += hiragana(base[first:last])
            else:
                before, after = before + base[:first], after + base[last:]
                read += hiragana(ruby)
        at += len(base)
    return before, read, after

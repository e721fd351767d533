"""Captions as text: WebVTT, SubRip and plain lines with times come in, checked WebVTT goes out.

A mistake names its line and says what to do; nothing of HTML comes through. Source: W3C WebVTT.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

HEADER = "WEBVTT"
ARROW = "-->"
MOST_CUES = 5000
MOST_CHARACTERS = 1_000_000
MOST_LINES_OF_A_CUE = 4
MOST_CHARACTERS_OF_A_LINE = 200
MOST_PROBLEMS = 5
LAST_CUE = 5_000  # milliseconds that the last of plain lines stays, and the most that any of them does
MOST_STAY = 10_000

_MOMENT = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})"
_TIMING = re.compile(rf"{_MOMENT}\s*-->\s*{_MOMENT}(?:[ \t]+(.*))?")
_PLAIN_LINE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?[\s\u3000]+(\S.*)")
# Where a cue may stand on the picture; a value that browsers would not know is left out.
_SETTING = re.compile(
    r"(?:vertical:(?:rl|lr)|line:-?\d{1,3}(?:\.\d+)?%?(?:,(?:start|center|end))?|align:(?:start|center|end|left|right)"
    r"|position:\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d+)?%)"
)
_TAG = re.compile(r"<[^>]*>?")
_SPEAKER = re.compile(r"<v(?:\.[\w.-]+)?[ \t]+([^>]+)>")
_PLAIN_TAGS = frozenset({"b", "i", "u", "ruby", "rt"})
_NO_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127, 65279, *range(8234, 8239)))
SAY_TIMES = "時刻を「00:01:02.000 --> 00:01:05.000」の形で書いてください。"


@dataclass(frozen=True)
class Cue:
    """What is shown from one moment to another, in milliseconds.

    `text` is WebVTT's own mark-up, escaped, with nothing in it but lines, bold, italics, underline and ruby.
    """

    start: int
    end: int
    text: str
    speaker: str = ""
    settings: str = ""

    @property
    def plain(self) -> str:
        """The words alone, in one line."""
        return " ".join(self.plain_lines)

    @property
    def plain_lines(self) -> list[str]:
        """The words alone, line by line; what stood above them as ruby follows in brackets."""
        with_readings = self.text.replace("<rt>", "（").replace("</rt>", "）")
        return html.unescape(_TAG.sub("", with_readings)).split("\n")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line, counted from 1, and what to do."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.line}行目：{self.words}"


class BadCaptions(ValueError):
    """A text is no captions; `problems` says why, the first ones of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems[:MOST_PROBLEMS])
        super().__init__(" ".join(map(str, self.problems)))


def parse(text: str, *, duration: int | None = None) -> list[Cue]:
    """Return the cues of a text: WebVTT, SubRip, or plain lines such as 「0:12 こんにちは」.

    `duration` is the length of the recording in milliseconds, for captions that go beyond it. Comments and
    styles are left out. Raises BadCaptions.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadCaptions([Problem(1, "字幕が長すぎます。部ごとに分けてください。")])
    lines = unicodedata.normalize("NFC", "\n".join(text.splitlines()).translate(_NO_CONTROLS)).split("\n")
    problems: list[Problem] = []
    cues = _plain_lines(lines, problems) if _is_plain(lines) else _blocks(lines, problems)
    placed = [(line, cue) for line, cue in cues if cue is not None]
    problems += _out_of_order(placed, duration)
    if not placed and not problems:
        problems.append(Problem(1, "字幕が1つもありません。時刻と言葉を書いてください。"))
    if len(placed) > MOST_CUES:
        problems.append(Problem(placed[MOST_CUES][0], f"字幕は{MOST_CUES}個までです。"))
    if problems:
        raise BadCaptions(sorted(problems, key=lambda problem: problem.line))
    return [cue for _, cue in placed]


def serialise(cues: Iterable[Cue]) -> str:
    """Return cues as WebVTT; `parse` gives the same cues again."""
    return "\n\n".join([HEADER, *map(_written, cues)]) + "\n"


def shown(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues that say something: one without words waits for its translation."""
    return [cue for cue in cues if cue.text]


def said_anew(cue: Cue, words: str) -> Cue:
    """Return a cue with other words, as they are typed beside its time. Raises BadCaptions."""
    lines = [
        line
        for line in unicodedata.normalize("NFC", words).translate(_NO_CONTROLS).split("\n")
        if line.strip()
    ]
    problems: list[Problem] = []
    speaker, text = _payload(lines, 1, problems)
    if problems:
        raise BadCaptions(problems)
    return replace(cue, text=text, speaker=speaker or cue.speaker)


def decoded(content: bytes) -> str:
    """Return the text of a file, in UTF-8 or as Japanese offices write it. Raises BadCaptions."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadCaptions(
        [Problem(1, "文字のファイルとして読めません。字幕（.vtt か .srt）のファイルを選んでください。")]
    )


def _is_plain(lines: Sequence[str]) -> bool:
    first = next((line for line in lines if line.strip()), "")
    return not any(ARROW in line for line in lines) and _PLAIN_LINE.fullmatch(first.strip()) is not None


def _plain_lines(lines: Sequence[str], problems: list[Problem]) -> list[tuple[int, Cue | None]]:
    """Read one cue per line; it stays until the next begins, but not for long where nothing is said."""
    begun: list[tuple[int, int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        found = _PLAIN_LINE.fullmatch(line.strip())
        if found:
            begun.append((number, _moment(found.groups("0")[:4]), [found[5]]))
        elif line.strip() and begun:
            begun[-1][2].append(line.strip())
    ends = [start for _, start, _ in begun[1:]] + [begun[-1][1] + LAST_CUE]
    cues: list[tuple[int, Cue | None]] = []
    for (number, start, words), end in zip(begun, ends, strict=True):
        speaker, text = _payload(words, number, problems)
        cues.append((number, Cue(start, min(end, start + MOST_STAY), text, speaker)))
    return cues


def _blocks(lines: Sequence[str], problems: list[Problem]) -> list[tuple[int, Cue | None]]:
    """Read the blocks between empty lines; the header and what is no cue is passed over."""
    cues: list[tuple[int, Cue | None]] = []
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
            continue
        if block:
            first = number - len(block)
            is_head = not cues and block[0].split(maxsplit=1)[0] == HEADER
            if is_head:
                # The first cue may follow its header without an empty line between.
                block, first = block[1:], first + 1
            if block and not _is_aside(block, is_head=is_head):
                cues.append(_cue(block, first, problems))
        block = []
    return cues


def _is_aside(block: Sequence[str], *, is_head: bool) -> bool:
    """Return whether a block is a comment, a style, a region, or words of the header."""
    if any(ARROW in line for line in block):
        return False
    return is_head or block[0].split(maxsplit=1)[0] in ("NOTE", "STYLE", "REGION")


def _cue(block: Sequence[str], first: int, problems: list[Problem]) -> tuple[int, Cue | None]:
    at = next((index for index, line in enumerate(block) if ARROW in line), None)
    if at is None or at > 1:
        told = block[0].strip()[:20]
        problems.append(Problem(first, f"「{told}」の前に時刻がありません。{SAY_TIMES}"))
        return first, None
    found = _TIMING.fullmatch(block[at].strip())
    if found is None:
        problems.append(Problem(first + at, f"時刻が読み取れません。{SAY_TIMES}"))
        return first, None
    start, end = _moment(found.groups("0")[:4]), _moment(found.groups("0")[4:8])
    words = block[at + 1 :]
    inside = next((index for index, line in enumerate(words) if ARROW in line), None)
    if inside is not None:
        problems.append(Problem(first + at + 1 + inside, "次の字幕との間に、空の行を1つ入れてください。"))
        return first, None
    speaker, text = _payload(words, first + at + 1, problems)
    settings = " ".join(each for each in (found[9] or "").split() if _SETTING.fullmatch(each))
    return first + at, Cue(start, end, text, speaker, settings)


def _payload(lines: Sequence[str], first: int, problems: list[Problem]) -> tuple[str, str]:
    """Return who speaks and the words of a cue, escaped; what may not stand there becomes a problem."""
    if len(lines) > MOST_LINES_OF_A_CUE:
        problems.append(
            Problem(
                first + MOST_LINES_OF_A_CUE, f"1つの字幕は{MOST_LINES_OF_A_CUE}行までです。分けてください。"
            )
        )
    speaker, written, opened = "", [], list[str]()
    for number, line in enumerate(lines, start=first):
        if len(line) > MOST_CHARACTERS_OF_A_LINE:
            problems.append(
                Problem(number, f"1行は{MOST_CHARACTERS_OF_A_LINE}字までです。行を分けてください。")
            )
        named = _SPEAKER.search(line)
        speaker = speaker or (html.unescape(named[1]).strip()[:40] if named else "")
        written.append(_line(_SPEAKER.sub("", line).replace("</v>", ""), number, opened, problems))
    if opened:
        problems.append(
            Problem(first, f"「<{opened[-1]}>」が閉じていません。「</{opened[-1]}>」を書いてください。")
        )
    return " ".join(speaker.split()), "\n".join(filter(None, written))


def _line(line: str, number: int, opened: list[str], problems: list[Problem]) -> str:
    """Return one line with its text escaped and its tags looked at; `opened` are those still open."""
    pieces, at = list[str](), 0
    for tag in _TAG.finditer(line):
        pieces.append(_escaped(line[at : tag.start()]))
        at = tag.end()
        name = tag[0].removeprefix("<").removesuffix(">").removeprefix("/")
        closes = tag[0].startswith("</")
        if name not in _PLAIN_TAGS or not tag[0].endswith(">"):
            problems.append(
                Problem(
                    number,
                    f"「{tag[0][:20]}」は字幕に書けません。消すか、「＜」のように全角で書いてください。",
                )
            )
        elif not closes:
            opened.append(name)
            pieces.append(tag[0])
        elif opened and opened[-1] == name:
            opened.pop()
            pieces.append(tag[0])
        else:
            problems.append(Problem(number, f"「{tag[0]}」に合う始まりがありません。消してください。"))
    pieces.append(_escaped(line[at:]))
    return "".join(pieces).strip()


def _escaped(text: str) -> str:
    # A character reference may stand for the end of a line as well.
    plain = " ".join(html.unescape(text).splitlines()).translate(_NO_CONTROLS).replace("\u00a0", " ")
    return html.escape(plain, quote=False)


def _out_of_order(cues: Sequence[tuple[int, Cue]], duration: int | None) -> list[Problem]:
    """Return what is wrong with the times: each cue ends after it begins, in the order of the cues."""
    found, latest = [], 0
    for line, cue in cues:
        if cue.end <= cue.start:
            found.append(Problem(line, "終わりの時刻を、始まりの時刻よりあとにしてください。"))
        elif cue.start < latest:
            found.append(Problem(line, "前の字幕より早い時刻です。時刻の順に並べてください。"))
        elif duration is not None and cue.start >= duration:
            found.append(
                Problem(line, "動画の終わりよりあとの時刻です。この動画の字幕か、確かめてください。")
            )
        latest = max(latest, cue.start)
    return found


def _moment(parts: Sequence[str]) -> int:
    hours, minutes, seconds, fraction = parts
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _stamp(moment: int) -> str:
    seconds, milliseconds = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _written(cue: Cue) -> str:
    head = f"{_stamp(cue.start)} {ARROW} {_stamp(cue.end)}" + (f" {cue.settings}" if cue.settings else "")
    voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
    return "\n".join(filter(None, [head, voice + cue.text]))

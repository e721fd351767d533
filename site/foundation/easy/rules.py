"""Whether words are easy enough for people with intellectual disabilities: pure functions over plain text.

The numbers and habits are those of the guideline for easy information of 手をつなぐ育成会 (2015): a sentence
of at most 30 characters with one content, no chains of kanji, numbers in digits, 午前 and 午後, no double
negation.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from .enums import ERRORS, Kind

MOST_CHARACTERS = 30
MOST_ON_AVERAGE = 20

type Text = tuple[str, str]
"""Where something stands on the page, and its words, one or more lines."""

ADVICE: dict[Kind, str] = {
    Kind.LONG: f"1つの文は{MOST_CHARACTERS}文字までです。2つの文に分けてください。",
    Kind.MEAN: f"平均を{MOST_ON_AVERAGE}文字までにしてください。長い文から、短くしてください。",
    Kind.KANJI_RUN: "漢字が4つ以上続いています。かんたんなことばに言いかえるか、「の」などで分けてください。",
    Kind.KANJI_NUMBER: "「1人」「3つ」のように、数字で書いてください。",
    Kind.CLOCK: "「午前9時」「午後1時30分」のように、午前か午後を付けてください。",
    Kind.DOUBLE_NEGATION: "打ち消しを2つ重ねずに、「〜です」「〜できます」と書いてください。",
    Kind.READING: "読みがなを確かめてください。",
    Kind.ROUNDABOUT: "だれが何をするのかを、「〜します」「〜してください」と書けないか、見なおしてください。",
    Kind.FOREIGN_WORD: "知らない人がいることばです。言いかえるか、かっこで説明を付けてください。",
    Kind.TWO_FACTS: "1つの文に2つのことが入っているようです。分けられないか、見なおしてください。",
}

# Ends of sentences; what closes a quotation belongs to the sentence before it.
_END = re.compile(r"(?<=[。！？!?])(?![。！？!?」』）)])")
_FINAL_MARK = re.compile(r"[。！？!?]\Z")
_SPACE = re.compile(r"\s+")

_KANJI_RUN = re.compile(r"[一-鿿㐀-䶿々]{4,}")
_KANJI_NUMBER = re.compile(
    r"(?<![0-9])[〇一二三四五六七八九十百千万]+(?:つ|人|日|回|度|時|分|年|月|週間?|歳|さい|才|個|本|枚|階|番目?)?"
)
# In these the numeral has become part of a word; nobody would write them in digits.
_NO_NUMBERS = re.compile(
    "一緒|一番|一度|一部|一般|一生|一方|一時的|一応|一切|一致|一覧|一体|一斉|一式|統一|唯一|万一|万が一|世界一|十分|"
    "三角|四角|四季|七夕|八百屋|九州|四国|百貨店|千葉|三重"
)
_CLOCK = re.compile(r"(?<!午前)(?<!午後)(?<![0-9:])(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}時(?!間))")
_DOUBLE_NEGATION = re.compile(
    r"ない(?:わけ|こと|もの)(?:では|じゃ|は|も)(?:ない|ありません)"
    r"|なく(?:は|も)(?:ない|ありません)"
    r"|ないと(?:は|も)(?:限ら|かぎら|言え|いえ)(?:ない|ません)"
    r"|な(?:い|か)では?い(?:られ|け)(?:ない|ません)"
    r"|ずに?は(?:いられ|おけ|おか)(?:ない|ません)"
    r"|ざるを(?:え|得)(?:ない|ません)"
)
_ROUNDABOUT = re.compile(
    r"(?:さ|ら|わ)れ(?:ます|ました|ません|る|た)|いただ[いきくけ]|くださいます|ございます|いたし(?:ます|ました)"
    r"|申し上げ|な(?:けれ|くて)ばな(?:りません|らない)|なければい(?:けません|けない)|なくてはな(?:りません|らない)"
)
_FOREIGN_WORD = re.compile(r"[ァ-ヴー]{3,}|[A-Za-z]{2,}")
_EVERYDAY_WORDS = frozenset(
    {
        *("センター", "テレビ", "トイレ", "ページ", "カード", "ボタン", "タクシー", "エレベーター"),
        *("コンビニ", "スーパー", "ノート", "アパート"),
    }
)
_JOINS = re.compile(r"ので、?|けれど|ながら|(?:ます|です|ました|でした|ません)が、")


@dataclass(frozen=True)
class Finding:
    """Something hard to read: what kind, where on the page, in which words, and what to do about it."""

    kind: Kind
    where: str
    words: str
    advice: str

    @property
    def is_error(self) -> bool:
        return self.kind in ERRORS

    def __str__(self) -> str:
        return f"{self.where}：「{self.words}」 {self.advice}"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text: lines, parted after 。！？ unless a closing quote follows."""
    lines = text.splitlines()
    return [part.strip() for line in lines for part in _END.split(line) if part.strip()]


def length(sentence: str) -> int:
    """Return how many characters a reader has to read: spaces and the final 。！？ are not counted."""
    return len(_FINAL_MARK.sub("", _SPACE.sub("", sentence)))


def mean_length(texts: Iterable[Text]) -> float:
    """Return the mean length of whole sentences, 0 without any. Headings end without a mark and are none."""
    whole = [each for _, text in texts for each in sentences(text) if _FINAL_MARK.search(each)]
    return sum(map(length, whole)) / len(whole) if whole else 0.0


def findings(texts: Iterable[Text], *, proper_names: Collection[str] = ()) -> list[Finding]:
    """Return everything that is hard to read, in the order of the page, the mean last.

    Proper names are names of people, places and offices: they may be long chains of kanji or foreign words.
    """
    texts = list(texts)
    names = sorted(filter(None, proper_names), key=len, reverse=True)
    explained = _compact("".join(text for _, text in texts))
    found = []
    for where, text in texts:
        for sentence in sentences(text):
            found += [_finding(kind, where, words) for kind, words in _problems(sentence, names, explained)]
    mean = mean_length(texts)
    if mean > MOST_ON_AVERAGE:
        found.append(_finding(Kind.MEAN, "ページ全体", f"平均 {mean:.1f}文字"))
    return found


def _finding(kind: Kind, where: str, words: str) -> Finding:
    return Finding(kind, where, words, ADVICE[kind])


def _problems(sentence: str, names: list[str], explained: str) -> Iterable[tuple[Kind, str]]:
    if length(sentence) > MOST_CHARACTERS:
        yield Kind.LONG, f"{sentence}（{length(sentence)}文字）"
    unnamed = unicodedata.normalize("NFKC", sentence)
    for name in names:
        unnamed = unnamed.replace(unicodedata.normalize("NFKC", name), "□")
    for kind, find in _CHECKS:
        for words in find(unnamed):
            if kind is not Kind.FOREIGN_WORD or not _is_explained(words, explained):
                yield kind, words


def _compact(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _is_explained(word: str, everything: str) -> bool:
    return f"{word}(" in everything or f"{word}とは" in everything


def _matches(pattern: re.Pattern[str], *, spaced: bool = False) -> Callable[[str], list[str]]:
    """Return a check for a pattern; most patterns go across the spaces between words."""
    return lambda text: [found.group() for found in pattern.finditer(text if spaced else _compact(text))]


def _kanji_numbers(text: str) -> list[str]:
    return [found.group() for found in _KANJI_NUMBER.finditer(_NO_NUMBERS.sub("□", text))]


def _foreign_words(text: str) -> list[str]:
    found = dict.fromkeys(match.group() for match in _FOREIGN_WORD.finditer(text))
    return [word for word in found if word not in _EVERYDAY_WORDS]


def _two_facts(text: str) -> list[str]:
    return [text] if text.count("、") > 1 or _JOINS.search(_compact(text)) else []


_CHECKS: tuple[tuple[Kind, Callable[[str], list[str]]], ...] = (
    (Kind.KANJI_RUN, _matches(_KANJI_RUN, spaced=True)),
    (Kind.KANJI_NUMBER, _kanji_numbers),
    (Kind.CLOCK, _matches(_CLOCK)),
    (Kind.DOUBLE_NEGATION, _matches(_DOUBLE_NEGATION)),
    (Kind.ROUNDABOUT, _matches(_ROUNDABOUT)),
    (Kind.FOREIGN_WORD, _foreign_words),
    (Kind.TWO_FACTS, _two_facts),
)

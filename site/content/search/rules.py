"""How texts and questions become the same small pieces: pure functions, no dictionary, no database."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from foundation.japanese.text import clean_line, fold

MOST_CHARACTERS = 100
MOST_WORDS = 5
MOST_SPELLINGS = 16
MOST_OF_A_SIZE = 2
LEAST_INSIDE = 2
LEAST_WORDS_OF_A_GROUP = 2
# A lexeme of PostgreSQL holds 2,046 bytes; nobody looks for a longer run of letters than this.
LONGEST_RUN = 60
# No text holds it: `fold` leaves out what nobody can see.
SEAM = "\x1f"
# Letters of words that are found whole. All other signs are read in pairs.
_LETTERS = "0-9a-z\u00df-\u024f"
_RUNS = re.compile(rf"[{_LETTERS}]+|[^{_LETTERS}{SEAM}\n]+")
_IS_LETTERS = re.compile(rf"[{_LETTERS}]+")
# A token of a filter can never come out of a text: there "=" and letters are never one run.
FILTER_SIGN = "="

MOST_KEPT_CHARACTERS = 30
DIGITS_OF_A_NUMBER = 5
# 港町1-2-3, 1の2, 三丁目; 番 alone is no address before a digit follows or leads.
_STREET_NUMBER = re.compile(r"[0-9][-ノ][0-9]|丁目|番地|[0-9一二三四五六七八九十](?:番|号)")
# What carries the meaning of a sentence; the hiragana between binds it together.
_CARRIES_MEANING = re.compile("[一-鿿々]+|[ァ-ヺー]{2,}|[0-9A-Za-z]{2,}")
_KANA_ALONE = re.compile("[ァ-ヺ-]+")
_ADDRESSED = ("サン", "様", "サマ", "氏", "君", "クン", "チャン")


def spelt(text: str) -> str:
    """Return the spelling in which texts and questions are compared.

    It is `fold`, with a seam in 東京都: whoever looks for 京都 does not mean it.
    """
    return fold(text).replace("東京都", f"東京{SEAM}都")


def question_words(typed: str) -> tuple[str, ...]:
    """Return the words of a question, spelt; only the first 100 characters and five words count."""
    words = (spelt(word) for word in typed[:MOST_CHARACTERS].split())
    return tuple([word for word in words if word][:MOST_WORDS])


def said_words(typed: str) -> str:
    """Return the same words as they were written, a space between them."""
    words = (clean_line(word) for word in typed[:MOST_CHARACTERS].split() if spelt(word))
    return " ".join([*words][:MOST_WORDS])


def content_words(typed: str, known: Collection[str]) -> dict[str, str]:
    """Return what a sentence speaks of, as spelt and as written: 刑務所にいる家族 → 刑務所, 家族.

    One sign alone counts where it is a word of the synonyms (`known`): in 受け入れ it is half a word.
    """
    found: dict[str, str] = {}
    for word in typed[:MOST_CHARACTERS].split():
        said = clean_line(word)
        runs = [
            run for run in _CARRIES_MEANING.findall(said) if len(run) >= LEAST_INSIDE or spelt(run) in known
        ]
        found |= {spelt(run): run for run in runs or [said] if spelt(run)}
    return dict(islice(found.items(), MOST_WORDS))


def fewer_words(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield what is left of words of which one or more are left out: the longest sets, then single words.

    Of sets of the same size the one that leaves out the shortest word comes first. Of many words two of each
    are enough: every further one is a look through the whole index for whoever types nonsense.
    """
    if len(words) > LEAST_WORDS_OF_A_GROUP:
        for left_out in sorted(words, key=len)[:MOST_OF_A_SIZE]:
            yield tuple(word for word in words if word != left_out)
    if len(words) > 1:
        yield from ((word,) for word in sorted(words, key=len, reverse=True)[:MOST_OF_A_SIZE])


def tokens(texts: Iterable[str]) -> set[str]:
    """Return what the index holds of some texts: runs of letters whole, all else as overlapping pairs.

    The last sign of a run stands alone as well, so that a question of one sign finds it as a beginning.
    """
    # Folding takes white space out: 「佐久間 礼子」 is found without it, "group home" word by word.
    return spelt_tokens(spelt(piece) for text in texts for piece in {text, *text.split()})


def spelt_tokens(pieces: Iterable[str]) -> set[str]:
    """Return the same of pieces that are spelt already."""
    found: set[str] = set()
    for piece in pieces:
        for run in _RUNS.findall(piece):
            found.update([run[:LONGEST_RUN]] if _is_letters(run) else [*_pairs(run), run[-1]])
    return found


@dataclass(frozen=True)
class Question:
    """What is looked for: for each word its spellings, the typed one first; `whole` replaces all words."""

    words: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        return tuple(spellings[0] for spellings in self.words)

    @property
    def joined(self) -> str:
        return "".join(self.typed)

    def __bool__(self) -> bool:
        return bool(self.words)


def widened(words: Sequence[str], groups: Collection[Sequence[str]]) -> Question:
    """Return the question with the words that mean the same, as `groups` of spelt words tell."""
    joined = "".join(words)
    whole = _other_members(joined, groups) if len(words) > 1 else []
    return Question(tuple(_spellings(word, groups) for word in words), tuple(whole))


def lexemes(question: Question, filters: Iterable[str | Collection[str]] = ()) -> str:
    """Return a question as PostgreSQL's `tsquery`: each word in any of its spellings, and every filter.

    A filter is one token or several of which one is enough.
    Pairs may stand apart in a text: what this finds is then compared with the spellings themselves.
    """
    asked = " & ".join(_any_of(spellings) for spellings in question.words)
    if question.whole:
        asked = f"({asked}) | {_any_of(question.whole)}"
    parts = [f"({asked})"] if asked else []
    return " & ".join([*parts, *map(_filter, filters)])


def can_be_noted(words: Sequence[str]) -> bool:
    """Return whether words that found nothing may be kept: nothing like a number, address or person.

    That is not enough: what they are made of has to be known as well (`materials`).
    """
    text = "".join(words)
    digits = re.sub(r"\D", "", text)
    return (
        0 < len(text) <= MOST_KEPT_CHARACTERS
        and len(digits) < DIGITS_OF_A_NUMBER
        and "@" not in text
        and not _STREET_NUMBER.search(text)
        and not any(word.endswith(_ADDRESSED) for word in words)
    )


@dataclass(frozen=True)
class Material:
    """What has to stand in one text of the site: its pieces as a `tsquery`, and the word as it is spelt."""

    lexemes: str
    word: str = ""


def materials(words: Iterable[str]) -> list[Material]:
    """Return what words are made of, to ask whether the site knows it.

    Names of people are mostly made of pairs of signs that stand nowhere else. Pairs of kana stand
    everywhere, so a word of kana alone has to be known as a whole.
    """
    found = []
    for word in words:
        if _KANA_ALONE.fullmatch(word):
            found.append(Material(_all_of(word), word))
        else:
            found += [Material(lexeme) for lexeme in _lexemes_of(word)]
    return found


def words_of_lines(lines: str) -> list[str]:
    """Return the words of a field with one on each line, each spelling once, in their order."""
    words: dict[str, str] = {}
    for line in lines.splitlines():
        if spelt(line):
            words.setdefault(spelt(line), line.strip())
    return list(words.values())


def readable(spelt_words: str) -> str:
    """Return words as they are compared in a form that people like to read: long vowels as marks."""
    return re.sub("(?<=[ァ-ヺ])-", "ー", spelt_words.replace(SEAM, ""))


def _spellings(word: str, groups: Collection[Sequence[str]]) -> tuple[str, ...]:
    found = [word, *_other_members(word, groups)]
    if len(found) == 1:
        for group in groups:
            inside = max((each for each in group if _stands_in(each, word)), key=len, default="")
            if inside:
                others = [other for other in group if other != inside]
                more = (text.replace(inside, other) for text in tuple(found) for other in others)
                # Each group multiplies the spellings: what goes beyond the most is never made.
                found += islice(more, MOST_SPELLINGS - len(found))
            if len(found) >= MOST_SPELLINGS:
                break
    return tuple(dict.fromkeys(found))[:MOST_SPELLINGS]


def _other_members(word: str, groups: Collection[Sequence[str]]) -> list[str]:
    return [other for group in groups if word in group for other in group if other != word]


def _stands_in(member: str, word: str) -> bool:
    """Return whether a member is part of a longer word; letters only where they are a whole run."""
    if _is_letters(member):
        return member in _RUNS.findall(word)
    return len(member) >= LEAST_INSIDE and member in word


def _filter(wanted: str | Collection[str]) -> str:
    if isinstance(wanted, str):
        return quoted(FILTER_SIGN + wanted)
    return f"({' | '.join(quoted(FILTER_SIGN + token) for token in wanted)})"


def _any_of(spellings: Iterable[str]) -> str:
    return f"({' | '.join(f'({_all_of(spelling)})' for spelling in spellings)})"


def _all_of(spelling: str) -> str:
    return " & ".join(_lexemes_of(spelling))


def _lexemes_of(spelling: str) -> Iterator[str]:
    for run in _RUNS.findall(spelling):
        if _is_letters(run):
            yield quoted(run[:LONGEST_RUN])
        elif len(run) == 1:
            yield f"{quoted(run)}:*"
        else:
            yield from map(quoted, _pairs(run))


def quoted(token: str) -> str:
    """Return a token as PostgreSQL reads it in a `tsvector` or `tsquery`."""
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def vector(tokens_of_text: Iterable[str]) -> str:
    """Return tokens as PostgreSQL reads a whole `tsvector`."""
    # No token holds a line break, so all of them are escaped at once.
    escaped = "\n".join(tokens_of_text).replace("\\", "\\\\").replace("'", "''")
    return "'" + escaped.replace("\n", "' '") + "'"


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _is_letters(run: str) -> bool:
    return _IS_LETTERS.fullmatch(run) is not None

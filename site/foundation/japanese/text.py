"""What is stored (clean), what is compared (fold) and what is read aloud (kana)."""

import re
import unicodedata

import jaconv

from foundation.japanese.variant_kanji import STANDARD_FORMS

# Blank on every screen although Unicode counts them as letters, marks or symbols: fillers, empty braille.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs"}
_VARIATION_SELECTORS = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# NFC and NFKC replace these by their plain relatives, and with them the kanji of somebody's family register.
_NOT_COMPATIBILITY_IDEOGRAPHS = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_HYPHENS = re.compile("[ー‐‒–—―⁃−─━]")

# Japanese sets these signs wide on purpose; ～ and 〜 are one sign that two systems type differently.
_WIDE_SIGNS = "（）［］｛｝＜＞！？．，：；"
_WIDE_SIGN_INSIDE_HALF_WIDTH = re.compile("(?<=[0-9A-Za-z])[．，：；](?=[0-9A-Za-z])")
# Copying from a PDF leaves radicals in place of kanji; NFKC knows the others, but not these.
_RADICALS = str.maketrans("⺠⻄⻆⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲", "民西角長青食鬼麦黄斉歯竜亀")
_WIDTHS = (
    {
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (0x3000, *range(0xFF01, 0xFFA0), *range(0x2E80, 0x2FD6))
        if chr(code) not in _WIDE_SIGNS
    }
    | _RADICALS
    | str.maketrans("～", "〜")
)
_FOLDING = STANDARD_FORMS | _RADICALS | str.maketrans("ヵヶ〜", "カケ~")


# Where one word of a long name ends: katakana meets kanji, or an address goes on.
_NAME_BREAK = re.compile(
    r"(?<=[ァ-ヶー]{3})(?=[一-龠])|(?<=[一-龠]{2})(?=[ァ-ヶ][ァ-ヶー]{2})|(?<=[a-z0-9])(?=[@.])"
)


def words_of_name(value: str) -> list[str]:
    """Return a long name in pieces that may stand on lines of their own; put together they are the name."""
    return _NAME_BREAK.split(value)


def clean_line(value: str) -> str:
    """Return one line as it should be stored: the reader sees the same text, a program one spelling of it.

    Letters, digits and kana get one width as in NFKC, runs of white space become one half-width space, and
    what nobody can see goes (control, bidi and zero-width characters). Kept as typed: kanji of names with
    their variation selectors (髙 﨑 濵 𠮷, CJK compatibility ideographs), signs that mean something by their
    shape (① ㈱ ℡ ㎡ … ½), and wide punctuation, except ．，：； between two half-width letters or digits.
    """
    narrow = _visible(value).translate(_WIDTHS)
    composed = _NOT_COMPATIBILITY_IDEOGRAPHS.sub(lambda run: unicodedata.normalize("NFC", run[0]), narrow)
    signs = _WIDE_SIGN_INSIDE_HALF_WIDTH.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), composed)
    return " ".join(signs.split())


def clean_text(value: str) -> str:
    r"""Return lines as `clean_line` gives them, joined by "\n", without empty ones at the ends."""
    return "\n".join(map(clean_line, value.splitlines())).strip("\n")


def fold(value: str) -> str:
    """Return the key under which `value` is searched, compared and sorted; never show it.

    One form for width, case, hiragana and katakana, small ヵ ヶ, every hyphen and long vowel mark ("-"), and
    variant kanji (`variant_kanji`); white space, invisible characters and variation selectors are left out.
    """
    text = unicodedata.normalize("NFD", _VARIATION_SELECTORS.sub("", _visible(value)))
    # Twice, as Unicode's toNFKC_Casefold: folding case may undo a normal form, and a normal form brings case.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text.casefold())
    katakana = jaconv.hira2kata("".join(text.split()))
    return unicodedata.normalize("NFKC", _HYPHENS.sub("-", katakana.translate(_FOLDING)))


def half_width(value: str) -> str:
    """Return `value` in NFKC with each hyphen, dash, minus and long vowel mark as "-", to read numbers."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", value))


def to_katakana(value: str) -> str:
    """Return `value` with hiragana and half-width kana as full-width katakana, all else unchanged."""
    return unicodedata.normalize("NFC", jaconv.hira2kata(jaconv.h2z(value)))


def is_kana(value: str) -> bool:
    """Return whether `value` is a reading: full-width katakana, among them only ー, ・ and spaces."""
    return re.fullmatch("[ 　・ー]*[ァ-ヺㇰ-ㇿ][ァ-ヺㇰ-ㇿ 　・ー]*", value) is not None


def _visible(value: str) -> str:
    return value.translate(_VISIBLE)


class _Visible(dict[int, int | None]):
    """What becomes of a character, worked out when it is first met: texts hold the same few thousand."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        is_seen = character.isspace() or (
            unicodedata.category(character) not in _INVISIBLE_CATEGORIES and character not in _BLANKS
        )
        self[code] = code if is_seen else None
        return self[code]


_VISIBLE = _Visible()

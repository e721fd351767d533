"""The spelling in which texts and questions of the directory are compared: pure functions.

It is `content.search.rules.spelt` without the kana between two kanji of one word: 受け入れ, 受入れ and 受入,
引っ越し and 引越し are one.
"""

import re

from content.search.rules import spelt

_KANJI = "一-鿿々"
# Ends of verbs, in folded kana; ニ, ヘ, テ, デ and ネ are words of their own.
_VERB_ENDS = "イキギシジチビミリエケゲセベメレッ"
_INSIDE = re.compile(f"(?<=[{_KANJI}])[{_VERB_ENDS}](?=[{_KANJI}])")
_AT_THE_END = re.compile(f"(?<=[{_KANJI}][{_KANJI}])[{_VERB_ENDS}]$")


def squeezed(spelt_text: str) -> str:
    """Return a spelt text without the kana that some write between two kanji, and others do not."""
    return _INSIDE.sub("", spelt_text)


def text_spelling(text: str) -> str:
    """Return a text of an agency as it is compared."""
    return squeezed(spelt(text))


def word_spelling(spelt_word: str) -> str:
    """Return a spelt word of a question as it is looked for: 受入れ as 受入, which stands in all of them."""
    return _AT_THE_END.sub("", squeezed(spelt_word))

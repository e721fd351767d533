"""Easy words on papers: `{% load papers %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.japanese.readings import Parts
from handoff.papers.easy_rules import read_parts

register = template.Library()


@register.filter
def easy(text: str) -> SafeString:
    """Give a text in notation with its readings above the kanji; what stands between spaces stays together.

    WeasyPrint knows no ruby, so the reading is a block of its own on top of an inline block.
    """
    return format_html_join(" ", '<span class="word">{}</span>', ((_word(word),) for word in _words(text)))


def _words(text: str) -> list[Parts]:
    words: list[Parts] = [[]]
    for base, ruby in read_parts(text):
        # A reading that nobody could part stands over the whole of its words.
        for at, piece in enumerate([base] if ruby else base.split(" ")):
            if at:
                words.append([])
            if piece:
                words[-1].append((piece, ruby))
    return [word for word in words if word]


def _word(parts: Parts) -> SafeString:
    pieces = (base if ruby is None else _ruby(base, ruby) for base, ruby in parts)
    return format_html_join("", "{}", ((each,) for each in pieces))


def _ruby(base: str, reading: str) -> SafeString:
    return format_html(
        '<span class="ruby"><span class="ruby__kana">{}</span><span class="ruby__base">{}</span></span>',
        reading,
        base,
    )

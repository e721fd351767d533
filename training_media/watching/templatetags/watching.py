from django import template

from training_media.times import as_clock
from training_media.viewing.spans import Spans
from training_media.watching import rules

register = template.Library()


@register.filter(name="spans")
def words_of_spans(spans: Spans) -> str:
    """Return spans of a recording as people read them: 0:00〜12:30、15:00〜20:10.

    Those that touch to the second are one.
    """
    return "、".join(f"{as_clock(start)}〜{as_clock(end)}" for start, end in rules.pieces_told(spans))


@register.filter(name="lasting")
def words_of_length(milliseconds: int) -> str:
    """Return a length in words: 12分30秒."""
    return rules.lasting(milliseconds)


@register.filter(name="way_in")
def words_of_way(let_in_by: str) -> str:
    """Return by what somebody came in, in words."""
    return rules.way_in(let_in_by)

from django import template

from training_media.viewing.spans import Spans
from training_media.watching.rules import clock

register = template.Library()


@register.filter(name="spans")
def words_of_spans(spans: Spans) -> str:
    """Return spans of a recording as people read them: 0:00〜12:30、15:00〜20:10."""
    return "、".join(f"{clock(start)}〜{clock(end)}" for start, end in spans)

from django import template

from training_media.times import as_clock
from training_media.viewing.spans import Spans

register = template.Library()


@register.filter(name="spans")
def words_of_spans(spans: Spans) -> str:
    """Return spans of a recording as people read them: 0:00〜12:30、15:00〜20:10."""
    return "、".join(f"{as_clock(start)}〜{as_clock(end)}" for start, end in spans)

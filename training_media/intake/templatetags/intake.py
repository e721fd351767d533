"""How the length of recordings and the state of files are written."""

from django import template

from training_media.intake.enums import Stage
from training_media.times import as_clock, in_words

register = template.Library()
register.filter("as_length", in_words)


@register.filter
def as_time(moment: int) -> str:
    """Return a moment with its part of a second, as a time map is written."""
    return as_clock(moment, exactly=True)


_KINDS = {Stage.READY: "done", Stage.FAILED: "error"}
_RIGHTS = {
    "unknown": ("wait", "まだ書いていません"),
    "open": ("open", "期限なし"),
    "lasting": ("open", "使えます"),
    "ending": ("few", "まもなく切れます"),
    "due": ("few", "確かめる日です"),
    "over": ("error", "切れています"),
}


@register.filter
def stage_kind(stage: str) -> str:
    """Return the kind of `{% state %}` that goes with a stage."""
    return _KINDS.get(Stage(stage), "wait")


@register.filter
def rights_kind(state: str) -> str:
    return _RIGHTS[state][0]


@register.filter
def rights_words(state: str) -> str:
    return _RIGHTS[state][1]

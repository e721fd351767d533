"""Moments and lengths of recordings in templates."""

from django import template

from training_media import times

register = template.Library()


@register.filter
def as_clock(moment: int) -> str:
    """Give 41:10."""
    return times.as_clock(moment)


@register.filter
def lasting(moment: int | None) -> str:
    """Give 41分10秒; nothing where nobody knows how long it is."""
    return "" if moment is None else times.in_words(moment)

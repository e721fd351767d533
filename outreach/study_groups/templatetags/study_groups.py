"""Words of a community's year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

register = template.Library()


@register.filter
def month_word(month: date) -> str:
    """Return a month as 11月."""
    return f"{month.month}月"


@register.filter
def get_item(rows: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under a key, None without it."""
    return rows.get(key)

"""What the board's template asks of tables of words."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def value_of(table: Mapping[str, object], key: str) -> object:
    """Return the word for a key, the key itself where there is none."""
    return table.get(key, key)

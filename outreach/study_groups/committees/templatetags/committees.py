"""Words of a committee's money."""

from django import template

register = template.Library()


@register.filter
def yen(amount: int) -> str:
    """Return a sum as 8,000円."""
    return f"{amount:,}円"

"""What an agency answers, in words."""

from collections.abc import Mapping

from django import template

from directory.enums import Answer

register = template.Library()


@register.simple_tag
def answers(*, of: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the answered conditions with their names, in the order of the form."""
    return [(name, str(Answer(of[code]).label)) for code, name in names.items() if code in of]

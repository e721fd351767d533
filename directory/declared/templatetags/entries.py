"""What an agency answers, in words."""

from collections.abc import Mapping

from django import template

from directory.declared.rules import ANSWER_WORDS

register = template.Library()


@register.simple_tag
def answers(*, of: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the answered conditions with their names, in the order of the form."""
    return [(name, ANSWER_WORDS[of[code]]) for code, name in names.items() if code in of]

"""Figures in templates of ours. `{% load facts %}`; `fact` is the name of a component already."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone

from content.facts.models import DatedFact
from content.facts.queries import all_facts_on
from content.facts.rules import is_doubtful

register = template.Library()
KEPT = "content.facts"


class UnknownFact(LookupError):
    """A template names a figure that nobody keeps."""


@register.inclusion_tag("facts/shown.html", takes_context=True)
def dated_fact(context: Context, *, key: str, with_source: bool = True) -> dict[str, Any]:
    """Show a figure with its unit, source and mark. All figures of a template are read in one query.

    Raises UnknownFact where settings are strict, as in tests; readers of a live page get 「―」 instead.
    """
    today = timezone.localdate()
    if KEPT not in context.render_context:
        context.render_context[KEPT] = all_facts_on(today)
    kept: dict[str, DatedFact] = context.render_context[KEPT]
    if key not in kept and settings.FACTS_STRICT:
        raise UnknownFact(key)
    return shown(kept.get(key), today, with_source=with_source)


@register.inclusion_tag("facts/shown.html")
def shown_fact(*, fact: DatedFact, with_source: bool = True) -> dict[str, Any]:
    """Show a figure that the view or the block has read already."""
    return shown(fact, timezone.localdate(), with_source=with_source)


def shown(fact: DatedFact | None, today: date, *, with_source: bool) -> dict[str, Any]:
    return {
        "fact": fact,
        "is_doubtful": fact is not None and is_doubtful(fact, today),
        "begins_later": fact is not None and fact.valid_from > today,
        "with_source": with_source,
    }

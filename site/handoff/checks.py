"""Deny by default: `manage.py check` fails for a view of this door that does not say who may enter."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from .access import View, is_declared


def every_view_declares_its_policy(
    app_configs: Sequence[Any] | None,  # noqa: ARG001 -- Django's signature
    **kwargs: Any,  # noqa: ARG001 -- Django's signature
) -> list[Error]:
    """Return an error for each undeclared view in the URLconf of this door."""
    return [
        undeclared(route)
        for name, route, view in views(get_resolver().url_patterns)
        if not is_declared(name, view)
    ]


def undeclared(route: str) -> Error:
    return Error(
        f"{route or '/'}: the view declares no policy.",
        hint="Decorate it with handoff.access.policy(open_to=…).",
        id="handoff.E001",
    )


def views(
    entries: Iterable[URLPattern | URLResolver], namespaces: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[tuple[str, str, View]]:
    """Give name, route and view of every pattern, those of included URLconfs too."""
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from views(entry.url_patterns, inner, route)
        else:
            yield ":".join((*namespaces, entry.name or "")), route, entry.callback

"""Columns of PostgreSQL that Django does not know."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.multirange import Int8Multirange, Multirange
from psycopg.types.range import Int8Range

from .spans import NOTHING, Spans


class SpansField(models.Field):
    """A set of half-open spans of whole numbers as `int8multirange`; in Python it is `spans.Spans`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", NOTHING)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 -- Django's signature
        return "int8multirange"

    def from_db_value(self, value: Multirange[int] | None, *_: Any) -> Spans:
        return tuple((each.lower, each.upper) for each in value or ())

    def get_prep_value(self, value: Any) -> Any:
        return as_multirange(value) if isinstance(value, tuple) else value


def as_multirange(spans: Spans) -> Any:
    """Return spans as PostgreSQL takes them (Django's types know no multirange)."""
    return Int8Multirange([Int8Range(start, end) for start, end in spans])

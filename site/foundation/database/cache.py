"""Django's cache in the database, reading back plain values alone.

Django writes values as pickles and builds on reading whatever a pickle asks for: whoever may write to the
table could run code in every process of the door. Here numbers, words, bytes, lists and tables come back, and
of classes only those that the settings name under `CLASSES`. Anything else was never kept.
"""

import base64
import io
import pickle
from collections.abc import Collection
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

GONE = object()


class PlainCache(DatabaseCache):
    """A cache whose table may be written by strangers without more harm than wrong values."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        """Take the names of classes that may come back, as `module.Class`, from the option `CLASSES`."""
        super().__init__(table, params)
        self._classes = frozenset(params.get("OPTIONS", {}).get("CLASSES", ()))

    def get_many(self, keys: Collection[str], version: int | None = None) -> dict[str, Any]:
        """Return what is kept under these keys and has not expired."""
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not names:
            return {}
        connection = connections[router.db_for_read(self.cache_model_class)]
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            cursor.execute(
                f"SELECT cache_key, value, expires < %s FROM {table} WHERE cache_key = ANY(%s)",  # noqa: S608 -- our setting
                [timezone.now(), list(names)],
            )
            rows = cursor.fetchall()
        self._base_delete_many([name for name, _, is_over in rows if is_over])
        found = {names[name]: self._read(value) for name, value, is_over in rows if not is_over}
        return {key: value for key, value in found.items() if value is not GONE}

    def _read(self, text: str) -> Any:
        try:
            return _Plain(self._classes, base64.b64decode(text, validate=True)).load()
        except (pickle.UnpicklingError, ValueError, LookupError, EOFError, ImportError, TypeError):
            return GONE


class _Plain(pickle.Unpickler):
    def __init__(self, classes: frozenset[str], content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self._classes = classes

    def find_class(self, module_name: str, global_name: str) -> Any:
        if f"{module_name}.{global_name}" not in self._classes:
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return super().find_class(module_name, global_name)

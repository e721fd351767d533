from typing import Any

from django.db import models

from foundation.japanese.text import fold


class FoldedField(models.TextField):  # type: ignore[type-arg]  # -- takes no parameters at run time
    """The key under which columns of the row are searched and sorted: the first of them that is not empty.

    It is folded anew whenever the row is saved or created in bulk; `update()` has to be told.
    """

    def __init__(self, *, of: tuple[str, ...], **options: Any) -> None:
        self.of = of
        # Byte by byte: the same order on every server, and an index that serves beginnings of words.
        super().__init__(**{"editable": False, "db_collation": "C"} | options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 -- Django's signature
        """Return the key of the row as it stands now, and write it into the row."""
        key = fold(next(filter(None, (getattr(model_instance, name) for name in self.of)), ""))
        setattr(model_instance, self.attname, key)
        return key

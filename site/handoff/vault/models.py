"""The model whose rows seal and open their own columns."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db import models

from . import sealing, store
from .exceptions import NothingSealed, WrongKind
from .fields import SealedField
from .sealing import Contents, Place, Sealed
from .spoken import Spoken


class SealedModel(models.Model):
    """A row with sealed columns, under the data key that `key_id` names.

    Each value is bound to table, column, row and key: to rename a table or a column is to seal anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        """Return the id of the data key that seals this row; each model says which."""
        raise NotImplementedError

    def spoken(self, column: str) -> Spoken:
        """Return what the data of a column is called; each model that seals data says it."""
        raise NotImplementedError(f"{self._meta.db_table}.{column}")

    @classmethod
    def in_order(cls, rows: Iterable[Self]) -> Sequence[Self]:
        """Return rows of one case in the order in which somebody reads them, who is told of all."""
        return list(rows)

    def seal(self, **contents: Contents | None) -> None:
        """Put text or data into sealed columns; None empties one that may be empty. It saves nothing.

        Raises what `store.data_key` raises, and CannotSeal.
        """
        places = {column: self._place(column) for column in contents}
        data_key = store.data_key(self.key_id)
        sealed = {
            column: None if value is None else sealing.seal(value, data_key=data_key, place=places[column])
            for column, value in contents.items()
        }
        for column, value in sealed.items():
            setattr(self, column, value)

    def unseal(self, column: str) -> str:
        """Return the text of a sealed column.

        Raises SealBroken, NothingSealed, WrongKind, and what `store.data_key` raises.
        """
        found = self._unsealed(column)
        if not isinstance(found, str):
            raise WrongKind(f"{self._meta.db_table}.{column} holds data")
        return found

    def unseal_data(self, column: str) -> list[Any] | dict[str, Any]:
        """Return the list or dict of a sealed column. Raises as `unseal`."""
        found = self._unsealed(column)
        if isinstance(found, str):
            raise WrongKind(f"{self._meta.db_table}.{column} holds text")
        return found

    def _unsealed(self, column: str) -> Contents:
        place, sealed = self._place(column), getattr(self, column)
        if not isinstance(sealed, Sealed):
            raise NothingSealed(f"{place.table}.{place.column} of {place.row_id}")
        return sealing.unseal(sealed, data_key=store.data_key(self.key_id), place=place)

    def _place(self, column: str) -> Place:
        field = self._meta.get_field(column)
        if not isinstance(field, SealedField):
            raise TypeError(f"{self._meta.db_table}.{column} is no sealed column")
        return Place(self._meta.db_table, str(field.column), self.id, self.key_id)

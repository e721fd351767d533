"""A column that holds sealed values only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length, Mod
from django.db.models.lookups import Exact, GreaterThan

from .exceptions import PlainTextRefused
from .sealing import AROUND_BYTES, BLOCK_BYTES, VERSION, Sealed

if TYPE_CHECKING:
    from django.db.models.options import Options

LONGEST_NAME = 63


def sealed_only(table: str, *columns: str) -> list[models.CheckConstraint]:
    """Return for each column the constraint that only sealed values fit, by version byte and length.

    Raises ValueError when PostgreSQL would cut its name.
    """
    return [_sealed_only(_constraint_name(table, column), column) for column in columns]


def _sealed_only(name: str, column: str) -> models.CheckConstraint:
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{name} is longer than {LONGEST_NAME}")
    first = Func(F(column), 1, 1, function="substring", output_field=models.BinaryField())
    size = Length(F(column), output_field=models.IntegerField())
    return models.CheckConstraint(
        name=name,
        condition=Q(Exact(first, Value(VERSION, output_field=models.BinaryField())))
        & Q(GreaterThan(size, AROUND_BYTES))
        & Q(Exact(Mod(size, BLOCK_BYTES, output_field=models.IntegerField()), AROUND_BYTES)),
        violation_error_message="封じていないものは、ここに置けません。",
    )


def _constraint_name(table: str, column: str) -> str:
    return f"{table}_{column}_is_sealed"


def _meta(field: "SealedField") -> "Options[Any]":
    return field.model._meta


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # -- Django's fields take no parameters
    """Holds what `SealedModel.seal` made; all else is refused here, and by the constraint behind it."""

    def get_prep_value(self, value: Any) -> Any:
        """Let through what was sealed. Raises PlainTextRefused for everything else."""
        if value is None or isinstance(value, Sealed):
            return super().get_prep_value(value)
        raise PlainTextRefused(f"{self.name}: seal it first")

    def from_db_value(
        self,
        value: Any,
        expression: Any,  # noqa: ARG002 -- Django's signature
        connection: BaseDatabaseWrapper,  # noqa: ARG002 -- Django's signature
    ) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Take no text from forms or fixtures. Raises PlainTextRefused."""
        if value is None or isinstance(value, Sealed):
            return value
        raise PlainTextRefused(f"{self.name}: seal it first")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row_id(), *self._check_constraint()]

    def _check_row_id(self) -> Sequence[checks.CheckMessage]:
        if isinstance(_meta(self).pk, models.UUIDField):
            return []
        return [checks.Error("A sealed value is bound to a UUID primary key.", obj=self, id="vault.E001")]

    def _check_constraint(self) -> Sequence[checks.CheckMessage]:
        meta = _meta(self)
        wanted = _constraint_name(meta.db_table, str(self.column))
        if any(each.name == wanted for each in meta.constraints):
            return []
        hint = f'Add *sealed_only("{meta.db_table}", "{self.name}") to its constraints.'
        return [checks.Error("Nothing keeps plain text out.", hint=hint, obj=self, id="vault.E002")]

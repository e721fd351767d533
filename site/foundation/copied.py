from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class CopyStaysTrue(models.BaseConstraint):
    """Fields that repeat those of the row above always say what that row says.

    A foreign key over the row's key and these fields, which bear the same names above; the model above needs
    a unique constraint over its id and them. Where the row above is empty nothing is asked. With `follows`
    the copy goes along when the row above changes; without, such a change is refused.
    """

    def __init__(self, *, above: str, fields: Sequence[str], follows: bool = False, **options: Any) -> None:
        self.above, self.fields, self.follows = above, tuple(fields), follows
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, args, options = super().deconstruct()
        follows = {"follows": True} if self.follows else {}
        return path, args, {**options, "above": self.above, "fields": self.fields, **follows}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CopyStaysTrue) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.above, self.fields))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # noqa: ARG002 -- Django's signature
        """Return the clause for CREATE TABLE."""
        above = model._meta.get_field(self.above)
        assert isinstance(above, models.ForeignKey)
        table = above.related_model._meta.db_table
        own = ", ".join(f'"{column}"' for column in (above.column, *_columns(model, self.fields)))
        theirs = ", ".join(
            f'"{column}"'
            for column in (above.target_field.column, *_columns(above.related_model, self.fields))
        )
        follows = " ON UPDATE CASCADE" if self.follows else ""
        return f'CONSTRAINT "{self.name}" FOREIGN KEY ({own}) REFERENCES "{table}" ({theirs}){follows}'

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        return f"{_alter(model)} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # noqa: ARG002 -- Django's signature
        return f'{_alter(model)} DROP CONSTRAINT "{self.name}"'

    def validate(
        self,
        model: type[models.Model],  # noqa: ARG002 -- Django's signature
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,  # noqa: ARG002 -- Django's signature
    ) -> None:
        """Raise ValidationError while the copy says something else."""
        above = getattr(instance, self.above)
        if above is None or {self.above, *self.fields} & set(exclude or ()):
            return
        if any(getattr(instance, name) != getattr(above, name) for name in self.fields):
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


def _columns(model: Any, fields: Sequence[str]) -> list[str]:
    return [str(model._meta.get_field(name).column) for name in fields]


def _alter(model: type[models.Model]) -> str:
    return f'ALTER TABLE "{model._meta.db_table}"'

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class CopyStaysTrue(models.BaseConstraint):
    """A column that repeats one of the row above always says what that row says.

    A foreign key over both columns; the model above needs a unique constraint over its id and the column.
    """

    def __init__(self, *, above: str, column: str, **options: Any) -> None:
        self.above, self.column = above, column
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, args, options = super().deconstruct()
        return path, args, {**options, "above": self.above, "column": self.column}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CopyStaysTrue) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.above, self.column))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # noqa: ARG002 -- Django's signature
        """Return the clause for CREATE TABLE."""
        above = model._meta.get_field(self.above)  # noqa: SLF001 -- Django's public-by-habit name
        assert isinstance(above, models.ForeignKey)
        names = (
            self.name,
            above.column,
            self.column,
            above.related_model._meta.db_table,  # noqa: SLF001 -- as above
            above.target_field.column,
            self.column,
        )
        return 'CONSTRAINT "{}" FOREIGN KEY ("{}", "{}") REFERENCES "{}" ("{}", "{}")'.format(*names)

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
        if {self.above, self.column} & set(exclude or ()):
            return
        if getattr(instance, self.column) != getattr(getattr(instance, self.above), self.column):
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


def _alter(model: type[models.Model]) -> str:
    return f'ALTER TABLE "{model._meta.db_table}"'  # noqa: SLF001 -- as above

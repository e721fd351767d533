from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class CopyStaysTrue(models.BaseConstraint):
    """A column that repeats one of the row above, because a constraint needs it, always says what that row says.

    A foreign key over both columns; the model above needs a unique constraint over its id and the column.
    """

    def __init__(self, *, above: str, column: str, **options: Any) -> None:
        self.above, self.column = above, column
        super().__init__(**options)

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        """Return the clause for CREATE and ALTER TABLE."""
        quote, above = schema_editor.quote_name, model._meta.get_field(self.above)
        assert isinstance(above, models.ForeignKey)
        table, key = above.related_model._meta.db_table, above.target_field.column
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(above.column)}, {quote(self.column)}) "
            f"REFERENCES {quote(table)} ({quote(key)}, {quote(self.column)})"
        )

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        clause = self.constraint_sql(model, schema_editor)
        return Statement("ALTER TABLE %(table)s ADD %(clause)s", table=_table(model, schema_editor), clause=clause)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        name = schema_editor.quote_name(self.name)
        return Statement("ALTER TABLE %(table)s DROP CONSTRAINT %(name)s", table=_table(model, schema_editor), name=name)

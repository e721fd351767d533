from django.db import migrations

from handoff.incidents.row_rules import FUNCTIONS, TABLES
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Show incidents to those who handle them, and to whoever reported one just that."""

    dependencies = [
        ("incidents", "0001_initial"),
        ("handoff", "0002_row_security"),
        ("machine", "0002_row_security"),
    ]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

from django.db import migrations

from handoff.cases.row_rules import FUNCTIONS, TABLES
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Close the tables of cases to everybody but those who work on them."""

    dependencies = [("cases", "0001_initial"), ("handoff", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

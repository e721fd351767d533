from django.db import migrations

from handoff.oversight.row_rules import FUNCTIONS, TABLES
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Show readings and requests to those who answer for the centre."""

    dependencies = [("oversight", "0001_initial"), ("machine", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

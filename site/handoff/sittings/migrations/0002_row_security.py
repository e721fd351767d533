from django.db import migrations

from handoff.row_security import functions, secured
from handoff.sittings.row_rules import FUNCTIONS, TABLES


class Migration(migrations.Migration):
    """Show a sitting to those who keep it and to whoever sits there, a case to neither but what is shown."""

    dependencies = [("sittings", "0001_initial"), ("cases", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

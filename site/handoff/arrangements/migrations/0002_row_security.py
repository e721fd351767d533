from django.db import migrations

from handoff.arrangements.row_rules import TABLES
from handoff.row_security import secured


class Migration(migrations.Migration):
    """Show sheets to the people of the case, and to the receiver as the table of their kind says."""

    dependencies = [("arrangements", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

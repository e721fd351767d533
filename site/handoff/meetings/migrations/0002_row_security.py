from django.db import migrations

from handoff.meetings.row_rules import TABLES
from handoff.row_security import secured


class Migration(migrations.Migration):
    """Show meetings to the people of their case, and to the receiver while its footing stands."""

    dependencies = [("meetings", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

from django.db import migrations

from handoff.row_security import secured
from handoff.safeguards.row_rules import TABLES


class Migration(migrations.Migration):
    """Show safeguards to the centre, and to each agency its own."""

    dependencies = [("safeguards", "0001_initial"), ("handoff", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

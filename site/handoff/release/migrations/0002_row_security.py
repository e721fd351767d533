from django.db import migrations

from handoff.release.row_rules import TABLES
from handoff.row_security import secured


class Migration(migrations.Migration):
    """Show a release day to the people of its case, and to the receiver while the name is open."""

    dependencies = [("release", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

from django.db import migrations

from handoff.papers.row_rules import TABLES
from handoff.row_security import secured


class Migration(migrations.Migration):
    """Show papers to the asking side alone."""

    dependencies = [("papers", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

from django.db import migrations

from handoff.opinion.row_rules import TABLES
from handoff.row_security import secured


class Migration(migrations.Migration):
    """Show opinion letters to the people of the case, and to whoever asked while the name is open."""

    dependencies = [("opinion", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

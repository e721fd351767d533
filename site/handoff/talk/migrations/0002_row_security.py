from django.db import migrations

from handoff.row_security import secured
from handoff.talk.row_rules import TABLES


class Migration(migrations.Migration):
    """Close the table of messages to everybody but both sides, each as far as it reads them."""

    dependencies = [("talk", "0001_initial"), ("machine", "0002_row_security")]

    operations = [operation for table, rules in TABLES.items() for operation in secured(table, **rules)]

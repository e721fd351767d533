from django.db import migrations

from handoff.consultation.row_rules import FUNCTIONS, TABLES
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Show consultations to whoever asked and whoever answers, about a hand-off while its back-up stands."""

    dependencies = [("consultation", "0001_initial"), ("machine", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

from django.db import migrations

from handoff.machine.row_rules import FUNCTIONS, TABLES, TOLD_BASIS, TOLD_NOTHING
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Show a hand-off to its two sides, and of its parts what is open."""

    dependencies = [
        ("machine", "0001_initial"),
        ("cases", "0002_row_security"),
        ("safeguards", "0002_row_security"),
    ]

    operations = [
        *functions(FUNCTIONS),
        migrations.RunSQL(TOLD_BASIS, TOLD_NOTHING),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

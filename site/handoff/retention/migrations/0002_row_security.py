from django.db import migrations

from handoff.retention.erasing import erase_function
from handoff.retention.row_rules import (
    FUNCTIONS,
    HOLDS_STOP,
    HOLDS_STOP_WHEN,
    INCIDENTS_COME_IN_TIME,
    INCIDENTS_COME_IN_TIME_WHEN,
    TABLES,
)
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Show what is due to those who answer for the centre, and let a hold stop every destruction."""

    dependencies = [("retention", "0001_initial"), ("machine", "0002_row_security"), ("incidents", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        migrations.RunSQL(*erase_function()),
        migrations.RunSQL(*HOLDS_STOP),
        migrations.RunSQL(*HOLDS_STOP_WHEN),
        migrations.RunSQL(*INCIDENTS_COME_IN_TIME),
        migrations.RunSQL(*INCIDENTS_COME_IN_TIME_WHEN),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

from django.db import migrations

from handoff.documents.row_rules import FUNCTIONS, TABLES
from handoff.row_security import functions, secured


class Migration(migrations.Migration):
    """Close the tables of documents to everybody but both sides, each as far as it reads them."""

    dependencies = [("documents", "0001_initial"), ("machine", "0002_row_security")]

    operations = [
        *functions(FUNCTIONS),
        *[operation for table, rules in TABLES.items() for operation in secured(table, **rules)],
    ]

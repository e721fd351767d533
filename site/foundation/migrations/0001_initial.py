from django.db import migrations

from foundation.public_pages import SEQUENCE


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            # Used once: a fresh sequence says 1 before its first use and after it.
            f"CREATE SEQUENCE {SEQUENCE}; SELECT nextval('{SEQUENCE}')",
            f"DROP SEQUENCE {SEQUENCE}",
        )
    ]

from django.db import migrations

from foundation.public_pages import SEQUENCE


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    # The first nextval of a new sequence leaves last_value at 1: it is spent here, so that each later one shows.
    operations = [
        migrations.RunSQL(
            f"CREATE SEQUENCE {SEQUENCE}; SELECT nextval('{SEQUENCE}')",
            f"DROP SEQUENCE {SEQUENCE}",
        )
    ]

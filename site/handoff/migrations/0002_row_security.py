from django.db import migrations

from handoff.row_security import functions


class Migration(migrations.Migration):
    """Who asks, in the words of the enrolments: what the policies of every table of cases stand on."""

    dependencies = [("handoff", "0001_initial")]

    operations = functions()

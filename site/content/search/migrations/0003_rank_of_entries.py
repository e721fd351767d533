from django.db import migrations, models


class Migration(migrations.Migration):
    """What comes first among equals; the next start writes it for everything that is indexed."""

    dependencies = [("site_search", "0002_words_of_the_admin")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="rank",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
